package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.Gather;
import dev.tutti.command.ConnectionCommand.Gather.Failures;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.TaskCommand.Run;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the items that LIMIT still holds back when a GATHER has failed. */
class HeldBackPartsTest {

    private static final int ITEM = 10_000;
    private static final int TIMEOUT = 60_000;

    private final NetScene scene = new NetScene(new JsonObject()
            .put("maxInputMemory", "100KiB")
            .put("maxItemSize", "50KiB")
            .put("maxCommandSize", "100KiB"));
    private final MemoryQuota input = scene.context.limits().input();
    private final List<String> answers = new ArrayList<>();

    /** A GATHER of so many items, one at a time, whose first has failed: task -2, and the next is task -3. */
    private void fail(int items) {
        fail(items, 1);
    }

    private void fail(int items, int limit) {
        List<Run> runs = IntStream.range(0, items)
                .mapToObj(i -> new Run("q", new byte[ITEM], Command.FOR_EVER))
                .toList();
        GatherOperation operation = new GatherOperation(
                new Gather(runs, Command.NO_TIMEOUT, limit, Failures.FIRST_IS_THE_REPLY),
                scene.context,
                reply -> answers.add(RecordedBus.told(reply)),
                bytes -> {});
        operation.start(TIMEOUT);
        reply(-1, Reply.OK);
        reply(-2, Refusal.error("FAILED", "oops"));
        assertThat(answers).containsExactly("FAILED oops");
    }

    private void reply(long task, Reply reply) {
        scene.router.receive(RecordedBus.reply(task, reply));
    }

    private List<String> sent() {
        scene.router.flush();
        return scene.bus.requests().stream()
                .map(asked -> asked.command().getClass().getSimpleName() + " " + asked.coroutine())
                .toList();
    }

    @Test
    void theyCountAsInputUntilTheyArePut() {
        fail(4);
        assertThat(sent()).contains("Run -3", "Detached -3");
        assertThat(input.used()).isBetween(2L * ITEM, 3L * ITEM);
        reply(-3, Reply.NULL);
        assertThat(input.used()).isBetween((long) ITEM, 2L * ITEM);
        reply(-4, Reply.NULL);
        assertThat(input.used()).isZero();
        reply(-5, Reply.NULL);
        assertThat(scene.timers.count(TIMEOUT)).isZero();
    }

    @Test
    void theirTimeBeginsWithTheFailure() {
        fail(4);
        reply(-3, Reply.NULL);
        sent();
        assertThat(scene.timers.count(TIMEOUT)).isEqualTo(1);
        scene.timers.ring();
        assertThat(sent()).containsExactly("Closed -4");
        assertThat(input.used()).isZero();
        reply(-4, Reply.NULL);
        assertThat(sent()).isEmpty();
    }

    @Test
    void theyAreDroppedWhenOthersNeedTheMemory() {
        fail(6);
        sent();
        MemoryQuota.Share other = input.share(() -> answers.add("the other is evicted"));
        assertThat(other.holds(30_000)).isTrue();
        assertThat(other.holds(35_000)).isTrue();
        MemoryQuota.Share third = input.share(() -> answers.add("the third is evicted"));
        assertThat(third.holds(34_000)).isTrue();
        assertThat(answers).hasSize(1);
        assertThat(input.used()).isEqualTo(69_000);
        reply(-3, Reply.NULL);
        assertThat(sent()).isEmpty();
    }

    @Test
    void thoseThatAreTooManyToBeginWithAreDroppedAtOnce() {
        fail(13);
        sent();
        assertThat(input.used()).isZero();
        reply(-3, Reply.NULL);
        assertThat(sent()).isEmpty();
    }

    @Test
    void thoseThatArePutGoOnWhenTheOthersAreDropped() {
        fail(13, 2);
        assertThat(sent()).contains("Run -3").doesNotContain("Closed -3");
        scene.timers.ring();
        assertThat(sent()).containsExactly("Closed -3");
    }

    @Test
    void aGatherThatHoldsNothingBackNeedsNeither() {
        fail(1);
        assertThat(input.used()).isZero();
        assertThat(scene.timers.count(TIMEOUT)).isZero();
    }
}
