package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Done;
import dev.tutti.command.QueueCommand.Fail;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Run;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RUN and the parts of GATHER and TASKGROUP, which are coroutines of negative ids, as the owner of a queue answers. */
class RunCommandsTest {

    private static final byte[] NOTHING = {};
    private static final String CANCELLED = "CANCELLED the task was cancelled";

    private final OneOwner owner = new OneOwner();

    private List<String> part(long task, String item) {
        return owner.send(task, new Run("q", item.getBytes(StandardCharsets.UTF_8), Command.FOR_EVER));
    }

    // ---- time

    @Test
    void withoutATimeoutTheServersHolds() {
        owner.ask(1, "RUN q a");
        owner.ask(2, "QUEUE GET q");
        assertThat(owner.after(OneOwner.RUN_TIMEOUT - 1)).isEmpty();
        assertThat(owner.after(1)).containsExactly("1: Null");
        assertThat(owner.ask(2, "QUEUE DONE q 1")).containsExactly("2: CANCELLED item 1 was cancelled");
    }

    @Test
    void whatIsDetachedEndsWithTheServersTimeout() {
        long used = owner.usedByItems();
        part(-1, "a");
        owner.after(1000);
        owner.send(-1, new Signal.Detached());
        assertThat(owner.after(OneOwner.RUN_TIMEOUT - 1)).isEmpty();
        assertThat(owner.after(1)).containsExactly("-1: Null");
        assertThat(owner.usedByItems()).isEqualTo(used);
    }

    @Test
    void whatIsDetachedIsNoCommandThatWaits() {
        for (int i = 1; i <= OneOwner.MAX_WAITERS; i++) {
            part(-i, "a");
        }
        assertThat(owner.ask(1, "QUEUE GET other").toString()).contains("maxWaiters");
        owner.send(-1, new Signal.Detached());
        owner.send(-1, new Signal.Detached());
        assertThat(owner.ask(1, "QUEUE GET other")).isEmpty();
        assertThat(owner.ask(2, "QUEUE GET other").toString()).contains("maxWaiters");
        owner.close(-1);
        assertThat(owner.ask(2, "QUEUE GET other").toString()).contains("maxWaiters");
    }

    @Test
    void aPartHasNoTimeoutOfItsOwn() {
        part(-1, "a");
        assertThat(owner.after(1_000_000_000)).isEmpty();
        assertThat(owner.stat("q", "size")).isEqualTo("1");
    }

    @Test
    void theTimeoutIncludesWaitingForRoomAndLeavesNothing() {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 1", "QUEUE PUT q full");
        long used = owner.usedByItems();
        owner.ask(2, "RUN q a TIMEOUT 50");
        assertThat(owner.after(50)).containsExactly("2: Null");
        assertThat(owner.usedByItems()).isEqualTo(used);
        assertThat(owner.stat("q", "putters")).isEqualTo("0");
    }

    @Test
    void whoIsServedInTheTurnInWhichItsTimeIsUpHasTheResult() {
        owner.ask(1, "RUN q a TIMEOUT 50");
        owner.ask(2, "QUEUE GET q");
        owner.after(49);
        assertThat(owner.ask(2, "QUEUE DONE q 1 A")).containsExactlyInAnyOrder("2: OK", "1: A");
        assertThat(owner.after(1)).isEmpty();
    }

    @Test
    void whatIsCancelledByTheTimeoutIsNoDeadLetterThoughItFailsThen() {
        owner.ask(1, "RUN q a TIMEOUT 50");
        owner.ask(2, "QUEUE GET q");
        owner.after(50);
        assertThat(owner.ask(2, "QUEUE FAIL q 1 oops", "QUEUE SIZE q.dead"))
                .containsExactly("2: CANCELLED item 1 was cancelled", "2: 0");
    }

    // ---- cancelled by its TASKGROUP

    @Test
    void aPartThatWaitsForRoomIsCancelledAtOnce() {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 1", "QUEUE PUT q full");
        part(-1, "a");
        assertThat(owner.send(-1, new Signal.Cancel())).containsExactly("-1: " + CANCELLED);
        assertThat(owner.stat("q", "putters")).isEqualTo("0");
        owner.ask(1, "QUEUE GET q", "QUEUE DONE q 1");
        assertThat(owner.usedByItems()).isZero();
    }

