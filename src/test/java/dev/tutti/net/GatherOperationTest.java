package dev.tutti.net;

import static dev.tutti.command.ConnectionCommand.Gather.Failures.FIRST_CANCELS_THE_OTHERS;
import static dev.tutti.command.ConnectionCommand.Gather.Failures.FIRST_IS_THE_REPLY;
import static dev.tutti.command.ConnectionCommand.Gather.Failures.IN_THEIR_PLACES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.ManualTimers;
import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.Gather;
import dev.tutti.command.ConnectionCommand.Gather.Failures;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.TaskCommand.CheckOpen;
import dev.tutti.command.TaskCommand.Run;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * GATHER and TASKGROUP, apart from sockets. Of CPython's cases for gather, in {@code test_tasks.py}:
 *
 * <ul>
 *   <li>test_success, test_result_exception_success: givesResultsInTheOrderOfTheArguments
 *   <li>test_one_exception, test_exception_marking: theFirstFailureIsTheReplyAtOnceAndTheOthersRunOn
 *   <li>test_return_exceptions, test_result_exception_one_cancellation: returnedExceptionsStandInTheirPlaces
 *   <li>test_one_cancellation: aCancelledItemIsAFailureAsAnyOther
 *   <li>test_cancellation_broadcast: aCancelledOneCancelsWhatOnlyItWaitsForAndStartsNoMore
 *   <li>test_duplicate_coroutines: equalArgumentsAreItemsOfTheirOwn, unlike one coroutine given twice
 *   <li>test_constructor_empty_sequence, test_issue46672: nothing and malformed arguments, in GatherIT
 *   <li>those about event loops and the debug mode: there is nothing of the kind
 * </ul>
 */
class GatherOperationTest {

    private static final Reply FAILURE = Refusal.error("FAILED", "oops");

    private final NetScene scene = new NetScene(new JsonObject());
    private final OwnerRouter router = scene.router;
    private final ManualTimers timers = scene.timers;
    private long held;
    private final List<String> answers = new ArrayList<>();

    private static Run run(String queue, String item) {
        return new Run(queue, item.getBytes(StandardCharsets.UTF_8), Command.FOR_EVER);
    }

    private static Gather command(int limit, Failures failures, Run... runs) {
        return new Gather(List.of(runs), 500, limit, failures);
    }

    private GatherOperation begin(Gather command, long timeout) {
        GatherOperation operation = new GatherOperation(
                command, scene.context, reply -> answers.add(RecordedBus.told(reply)), bytes -> held = bytes);
        operation.start(timeout);
        return operation;
    }

    /** Items of one queue, which has said already that it takes them: as task -1. */
    private GatherOperation gather(int limit, Failures failures, String... items) {
        Run[] runs = Stream.of(items).map(item -> run("q", item)).toArray(Run[]::new);
        GatherOperation operation = begin(command(limit, failures, runs), 500);
        assertThat(sent()).containsExactly("CheckOpen q as -1");
        reply(-1, Reply.OK);
        return operation;
    }

    /** What the owner was sent since the last time: items to run, and news of tasks. */
    private List<String> sent() {
        router.flush();
        return scene.bus.requests().stream().map(GatherOperationTest::told).toList();
    }

    private static String told(RecordedBus.Asked asked) {
        if (asked.command() instanceof Run run) {
            return new String(run.item(), StandardCharsets.UTF_8) + " as " + asked.coroutine();
        } else if (asked.command() instanceof CheckOpen check) {
            return "CheckOpen " + check.queue() + " as " + asked.coroutine();
        }
        return asked.command().getClass().getSimpleName() + " " + asked.coroutine();
    }

    private void reply(long task, Reply reply) {
        router.receive(RecordedBus.reply(task, reply));
    }

    private void done(long task, String result) {
        reply(task, Reply.text(result));
    }

    @Test
    void putsAllItemsBeforeAnyResultIsAwaited() {
        gather(0, FIRST_IS_THE_REPLY, "a", "b", "c");
        assertThat(sent()).containsExactly("a as -2", "b as -3", "c as -4");
    }

    @Test
    void givesResultsInTheOrderOfTheArguments() {
        gather(0, FIRST_IS_THE_REPLY, "a", "b", "c");
        done(-4, "C");
        done(-2, "A");
        assertThat(answers).isEmpty();
        done(-3, "B");
        assertThat(answers).containsExactly("[A, B, C]");
        assertThat(timers.count(2)).isZero();
    }

