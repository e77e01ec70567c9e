package dev.tutti.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.Transaction;
import dev.tutti.waiting.Timers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands behind long replies: they run only when the connection has said that there is room for more. */
class ReplyWindowTest {

    private static final String LONG = "x".repeat((int) ReplyWindow.FULL_BYTES);
    private static final String ASKS = "net 1: WantsRoom";

    private final FakeOwner owner = new FakeOwner();
    private final RecordedBus bus = new RecordedBus();
    private final OwnerTurns turns = FakeOwner.turns(bus, new Timers(() -> 0));
    private final CommandScheduler<String, QueueCommand> scheduler =
            new CommandScheduler<>(QueueCommand.class, owner, turns, 10);

    private static Command size(String name) {
        return new QueueCommand.Size(name);
    }

    private static Command get(String name) {
        return new QueueCommand.Get(name, 0, Command.NO_TIMEOUT, QueueCommand.QUEUES_LEASE);
    }

    private List<String> ask(long coroutine, Command... commands) {
        scheduler.receive(RecordedBus.request("net", coroutine, commands));
        return bus.replies();
    }

    @Test
    void theCommandsBehindALongReplyHaveNotBegunUntilThereIsRoom() {
        assertThat(ask(1, size(LONG), size("a"), size("b"))).containsExactly("net 1: " + LONG, ASKS);
        assertThat(ask(1, size("c"))).isEmpty();
        assertThat(owner.log).hasSize(1);
        assertThat(ask(1, Signal.ROOM)).containsExactly("net 1: a", "net 1: b", "net 1: c");
    }

    @Test
    void manyShortRepliesTogetherAreLongToo() {
        String half = LONG.substring(LONG.length() / 2);
        assertThat(ask(1, size(half), size(half), size("a"))).containsExactly("net 1: " + half, "net 1: " + half, ASKS);
        assertThat(ask(1, Signal.ROOM)).containsExactly("net 1: a");
    }

    @Test
    void otherConnectionsGoOn() {
        ask(1, size(LONG), size("a"));
        assertThat(ask(2, size("b"))).containsExactly("net 2: b");
    }

    @Test
    void theReplyToACommandThatWaitedCountsToo() {
        ask(1, get("w"), size("a"));
        owner.waiting.get("w").resume(Reply.text(LONG));
        turns.tick();
        assertThat(bus.replies()).containsExactly("net 1: " + LONG, ASKS);
        assertThat(ask(1, Signal.ROOM)).containsExactly("net 1: a");
    }

    @Test
    void aCommandThatComesLaterWaitsToo() {
        ask(1, get("w"));
        owner.waiting.get("w").resume(Reply.text(LONG));
        turns.tick();
        bus.replies();
        assertThat(ask(1, size("a"))).isEmpty();
        assertThat(ask(1, Signal.ROOM)).containsExactly("net 1: a");
    }

    @Test
    void roomThatNobodyAskedForChangesNothing() {
        assertThat(ask(1, Signal.ROOM)).isEmpty();
        ask(1, get("w"), Signal.ROOM);
        assertThat(ask(1, size("a"))).isEmpty();
    }

    @Test
    void whatIsHeldBackNeverBeginsWhenTheConnectionCloses() {
        ask(1, size(LONG), size("a"));
        ask(1, new Signal.Closed());
        assertThat(ask(1, Signal.ROOM)).isEmpty();
        turns.tick();
        assertThat(bus.replies()).isEmpty();
        assertThat(owner.log).hasSize(1);
    }

    @Test
    void roomIsAskedForOnceThoughTheConnectionIsReset() {
        ask(1, size(LONG), size("a"));
        ask(1, new Signal.Reset());
        assertThat(ask(1, size("b"), size("c"))).containsExactly("net 1: b");
        assertThat(ask(1, Signal.ROOM)).containsExactly("net 1: c");
    }

    @Test
    void aTransactionRunsWhole() {
        Command both = new Transaction(List.of(size(LONG), size("a")));
        assertThat(ask(1, both, size("b"))).containsExactly("net 1: " + LONG, "net 1: a", ASKS);
    }

    @Test
    void aTaskHasOneReplyAndWaitsForNothing() {
        assertThat(ask(-1, size(LONG))).containsExactly("net -1: " + LONG);
    }

    @Test
    void oneThatTakesRepliesAtOnceNeverWaits() {
        ask(1, get("w"));
        owner.waiting.get("w").takesRepliesAtOnce();
        owner.waiting.get("w").resume(Reply.text(LONG));
        turns.tick();
        assertThat(ask(1, size("a"))).containsExactly("net 1: " + LONG, "net 1: a");
    }

    @Test
    void thePartsOfMapsAndTheMessagesOfErrorsCount() {
        ask(1, get("w"), size("a"));
        owner.waiting.get("w").resume(new Reply.Pairs(List.of(Reply.text("error"), Refusal.error("FAILED", LONG))));
        turns.tick();
        assertThat(bus.replies()).hasSize(2).endsWith(ASKS);
    }
}
