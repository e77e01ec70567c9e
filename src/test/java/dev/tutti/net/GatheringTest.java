package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.Gather;
import dev.tutti.command.QueueCommand.Run;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final Reply FAILURE = Refusal.error("FAILED", "oops");

    private final RecordedBus bus = new RecordedBus();
    private final ManualTimers timers = new ManualTimers();
    private final AtomicLong taskIds = new AtomicLong();
    private final Switchboard switchboard = new Switchboard(bus.eventBus(), 0, 1, 1, taskIds::decrementAndGet);
    private final List<String> answers = new ArrayList<>();

    private Gathering gather(int limit, boolean returnExceptions, String... items) {
        List<Run> runs = new ArrayList<>();
        for (String item : items) {
            runs.add(new Run("q", item.getBytes(StandardCharsets.UTF_8), Command.FOR_EVER));
        }
        Gathering gathering = new Gathering(
                new Gather(runs, 500, limit, returnExceptions),
                switchboard,
                reply -> answers.add(RecordedBus.told(reply)));
        gathering.start(timers.vertx(), 500);
        return gathering;
    }

    /** What the owner was sent since the last time: items to run, and news of tasks. */
    private List<String> sent() {
        switchboard.flush();
        return bus.requests().stream()
                .map(asked -> asked.command() instanceof Run run
                        ? new String(run.item(), StandardCharsets.UTF_8) + " as " + asked.coroutine()
                        : asked.command().getClass().getSimpleName() + " " + asked.coroutine())
                .toList();
    }

    private void reply(long task, Reply reply) {
        switchboard.receive(RecordedBus.reply(task, reply));
    }

    private void done(long task, String result) {
        reply(task, Reply.text(result));
    }

    @Test
    void putsAllItemsBeforeAnyResultIsAwaited() {
        gather(0, false, "a", "b", "c");
        assertThat(sent()).containsExactly("a as -1", "b as -2", "c as -3");
    }

    @Test
    void givesResultsInTheOrderOfTheArguments() {
        gather(0, false, "a", "b", "c");
        done(-3, "C");
        done(-1, "A");
        assertThat(answers).isEmpty();
        done(-2, "B");
        assertThat(answers).containsExactly("[A, B, C]");
        assertThat(timers.count()).isZero();
    }

    @Test
    void runsAtMostLimitAtATime() {
        gather(2, false, "a", "b", "c", "d");
        assertThat(sent()).containsExactly("a as -1", "b as -2");
        done(-2, "B");
        assertThat(sent()).containsExactly("c as -3");
        done(-1, "A");
        assertThat(sent()).containsExactly("d as -4");
        done(-4, "D");
        done(-3, "C");
        assertThat(sent()).isEmpty();
        assertThat(answers).containsExactly("[A, B, C, D]");
    }

    @Test
    void limitMayBeMoreThanThereAreItems() {
        gather(9, false, "a");
        assertThat(sent()).containsExactly("a as -1");
        done(-1, "A");
        assertThat(answers).containsExactly("[A]");
    }

    @Test
    void theFirstFailureIsTheReplyAtOnceAndTheOthersRunOn() {
        gather(0, false, "a", "b", "c");
        sent();
        done(-1, "A");
        reply(-2, FAILURE);
        assertThat(answers).containsExactly("FAILED oops");
        assertThat(sent()).containsExactly("Detached -3");
        reply(-3, Refusal.error("FAILED", "later"));
        assertThat(answers).hasSize(1);
        assertThat(sent()).isEmpty();
        assertThat(timers.count()).isZero();
    }

    @Test
    void whatLimitHeldBackRunsOnAfterAFailureToo() {
        gather(2, false, "a", "b", "c", "d");
        sent();
        reply(-1, FAILURE);
        assertThat(answers).containsExactly("FAILED oops");
        assertThat(sent()).containsExactlyInAnyOrder("c as -3", "Detached -2", "Detached -3");
        done(-2, "B");
        assertThat(sent()).containsExactly("d as -4", "Detached -4");
        done(-3, "C");
        done(-4, "D");
        assertThat(sent()).isEmpty();
        assertThat(answers).hasSize(1);
    }

    @Test
    void returnedExceptionsStandInTheirPlaces() {
        gather(1, true, "a", "b", "c");
        reply(-1, FAILURE);
        done(-2, "B");
        reply(-3, Refusal.error("CANCELLED", "purged"));
        assertThat(answers).containsExactly("[FAILED oops, B, CANCELLED purged]");
    }

    @Test
    void whatRunsOutOfTimeIsCancelledAndAnswersNull() {
        gather(2, true, "a", "b", "c");
        sent();
        done(-1, "A");
        assertThat(timers.lastDelay()).isEqualTo(500);
        timers.ring();
        assertThat(answers).containsExactly("NullArray");
        assertThat(sent()).containsExactly("c as -3", "Closed -2", "Closed -3");
        done(-2, "B");
        done(-3, "C");
        assertThat(answers).hasSize(1);
    }

    @Test
    void aCancelledOneCancelsWhatOnlyItWaitsForAndStartsNoMore() {
        Gathering gathering = gather(1, false, "a", "b");
        sent();
        gathering.cancel();
        assertThat(sent()).containsExactly("Closed -1");
        done(-1, "A");
        assertThat(sent()).isEmpty();
        assertThat(answers).isEmpty();
        assertThat(timers.count()).isZero();
        assertThat(gathering.over()).isEqualTo(Reply.NULL_ARRAY);
    }

    @Test
    void withoutATimeoutThereIsNoTimer() {
        Gather command = new Gather(List.of(new Run("q", new byte[0], Command.FOR_EVER)), Command.NO_TIMEOUT, 0, false);
        new Gathering(command, switchboard, reply -> answers.add("")).start(timers.vertx(), Command.FOR_EVER);
        assertThat(timers.count()).isZero();
    }
}
