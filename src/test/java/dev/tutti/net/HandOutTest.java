package dev.tutti.net;

import static dev.tutti.command.ConnectionCommand.Gather.Failures.FIRST_CANCELS_THE_OTHERS;
import static dev.tutti.command.ConnectionCommand.Gather.Failures.FIRST_IS_THE_REPLY;
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
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** GATHERs of so many items that one turn does not hand them out. */
class HandOutTest {

    private static final int ITEMS = 2500;
    private static final int A_TURN = HandOut.FIRST_PARTS;
    private static final int REST = ITEMS - 2 * A_TURN;

    private final NetScene scene = new NetScene(new JsonObject());
    private final List<String> answers = new ArrayList<>();

    private GatherOperation begin(int limit, Failures failures, IntFunction<String> queue) {
        List<Run> runs = IntStream.range(0, ITEMS)
                .mapToObj(i -> new Run(queue.apply(i), new byte[0], Command.FOR_EVER))
                .toList();
        GatherOperation operation = new GatherOperation(
                new Gather(runs, 500, limit, failures),
                scene.context,
                reply -> answers.add(RecordedBus.told(reply)),
                bytes -> {});
        operation.start(500);
        return operation;
    }

    /** The parts of this turn have taken so long that a turn hands out as many as before. */
    private void nextTurn() {
        nextTurn(7);
    }

    private void nextTurn(long millis) {
        scene.passes(millis);
        scene.nextTurn();
    }

    /** Items of one queue, which takes them. */
    private GatherOperation gather(int limit, Failures failures) {
        GatherOperation operation = begin(limit, failures, i -> "q");
        reply(lastTask(), Reply.OK);
        nextTurn();
        return operation;
    }

    private long lastTask() {
        scene.cycle.end();
        List<RecordedBus.Asked> asked = scene.bus.requests();
        return asked.get(asked.size() - 1).coroutine();
    }

    private void reply(long task, Reply reply) {
        scene.router.receive(RecordedBus.reply(task, reply));
    }

    /** The numbers of commands or signals of a kind that were sent in this turn and the following ones, up to an empty one. */
    private List<Integer> turns(String kind) {
        List<Integer> sizes = new ArrayList<>();
        for (List<String> sent = scene.sent(); !sent.isEmpty(); sent = scene.sent()) {
            assertThat(sent).containsOnly(kind);
            sizes.add(sent.size());
            nextTurn();
        }
        return sizes;
    }

    @Test
    void manyItemsAreHandedOutInSeveralTurns() {
        gather(0, FIRST_IS_THE_REPLY);
        assertThat(turns("Run")).containsExactly(A_TURN, A_TURN, REST);
        for (int i = ITEMS - 1; i >= 0; i--) {
            reply(-2 - i, Reply.integer(i));
        }
        assertThat(answers)
                .containsExactly(IntStream.range(0, ITEMS).boxed().toList().toString());
    }

    @Test
    void manyQueuesAreAskedInSeveralTurnsAndNothingIsPutBefore() {
        begin(0, FIRST_IS_THE_REPLY, i -> "q" + i);
        assertThat(turns("CheckOpen")).containsExactly(A_TURN, A_TURN, REST);
        for (int i = 1; i < ITEMS; i++) {
            reply(-i, Reply.OK);
        }
        assertThat(scene.sent()).isEmpty();
        reply(-ITEMS, Reply.OK);
        nextTurn();
        assertThat(scene.sent()).containsOnly("Run").hasSize(A_TURN);
    }

    @Test
    void nothingMoreIsAskedBehindAQueueThatIsShutDown() {
        begin(0, FIRST_IS_THE_REPLY, i -> "q" + i);
        reply(-1, Refusal.shutDown("q0").reply());
        assertThat(turns("CheckOpen")).containsExactly(A_TURN);
        assertThat(answers).containsExactly("SHUTDOWN queue q0 is shut down");
    }

    @Test
    void limitIsKeptWhileItemsAreHandedOut() {
        gather(A_TURN + 10, FIRST_IS_THE_REPLY);
        assertThat(scene.sent()).hasSize(A_TURN);
        reply(-2, Reply.OK);
        reply(-3, Reply.OK);
        assertThat(scene.sent()).isEmpty();
        nextTurn();
        assertThat(scene.sent()).hasSize(12);
        reply(-4, Reply.OK);
        assertThat(scene.sent()).hasSize(1);
    }