    @Test
    void aPartThatIsReadyIsCancelledAtOnce() {
        part(-1, "a");
        assertThat(owner.send(-1, new Signal.Cancel())).containsExactly("-1: " + CANCELLED);
        assertThat(owner.ask(1, "QUEUE GET q TIMEOUT 0")).containsExactly("1: NullArray");
    }

    @Test
    void aPartInARemoteWorkersHandsHasEndedAsSoonAsItIsCancelled() {
        part(-1, "a");
        owner.ask(1, "QUEUE GET q");
        assertThat(owner.send(-1, new Signal.Cancel())).containsExactly("-1: " + CANCELLED);
        assertThat(owner.ask(1, "QUEUE TOUCH q 1", "QUEUE TOUCH q 1"))
                .containsExactly(
                        "1: CANCELLED item 1 was cancelled",
                        "1: NOITEM item 1 of queue q: finished already, by CANCEL");
    }

    @Test
    void aPartInAConsumersHandsHasEndedWhenTheConsumerHasStoppedIt() {
        owner.send(5, new Consume("q"));
        part(-1, "a");
        assertThat(owner.send(-1, new Signal.Cancel())).containsExactly("5: Cancellation");
        assertThat(owner.send(5, new Fail("q", 1, NOTHING)))
                .containsExactlyInAnyOrder("5: CANCELLED item 1 was cancelled", "-1: " + CANCELLED);
    }

    @Test
    void aPartMayBeCancelledAndThenGivenUp() {
        owner.send(5, new Consume("q"));
        part(-1, "a");
        owner.send(-1, new Signal.Cancel());
        assertThat(owner.close(-1)).isEmpty();
        assertThat(owner.send(5, new Done("q", 1, NOTHING))).containsExactly("5: CANCELLED item 1 was cancelled");
        assertThat(owner.usedByItems()).isZero();
    }

    @Test
    void aPartThatHasEndedIsNotCancelled() {
        part(-1, "a");
        owner.ask(1, "QUEUE GET q");
        assertThat(owner.ask(1, "QUEUE DONE q 1 A")).contains("-1: A");
        assertThat(owner.send(-1, new Signal.Cancel(), new Signal.Detached())).isEmpty();
    }

    // ---- detached by its GATHER

    @Test
    void whatFailsDetachedIsADeadLetter() {
        part(-1, "a");
        owner.send(-1, new Signal.Detached());
        owner.ask(1, "QUEUE GET q");
        assertThat(owner.ask(1, "QUEUE FAIL q 1 oops")).containsExactlyInAnyOrder("1: OK", "-1: FAILED oops");
        assertThat(owner.ask(1, "QUEUE PEEK q.dead")).containsExactly("1: [[1, a]]");
    }

    @Test
    void whatIsDetachedMayStillBeCancelledByItsId() {
        part(-1, "a");
        owner.send(-1, new Signal.Detached());
        assertThat(owner.ask(1, "CANCEL q 1")).containsExactlyInAnyOrder("1: 1", "-1: " + CANCELLED);
    }

    // ---- gone

    @Test
    void whoGoesAwayCancelsWhatOnlyItWaitsFor() {
        owner.send(5, new Consume("q"));
        owner.ask(1, "RUN q a");
        owner.ask(2, "RUN q b");
        assertThat(owner.close(1)).containsExactly("5: Cancellation");
        assertThat(owner.close(2)).isEmpty();
        assertThat(owner.stat("q", "unfinished")).isEqualTo("0");
        owner.send(5, new Done("q", 1, NOTHING));
        assertThat(owner.usedByItems()).isZero();
    }

    @Test
    void aRunWhoseQueueIsShutDownWhileItWaitsForRoomIsRefused() {
        owner.ask(1, "QUEUE CREATE q MAXSIZE 1", "QUEUE PUT q full");
        part(-1, "a");
        assertThat(owner.ask(1, "QUEUE SHUTDOWN q"))
                .containsExactlyInAnyOrder("1: OK", "-1: SHUTDOWN queue q is shut down");
        assertThat(part(-2, "b")).containsExactly("-2: SHUTDOWN queue q is shut down");
    }
}
