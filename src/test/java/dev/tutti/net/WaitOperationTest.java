package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.ManualTimers;
import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.WaitFor;
import dev.tutti.command.ConnectionCommand.WaitFor.Until;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.TaskCommand.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * WAIT, apart from sockets. Of CPython's cases for wait, in {@code test_tasks.py}:
 *
 * <ul>
 *   <li>test_wait, test_wait_really_done: waitsForAllUnlessItIsToldOtherwise
 *   <li>test_wait_first_completed: answersWithTheFirst
 *   <li>test_wait_first_exception, test_wait_first_exception_in_wait: answersWithTheFirstException
 *   <li>test_wait_with_exception: errorsStandInTheirPlaces
 *   <li>test_wait_with_timeout: whenTheTimeIsUpItAnswersAsItStands
 *   <li>test_wait_concurrent_complete: whatIsThereAlreadyIsAnsweredTogether
 *   <li>test_wait_duplicate_coroutines: aTaskMayBeNamedTwice
 *   <li>test_wait_errors: nothing to wait for, in BadRequestTest
 * </ul>
 */
class WaitOperationTest {

    private static final Reply FAILURE = Refusal.error("FAILED", "oops");

    private final RecordedBus bus = new RecordedBus();
    private final ManualTimers timers = new ManualTimers();
    private final OwnerRouter router = new OwnerRouter(bus.eventBus(), 0, 1, 1, new AtomicLong()::decrementAndGet);
    private final List<String> answers = new ArrayList<>();
    private long held;
    private int withdrawals;

    private WaitOperation begin(Until until, long timeout, boolean hasInputEnded, long... ids) {
        List<Await> tasks = LongStream.of(ids)
                .mapToObj(id -> new Await("q", id, Command.NO_TIMEOUT))
                .toList();
        WaitOperation operation = new WaitOperation(
                new WaitFor(tasks, timeout, until),
                router,
                timers.timer(),
                WaitOperationTest::handOutAll,
                this::write,
                bytes -> held = bytes,
                () -> withdrawals++);
        operation.start(hasInputEnded);
        return operation;
    }

    /** The connection lets go of the memory of the results when they are written. */
    private void write(Reply reply) {
        answers.add(RecordedBus.told(reply));
        held = 0;
    }

    /** Begins a WAIT for the items 11, 12 and 13, none of which has ended. They are awaited as -4, -5 and -6. */
    private WaitOperation begin(Until until) {
        WaitOperation operation = begin(until, 500, false, 11, 12, 13);
        assertThat(sent()).containsExactly("11 for 0 as -1", "12 for 0 as -2", "13 for 0 as -3");
        for (int task = -1; task >= -3; task--) {
            reply(task, Reply.NULL);
        }
        assertThat(sent()).containsExactly("11 for -1 as -4", "12 for -1 as -5", "13 for -1 as -6");
        return operation;
    }

    private static void handOutAll(HandOut.Parts parts) {
        boolean more = true;
        while (more) {
            more = parts.next();
        }
    }

    private List<String> sent() {
        router.flush();
        return bus.requests().stream()
                .map(asked -> asked.command() instanceof Await await
                        ? await.id() + " for " + await.timeout() + " as " + asked.coroutine()
                        : asked.command().getClass().getSimpleName() + " " + asked.coroutine())
                .toList();
    }

    private void reply(long task, Reply reply) {
        router.receive(RecordedBus.reply(task, reply));
    }

    private void done(long task, String result) {
        reply(task, Reply.text(result));
    }

    private void assertIsOver(String... withdrawn) {
        assertThat(sent()).containsExactly(withdrawn);
        assertThat(timers.count()).isZero();
        assertThat(held).isZero();
    }

    @Test
    void waitsForAllUnlessItIsToldOtherwise() {
        begin(Until.ALL_COMPLETED);
        done(-6, "C");
        reply(-4, FAILURE);
        assertThat(answers).isEmpty();
        assertThat(held).isPositive();
        done(-5, "B");
        assertThat(answers).containsExactly("[FAILED oops, B, C]");
        assertIsOver();
    }

    @Test
    void answersWithTheFirst() {
        begin(Until.FIRST_COMPLETED);
        done(-5, "B");
        assertThat(answers).containsExactly("[Null, B, Null]");
        assertIsOver("Closed -4", "Closed -6");
        done(-4, "late");
        assertThat(answers).hasSize(1);
    }

    @Test
    void answersWithTheFirstException() {
        begin(Until.FIRST_EXCEPTION);
        done(-4, "A");
        assertThat(answers).isEmpty();
        reply(-6, Refusal.noResult(13).reply());
        assertThat(answers).singleElement().asString().startsWith("[A, Null, NOITEM ");
        assertIsOver("Closed -5");
    }