    @Test
    void gathersTakeTurns() {
        gather(0, FIRST_IS_THE_REPLY);
        scene.sent();
        begin(0, FIRST_IS_THE_REPLY, i -> "r");
        nextTurn();
        assertThat(scene.sent()).hasSize(A_TURN).contains("CheckOpen");
    }

    @Test
    void aCancelledOneStartsNothingMoreAndWithdrawsAllInSeveralTurns() {
        GatherOperation operation = gather(0, FIRST_IS_THE_REPLY);
        nextTurn();
        assertThat(scene.sent()).hasSize(2 * A_TURN);
        operation.cancel();
        assertThat(scene.sent()).isEmpty();
        nextTurn();
        assertThat(turns("Closed")).containsExactly(A_TURN - 1, A_TURN, 1);
        assertThat(answers).isEmpty();
    }

    @Test
    void aTimeoutIsAnsweredWhenAllAreWithdrawn() {
        gather(0, FIRST_IS_THE_REPLY);
        turns("Run");
        scene.timers.ring();
        assertThat(answers).isEmpty();
        assertThat(turns("Closed")).containsExactly(A_TURN, A_TURN, REST);
        assertThat(answers).containsExactly("NullArray");
    }

    @Test
    void aTaskThatEndsBeforeItsTurnIsNotWithdrawn() {
        gather(0, FIRST_IS_THE_REPLY);
        turns("Run");
        scene.timers.ring();
        assertThat(scene.sent()).hasSize(A_TURN);
        reply(-1 - ITEMS, Refusal.error("FAILED", "oops"));
        nextTurn();
        assertThat(turns("Closed")).containsExactly(A_TURN, REST - 1);
        assertThat(answers).containsExactly("NullArray");
    }

    @Test
    void aTaskGroupThatFailsWhileItStartsStartsNothingMore() {
        gather(0, FIRST_CANCELS_THE_OTHERS);
        assertThat(scene.sent()).hasSize(A_TURN);
        reply(-2, Refusal.error("FAILED", "oops"));
        assertThat(turns("Cancel")).isEmpty();
        nextTurn();
        assertThat(turns("Cancel")).containsExactly(A_TURN - 2, 1);
        for (int i = 1; i < A_TURN; i++) {
            assertThat(answers).isEmpty();
            reply(-2 - i, Refusal.cancelled(i).reply());
        }
        assertThat(answers).containsExactly("FAILED oops");
    }

    @Test
    void theOthersOfAGatherThatFailsWhileItStartsAreStartedAndRunOn() {
        gather(0, FIRST_IS_THE_REPLY);
        scene.sent();
        reply(-2, Refusal.error("FAILED", "oops"));
        assertThat(answers).containsExactly("FAILED oops");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            nextTurn();
            sent.addAll(scene.sent());
        }
        assertThat(sent).filteredOn("Run"::equals).hasSize(ITEMS - A_TURN);
        assertThat(sent).filteredOn("Detached"::equals).hasSize(ITEMS - 1);
    }

    /** The parts that each of these turns hands out, if those of a turn take so long. */
    private List<Integer> turns(int count, long millis) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add(scene.sent().size());
            nextTurn(millis);
        }
        return sizes;
    }

    @Test
    void slowPartsMakeTurnsSmallerAndQuickOnesLargerAgain() {
        begin(0, FIRST_IS_THE_REPLY, i -> "q" + i);
        assertThat(turns(3, 11)).containsExactly(1024, 512, 256);
        begin(0, FIRST_IS_THE_REPLY, i -> "r" + i);
        assertThat(turns(2, 11)).containsExactly(256, 256);
        assertThat(turns(4, 4)).containsExactly(256, 512, 1024, ITEMS * 2 - 1024 - 512 - 4 * 256 - 512 - 1024);
    }

    @Test
    void aTurnThatHandsOutFewPartsChangesNothing() {
        gather(10, FIRST_IS_THE_REPLY);
        nextTurn(100);
        nextTurn(0);
        scene.sent();
        begin(0, FIRST_IS_THE_REPLY, i -> "q" + i);
        assertThat(scene.sent()).hasSize(A_TURN);
    }
}