    @Test
    void runsAtMostLimitAtATime() {
        gather(2, FIRST_IS_THE_REPLY, "a", "b", "c", "d");
        assertThat(sent()).containsExactly("a as -2", "b as -3");
        done(-3, "B");
        assertThat(sent()).containsExactly("c as -4");
        done(-2, "A");
        assertThat(sent()).containsExactly("d as -5");
        done(-5, "D");
        done(-4, "C");
        assertThat(sent()).isEmpty();
        assertThat(answers).containsExactly("[A, B, C, D]");
    }

    @Test
    void limitMayBeMoreThanThereAreItems() {
        gather(9, FIRST_IS_THE_REPLY, "a");
        assertThat(sent()).containsExactly("a as -2");
        done(-2, "A");
        assertThat(answers).containsExactly("[A]");
    }

    @Test
    void theFirstFailureIsTheReplyAtOnceAndTheOthersRunOn() {
        gather(0, FIRST_IS_THE_REPLY, "a", "b", "c");
        sent();
        done(-2, "A");
        reply(-3, FAILURE);
        assertThat(answers).containsExactly("FAILED oops");
        assertThat(sent()).containsExactly("Detached -4");
        reply(-4, Refusal.error("FAILED", "later"));
        assertThat(answers).hasSize(1);
        assertThat(sent()).isEmpty();
        assertThat(timers.count(2)).isZero();
    }

    @Test
    void aCancelledItemIsAFailureAsAnyOther() {
        gather(0, FIRST_IS_THE_REPLY, "a", "b");
        reply(-2, Refusal.error("CANCELLED", "purged"));
        assertThat(answers).containsExactly("CANCELLED purged");
        done(-3, "B");
        assertThat(answers).hasSize(1);
    }

    @Test
    void equalArgumentsAreItemsOfTheirOwn() {
        gather(0, FIRST_IS_THE_REPLY, "a", "a");
        assertThat(sent()).containsExactly("a as -2", "a as -3");
        done(-2, "first");
        done(-3, "second");
        assertThat(answers).containsExactly("[first, second]");
    }

    @Test
    void whatLimitHeldBackRunsOnAfterAFailureToo() {
        gather(2, FIRST_IS_THE_REPLY, "a", "b", "c", "d");
        sent();
        reply(-2, FAILURE);
        assertThat(answers).containsExactly("FAILED oops");
        assertThat(sent()).containsExactlyInAnyOrder("c as -4", "Detached -3", "Detached -4");
        done(-3, "B");
        assertThat(sent()).containsExactly("d as -5", "Detached -5");
        done(-4, "C");
        done(-5, "D");
        assertThat(sent()).isEmpty();
        assertThat(answers).hasSize(1);
    }

    @Test
    void returnedExceptionsStandInTheirPlaces() {
        gather(1, IN_THEIR_PLACES, "a", "b", "c");
        reply(-2, FAILURE);
        done(-3, "B");
        reply(-4, Refusal.error("CANCELLED", "purged"));
        assertThat(answers).containsExactly("[FAILED oops, B, CANCELLED purged]");
    }

    @Test
    void theMessagesOfFailuresAreHeldAsResultsAre() {
        gather(0, IN_THEIR_PLACES, "a", "b");
        long before = held;
        reply(-2, Refusal.error("FAILED", "x".repeat(4000)));
        assertThat(held).isEqualTo(before + 4000);
    }

    @Test
    void whatRunsOutOfTimeIsCancelledAndAnswersNull() {
        gather(2, IN_THEIR_PLACES, "a", "b", "c");
        sent();
        done(-2, "A");
        assertThat(timers.count(500)).isEqualTo(1);
        timers.ring();
        assertThat(answers).containsExactly("NullArray");
        assertThat(sent()).containsExactly("c as -4", "Closed -3", "Closed -4");
        done(-3, "B");
        done(-4, "C");
        assertThat(answers).hasSize(1);
    }

    @Test
    void aCancelledOneCancelsWhatOnlyItWaitsForAndStartsNoMore() {
        GatherOperation operation = gather(1, FIRST_IS_THE_REPLY, "a", "b");
        sent();
        operation.cancel();
        assertThat(sent()).containsExactly("Closed -2");
        done(-2, "A");
        assertThat(sent()).isEmpty();
        assertThat(answers).isEmpty();
        assertThat(timers.count(2)).isZero();
    }

    @Test
    void canBeEndedEarlyUntilItsReplyIsGiven() {
        GatherOperation operation = gather(0, FIRST_IS_THE_REPLY, "a");
        assertThat(operation.over()).isEqualTo(Reply.NULL_ARRAY);
        done(-2, "A");
        assertThat(operation.over()).isNull();
    }

    @Test
    void withoutATimeoutThereIsNoTimer() {
        begin(new Gather(List.of(run("q", "")), Command.NO_TIMEOUT, 0, FIRST_IS_THE_REPLY), Command.FOR_EVER);
        assertThat(timers.count(2)).isZero();
    }