    @Test
    void withoutAnExceptionTheFirstExceptionIsAll() {
        begin(Until.FIRST_EXCEPTION);
        done(-4, "A");
        done(-5, "B");
        done(-6, "C");
        assertThat(answers).containsExactly("[A, B, C]");
    }

    @Test
    void aCancelledTaskIsNoException() {
        begin(Until.FIRST_EXCEPTION);
        reply(-4, Refusal.cancelled(11).reply());
        assertThat(answers).isEmpty();
        reply(-5, FAILURE);
        assertThat(answers).containsExactly("[CANCELLED item 11 was cancelled, FAILED oops, Null]");
    }

    @Test
    void errorsStandInTheirPlaces() {
        begin(Until.ALL_COMPLETED, Command.NO_TIMEOUT, false, 11, 12);
        reply(-2, FAILURE);
        reply(-1, Refusal.noResult(11).reply());
        assertThat(answers).singleElement().asString().endsWith("kept, FAILED oops]");
        sent();
        assertIsOver();
    }

    @Test
    void whatIsThereAlreadyIsAnsweredTogether() {
        begin(Until.FIRST_COMPLETED, Command.NO_TIMEOUT, false, 11, 12, 13);
        done(-3, "C");
        reply(-2, Reply.NULL);
        assertThat(answers).isEmpty();
        done(-1, "A");
        assertThat(answers).containsExactly("[A, Null, C]");
        sent();
        assertIsOver();
    }

    @Test
    void withTimeout0ItAnswersAsItStands() {
        begin(Until.ALL_COMPLETED, 0, false, 11, 12);
        reply(-1, Reply.NULL);
        done(-2, "B");
        assertThat(answers).containsExactly("[Null, B]");
    }

    @Test
    void whenTheTimeIsUpItAnswersAsItStands() {
        begin(Until.ALL_COMPLETED);
        done(-5, "B");
        timers.ring();
        assertThat(answers).containsExactly("[Null, B, Null]");
        assertIsOver("Closed -4", "Closed -6");
    }

    @Test
    void aTaskMayBeNamedTwice() {
        begin(Until.ALL_COMPLETED, Command.NO_TIMEOUT, false, 11, 11);
        done(-1, "A");
        done(-2, "A");
        assertThat(answers).containsExactly("[A, A]");
    }

    @Test
    void anErrorThatIsNoEndOfATaskIsTheWholeReply() {
        begin(Until.ALL_COMPLETED);
        done(-4, "A");
        reply(
                -5,
                Refusal.malformed("server.maxWaiters: 5 commands wait already").reply());
        assertThat(answers).containsExactly("ERR server.maxWaiters: 5 commands wait already");
        assertIsOver("Closed -6");
    }

    @Test
    void whoSendsNoMoreGetsWhatIsThereAndAwaitsNothing() {
        begin(Until.FIRST_COMPLETED, Command.NO_TIMEOUT, true, 11, 12);
        done(-1, "A");
        reply(-2, Reply.NULL);
        assertThat(answers).containsExactly("[A, Null]");
        begin(Until.ALL_COMPLETED, Command.NO_TIMEOUT, true, 11);
        reply(-3, Reply.NULL);
        assertThat(withdrawals).isOne();
        begin(Until.FIRST_COMPLETED, Command.NO_TIMEOUT, false, 11).inputEnded();
        assertThat(withdrawals).isOne();
        reply(-4, Reply.NULL);
        assertThat(withdrawals).isEqualTo(2);
        sent();
        begin(Until.FIRST_COMPLETED, Command.NO_TIMEOUT, false, 11);
        reply(-5, Reply.NULL);
        assertThat(answers).hasSize(1);
        assertThat(held).isPositive();
    }

    @Test
    void whoSendsNoMoreWhileItWaitsIsWithdrawn() {
        WaitOperation operation = begin(Until.ALL_COMPLETED);
        operation.inputEnded();
        assertThat(withdrawals).isOne();
        assertIsOver("Closed -4", "Closed -5", "Closed -6");
        operation.inputEnded();
        assertThat(withdrawals).isOne();
    }

    @Test
    void cancelledItAnswersNothing() {
        WaitOperation operation = begin(Until.FIRST_COMPLETED);
        operation.cancel();
        done(-4, "A");
        timers.ring();
        assertThat(answers).isEmpty();
        assertIsOver("Closed -4", "Closed -5", "Closed -6");
    }

    @Test
    void theMessagesOfFailuresAreHeldAsResultsAre() {
        begin(Until.ALL_COMPLETED);
        long before = held;
        reply(-4, Refusal.error("FAILED", "x".repeat(4000)));
        assertThat(held).isEqualTo(before + 4000);
    }
}
