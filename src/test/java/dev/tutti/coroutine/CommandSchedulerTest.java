package dev.tutti.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.ContentionQuery;
import dev.tutti.command.EchoQuery;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.QueueCommand.Purge;
import dev.tutti.command.QueueCommand.Put;
import dev.tutti.command.QueueCommand.Size;
import dev.tutti.command.QueueCommand.Stats;
import dev.tutti.command.QueueNamesQuery;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.queue.PutOptions;
import dev.tutti.waiting.Timers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandSchedulerTest {

    private static final int MAX_WAITERS = 3;
    private static final byte[] NOTHING = {};

    private final FakeOwner owner = new FakeOwner();
    private final List<String> log = owner.log;
    private final Map<String, Coroutine<String>> waiting = owner.waiting;
    private final RecordedBus bus = new RecordedBus();
    private long now = 1000;
    private final Timers timers = new Timers(() -> now);
    private final OwnerTurns turns = FakeOwner.turns(bus, timers);
    private final CommandScheduler<String, QueueCommand> scheduler =
            new CommandScheduler<>(QueueCommand.class, owner, turns, MAX_WAITERS);

    private static Command size(String name) {
        return new Size(name);
    }

    private static Command get(String name) {
        return new Get(name, 0, Command.NO_TIMEOUT, QueueCommand.QUEUES_LEASE);
    }

    private static Command get(String name, long timeout) {
        return new Get(name, 0, timeout, QueueCommand.QUEUES_LEASE);
    }

    private static Command run(String name) {
        return run(name, Command.NO_TIMEOUT);
    }

    private static Command run(String name, long timeout) {
        return new Run(name, NOTHING, timeout);
    }

    private List<String> ask(long coroutine, Command... commands) {
        scheduler.receive(RecordedBus.request("net", coroutine, commands));
        return bus.replies();
    }

    /** What the named wait was for has come. */
    private List<String> serve(String name) {
        waiting.get(name).resume(Reply.text(name + " served"));
        turns.tick();
        return bus.replies();
    }

    private List<String> at(long time) {
        now = time;
        turns.tick();
        return bus.replies();
    }

    // ---- order

    @Test
    void commandsRunInTheirOrder() {
        assertThat(ask(1, size("a"), size("b"))).containsExactly("net 1: a", "net 1: b");
    }

    @Test
    void whatStandsBehindAWaitingCommandIsHeldBack() {
        assertThat(ask(1, get("w"), size("a"))).isEmpty();
        assertThat(ask(1, size("b"))).isEmpty();
        assertThat(serve("w")).containsExactly("net 1: w served", "net 1: a", "net 1: b");
        assertThat(ask(1, size("c"))).containsExactly("net 1: c");
    }

    @Test
    void aReceiptComesBeforeWhatIsAnsweredAndThoughACommandWaits() {
        assertThat(ask(1, Signal.RECEIVED, size("a"))).containsExactly("net 1: Receipt", "net 1: a");
        ask(1, get("w"));
        assertThat(ask(1, Signal.RECEIVED, size("b"))).containsExactly("net 1: Receipt");
    }

    @Test
    void aQueryIsAnsweredBehindWhatCameBeforeItThoughACommandWaits() {
        ask(1, get("w"));
        assertThat(ask(1, size("a"), new EchoQuery())).containsExactly("net 1: Echo");
        assertThat(ask(2, size("b"), new ContentionQuery(null, false)))
                .containsExactly("net 2: b", "net 2: Contentions");
    }

    @Test
    void whereItHasGoneNothingIsAnsweredAnyMore() {
        ask(1, get("w"), size("a"));
        assertThat(ask(2, size("b"), new Signal.Gone(), size("c"))).containsExactly("net 2: b");
        assertThat(serve("w")).isEmpty();
        scheduler.receive(RecordedBus.request("elsewhere", 3, size("d")));
        assertThat(bus.replies()).containsExactly("elsewhere 3: d");
    }

    @Test
    void anotherCoroutineGoesOnMeanwhile() {
        ask(1, get("w"), size("a"));
        assertThat(ask(2, size("b"))).containsExactly("net 2: b");
    }

    @Test
    void aSecondWaitHoldsTheRestBackAgain() {
        ask(1, get("first"), get("second"), size("a"));
        assertThat(serve("first")).containsExactly("net 1: first served");
        assertThat(serve("second")).containsExactly("net 1: second served", "net 1: a");
    }

    @Test
    void repliesGoWhereTheCommandsCameFrom() {
        scheduler.receive(RecordedBus.request("one", 1, size("a")));
        scheduler.receive(RecordedBus.request("two", 2, get("w")));
        assertThat(bus.replies()).containsExactly("one 1: a");
        assertThat(serve("w")).containsExactly("two 2: w served");
    }

    // ---- errors

    @Test
    void aRefusalIsTheReply() {
        assertThat(ask(1, new Purge("q"), size("a"))).containsExactly("net 1: ERR no q", "net 1: a");
    }

    @Test
    void aBugIsAnInternalErrorAndTheRestGoesOn() {
        assertThat(ask(1, new Stats("q"), size("a")))
                .containsExactly("net 1: ERR internal error, see the server's log", "net 1: a");
    }

    @Test
    void aBugInAQueryIsAnInternalErrorToo() {
        assertThat(ask(-1, new QueueNamesQuery())).containsExactly("net -1: ERR internal error, see the server's log");
    }

    @Test
    void aBugBehindAWaitEndsTheWait() {
        assertThat(ask(1, new QueueCommand.Join("w", 50), size("a")))
                .containsExactly("net 1: ERR internal error, see the server's log", "net 1: a");
        assertThat(log).containsExactly("withdrawn: w", "1 a");
        assertThat(at(2000)).isEmpty();
    }

    @Test
    void onlySoManyMayWait() {
        ask(1, get("a"));
        ask(2, get("b"));
        ask(3, get("c"));
        assertThat(ask(4, get("d"))).containsExactly("net 4: ERR server.maxWaiters: 3 commands wait already");
        serve("a");
        assertThat(ask(4, get("d"))).isEmpty();
        ask(2, new Signal.Closed());
        assertThat(ask(5, get("e"))).isEmpty();
        assertThat(ask(1, get("f"))).hasSize(1);
    }

    // ---- time

    @Test
    void aTimeoutAnswersNullAndTheNextCommandRuns() {
        ask(1, get("w", 50), size("a"));
        assertThat(timers.next()).isEqualTo(1050);
        assertThat(at(1049)).isEmpty();
        assertThat(at(1050)).containsExactly("net 1: Null", "net 1: a");
        assertThat(log).containsExactly("withdrawn: w", "1 a");
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoIsServedInTimeHasNoTimeout() {
        ask(1, get("w", 50));
        assertThat(serve("w")).containsExactly("net 1: w served");
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(at(2000)).isEmpty();
    }

    @Test
    void timeOfAHeldBackCommandBeginsWhenItsTurnComes() {
        ask(1, get("first"), get("second", 50));
        now = 5000;
        serve("first");
        assertThat(timers.next()).isEqualTo(5050);
    }

    @Test
    void noTimeoutIsNone() {
        ask(1, get("w"), size("a"));
        ask(2, get("v", Command.FOR_EVER));
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    // ---- unblock

    @Test
    void unblockEndsAWaitAndSaysSo() {
        ask(1, get("w", 50), size("a"));
        assertThat(ask(1, new Signal.Unblock(false, "asker", 9)))
                .containsExactlyInAnyOrder("net 1: Null", "net 1: a", "asker 9: 1");
        assertThat(log).startsWith("withdrawn: w");
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void unblockWithErrorAnswersUnblocked() {
        ask(1, run("w"));
        assertThat(ask(1, new Signal.Unblock(true, "asker", 9)))
                .containsExactlyInAnyOrder("net 1: UNBLOCKED client unblocked via CLIENT UNBLOCK", "asker 9: 1");
    }

    @Test
    void unblockOfWhoDoesNotWaitIsZero() {
        assertThat(ask(1, new Signal.Unblock(false, "asker", 9))).containsExactly("asker 9: 0");
        ask(1, get("w"));
        serve("w");
        assertThat(ask(1, new Signal.Unblock(true, "asker", 9))).containsExactly("asker 9: 0");
    }

    // ---- the end of the input

    @Test
    void endOfInputWithdrawsAWaitForAnotherClientAndWhatStandsBehindIt() {
        ask(1, get("w", 50), size("a"));
        assertThat(ask(1, new Signal.InputEnded())).containsExactly("net 1: Withdrawn");
        assertThat(log).containsExactly("withdrawn: w");
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(ask(1, size("b"))).isEmpty();
    }

    @Test
    void endOfInputLeavesATaskRunning() {
        ask(1, run("w"), size("a"), get("v"), size("b"));
        assertThat(ask(1, new Signal.InputEnded())).isEmpty();
        assertThat(serve("w")).containsExactly("net 1: w served", "net 1: a", "net 1: Withdrawn");
        assertThat(log).containsExactly("1 a", "withdrawn: v");
    }

    @Test
    void endOfInputMayComeBeforeTheFirstCommand() {
        ask(1, new Signal.InputEnded());
        assertThat(ask(1, size("a"), get("w"))).containsExactly("net 1: a", "net 1: Withdrawn");
    }

    // ---- closing

    @Test
    void closingWithdrawsTheWaitAndThenGivesBackWhatIsHeld() {
        ask(1, new Put("thing", NOTHING, PutOptions.NORMAL, 0), get("w", 50), size("a"));
        assertThat(ask(1, new Signal.Closed())).isEmpty();
        assertThat(log).containsExactly("withdrawn: w", "given back: thing");
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void closingBeforeAHeldBackCommandRanKeepsItFromRunning() {
        ask(1, get("w"), size("a"));
        waiting.get("w").resume(Reply.text("served"));
        assertThat(ask(1, new Signal.Closed())).containsExactly("net 1: served");
        turns.tick();
        assertThat(log).isEmpty();
    }

    @Test
    void whoComesAgainAfterClosingStartsAnew() {
        ask(1, new Put("thing", NOTHING, PutOptions.NORMAL, 0), get("w"));
        ask(1, new Signal.Closed());
        assertThat(ask(1, size("a"))).containsExactly("net 1: a");
        ask(1, new Signal.Closed());
        assertThat(log).containsExactly("withdrawn: w", "given back: thing", "1 a");
    }

    @Test
    void closingWhoWasNeverHereDoesNothing() {
        assertThat(ask(1, new Signal.Closed(), new Signal.Detached())).isEmpty();
    }

    @Test
    void whoIsAbandonedKeepsWhatHeHoldsAndNothingElseIsDoneForHim() {
        ask(1, new Put("thing", NOTHING, PutOptions.NORMAL, 0), run("w", 50), size("a"));
        assertThat(ask(1, new Signal.Abandoned(), size("b"))).isEmpty();
        assertThat(log).containsExactly("withdrawn: w");
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    // ---- tasks

    @Test
    void aTaskIsForgottenWithItsReply() {
        assertThat(ask(-1, size("a"))).containsExactly("net -1: a");
        ask(-1, new Signal.Closed());
        assertThat(log).containsExactly("-1 a");
        ask(-2, get("w"));
        Coroutine<String> first = waiting.get("w");
        serve("w");
        ask(-2, get("w"));
        assertThat(waiting.get("w")).isNotSameAs(first);
    }

    @Test
    void aRefusedTaskIsForgottenToo() {
        assertThat(ask(-1, new Purge("q"))).containsExactly("net -1: ERR no q");
        assertThat(ask(-1, new Signal.Unblock(false, "asker", 9))).containsExactly("asker 9: 0");
    }

    @Test
    void aTaskMayBeDetachedAndAnswersAllTheSame() {
        ask(-1, run("w"));
        ask(-1, new Signal.Detached());
        assertThat(log).containsExactly("detached: w");
        assertThat(serve("w")).containsExactly("net -1: w served");
    }

    @Test
    void newsIsNoReply() {
        ask(1, get("w"));
        waiting.get("w").tell(new Notice.Cancellation(5));
        turns.tick();
        assertThat(bus.replies()).containsExactly("net 1: Cancellation");
        assertThat(waiting.get("w").isWaiting()).isTrue();
    }
}