    // ---- whether the queues take items

    @Test
    void everyQueueIsAskedOnceBeforeAnythingIsPut() {
        begin(command(0, FIRST_IS_THE_REPLY, run("q", "a"), run("r", "b"), run("q", "c")), 500);
        assertThat(sent()).containsExactly("CheckOpen q as -1", "CheckOpen r as -2");
        reply(-1, Reply.OK);
        assertThat(sent()).isEmpty();
        reply(-2, Reply.OK);
        assertThat(sent()).containsExactly("a as -3", "b as -4", "c as -5");
    }

    @ParameterizedTest
    @EnumSource(Failures.class)
    void aQueueThatIsShutDownToBeginWithIsTheWholeReplyAndNothingIsPut(Failures failures) {
        begin(command(1, failures, run("q", "a"), run("r", "b"), run("s", "c")), 500);
        sent();
        reply(-1, Reply.OK);
        reply(-3, Refusal.shutDown("s").reply());
        reply(-2, Refusal.shutDown("r").reply());
        assertThat(answers).containsExactly("SHUTDOWN queue s is shut down");
        assertThat(sent()).isEmpty();
        assertThat(timers.count(2)).isZero();
    }

    @Test
    void whatIsCancelledBeforeTheQueuesHaveAnsweredPutsNothing() {
        GatherOperation operation = begin(command(0, FIRST_IS_THE_REPLY, run("q", "a")), 500);
        sent();
        operation.cancel();
        reply(-1, Reply.OK);
        assertThat(sent()).isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void whatRunsOutOfTimeBeforeTheQueuesHaveAnsweredPutsNothing() {
        begin(command(0, IN_THEIR_PLACES, run("q", "a")), 500);
        sent();
        timers.ring();
        reply(-1, Refusal.shutDown("q").reply());
        assertThat(answers).containsExactly("NullArray");
        assertThat(sent()).isEmpty();
    }

    // ---- TASKGROUP

    @Test
    void aTaskGroupThatSucceedsAnswersAsAGatherDoes() {
        gather(1, FIRST_CANCELS_THE_OTHERS, "a", "b");
        done(-2, "A");
        assertThat(sent()).containsExactly("a as -2", "b as -3");
        done(-3, "B");
        assertThat(answers).containsExactly("[A, B]");
    }

    @Test
    void theFirstFailureCancelsTheOthersAndIsTheReplyWhenTheyHaveEnded() {
        gather(0, FIRST_CANCELS_THE_OTHERS, "a", "b", "c", "d");
        sent();
        done(-2, "A");
        reply(-3, FAILURE);
        assertThat(sent()).containsExactly("Cancel -4", "Cancel -5");
        reply(-5, Refusal.cancelled(5).reply());
        assertThat(answers).isEmpty();
        done(-4, "finished before it heard of it");
        assertThat(answers).containsExactly("FAILED oops");
        assertThat(timers.count(2)).isZero();
    }

    @Test
    void ofSeveralFailuresTheFirstIsTheReplyAndNothingIsCancelledTwice() {
        gather(0, FIRST_CANCELS_THE_OTHERS, "a", "b", "c");
        sent();
        reply(-2, FAILURE);
        reply(-3, Refusal.error("FAILED", "later"));
        assertThat(sent()).containsExactly("Cancel -3", "Cancel -4");
        reply(-4, Refusal.cancelled(4).reply());
        assertThat(answers).containsExactly("FAILED oops");
    }

    @Test
    void aTaskGroupThatHasFailedStartsNothingMore() {
        gather(2, FIRST_CANCELS_THE_OTHERS, "a", "b", "c");
        sent();
        reply(-3, FAILURE);
        assertThat(sent()).containsExactly("Cancel -2");
        reply(-2, Refusal.cancelled(2).reply());
        assertThat(sent()).isEmpty();
        assertThat(answers).containsExactly("FAILED oops");
    }

    @Test
    void aTaskGroupOfOneFailsAtOnce() {
        gather(0, FIRST_CANCELS_THE_OTHERS, "a");
        reply(-2, FAILURE);
        assertThat(answers).containsExactly("FAILED oops");
    }

    @Test
    void aFailedTaskGroupWhoseOthersDoNotEndInTimeAnswersNull() {
        gather(0, FIRST_CANCELS_THE_OTHERS, "a", "b");
        sent();
        reply(-2, FAILURE);
        timers.ring();
        assertThat(answers).containsExactly("NullArray");
        assertThat(sent()).containsExactly("Cancel -3", "Closed -3");
        reply(-3, Refusal.cancelled(3).reply());
        assertThat(answers).hasSize(1);
    }
}
