package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.ManualTimers;
import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.GetAnyCommand.GetAny;
import dev.tutti.command.GetAnyCommand.Join;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.waiting.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** GETANY of queues of three owners, apart from sockets and owners. The first queue belongs to owner 2. */
class GetAnyOperationTest {

    private static final long CONNECTION = 5;
    private static final int CANNOT = -1;
    private static final Reply ITEM = new Reply.Delivery("q", 7, "item".getBytes(), 1);

    private final RecordedBus bus = new RecordedBus();
    private final ManualTimers timers = new ManualTimers();
    private final OwnerRouter router = new OwnerRouter(bus.eventBus(), 0, 3, 1, new AtomicLong()::decrementAndGet);
    private final List<String> answers = new ArrayList<>();
    private boolean isWrittenAtOnce = true;
    private Runnable written;
    private int ends;
    private int withdrawals;
    private Claim claim;
    private GetAnyOperation operation;

    /** The part of owner n has the index n. The queues are those of the owners 2, 0, 1, and another one of 2. */
    private void begin(long timeout, boolean hasInputEnded) {
        List<String> names = List.of(nameOf(2, 0), nameOf(0, 0), nameOf(1, 0), nameOf(2, 1));
        operation = new GetAnyOperation(
                new GetAny(names, new Get(names.get(0), 0, timeout, QueueCommand.QUEUES_LEASE)),
                router,
                timers.timer(),
                (owner, part) -> owner.add(CONNECTION, part),
                this::answer,
                () -> ends++,
                () -> withdrawals++);
        operation.start(CONNECTION, hasInputEnded);
        assertThat(sent()).containsExactly("0 Look", "1 Look", "2 Look");
    }

    private void answer(Reply reply, Runnable whenWritten) {
        answers.add(RecordedBus.told(reply));
        written = whenWritten;
        if (isWrittenAtOnce) {
            whenWritten.run();
        }
    }

    private void begin(long timeout) {
        begin(timeout, false);
    }

    private String nameOf(int owner, int index) {
        return List.of("a", "b", "c", "d", "e", "f", "g", "h", "i").stream()
                .filter(name -> router.producerOf(name) == owner)
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    private List<String> sent() {
        router.flush();
        return bus.requests().stream()
                .map(asked -> asked.owner().replace("tutti.producer.", "") + " " + told(asked.command()))
                .toList();
    }

    private String told(Command command) {
        if (command instanceof Join join) {
            assertThat(claim == null || claim == join.claim()).isTrue();
            claim = join.claim();
        }
        return command instanceof Signal.Decided decided
                ? decided.decision().name()
                : command.getClass().getSimpleName();
    }

    private void look(int part, int index, int over, Reply unread) {
        operation.replied(Reply.array(List.of(Reply.integer(part), Reply.integer(index), Reply.integer(over), unread)));
    }

    private void nothing(int part) {
        look(part, CANNOT, 0, Reply.NULL);
    }

    private void beginsToWait(long timeout) {
        begin(timeout);
        nothing(1);
        nothing(0);
        assertThat(sent()).isEmpty();
        nothing(2);
        assertThat(sent()).containsExactly("0 Join", "1 Join", "2 Join");
    }

    private void acknowledge(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(ends).isZero();
            operation.replied(Reply.NULL);
        }
        assertThat(ends).isEqualTo(1);
        assertThat(timers.count()).isZero();
    }

    // ---- before the wait

    @Test
    void takesFromTheFirstQueueInTheOrderOfTheCommandThatCanDeliver() {
        begin(Command.NO_TIMEOUT);
        look(2, 1, 0, Reply.NULL);
        look(0, CANNOT, 0, Reply.NULL);
        look(1, 0, 0, Reply.NULL);
        assertThat(sent()).containsExactly("1 Take");
        operation.replied(ITEM);
        assertThat(answers).containsExactly("[q, 7, item, 1]");
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void triesTheOthersIfTheItemIsGoneMeanwhileAndThenWaits() {
        begin(Command.NO_TIMEOUT);
        look(2, 0, 0, Reply.NULL);
        nothing(0);
        look(1, 0, 0, Reply.NULL);
        assertThat(sent()).containsExactly("2 Take");
        operation.replied(Reply.NULL_ARRAY);
        assertThat(sent()).containsExactly("1 Take");
        operation.replied(Reply.NULL_ARRAY);
        assertThat(sent()).containsExactly("0 Join", "1 Join", "2 Join");
    }

    @Test
    void withTimeout0ItDoesNotWait() {
        begin(0);
        for (int part = 0; part < 3; part++) {
            nothing(part);
        }
        assertThat(answers).containsExactly("NullArray");
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void isRefusedIfAllQueuesAreOver() {
        begin(Command.NO_TIMEOUT);
        look(0, CANNOT, 1, Reply.NULL);
        look(1, CANNOT, 1, Reply.NULL);
        look(2, CANNOT, 2, Reply.NULL);
        assertThat(answers).containsExactly("SHUTDOWN all of these queues are shut down");
    }

    @Test
    void aQueueThatIsNotOverIsWaitedFor() {
        begin(Command.NO_TIMEOUT);
        look(0, CANNOT, 1, Reply.NULL);
        look(1, CANNOT, 1, Reply.NULL);
        look(2, CANNOT, 1, Reply.NULL);
        assertThat(sent()).hasSize(3);
    }

    @Test
    void aRefusalIsTheReplyWhateverTheOthersHave() {
        begin(Command.NO_TIMEOUT);
        look(2, 0, 0, Reply.NULL);
        operation.replied(Refusal.malformed("DETACHED needs a LEASE").reply());
        assertThat(answers).isEmpty();
        nothing(1);
        assertThat(answers).containsExactly("ERR DETACHED needs a LEASE");
        assertThat(sent()).isEmpty();
    }

    @Test
    void itemsThatCannotBeReadAreAnErrorOnlyIfNoQueueCanDeliver() {
        Reply unread = Refusal.unreadable("EIO").reply();
        begin(Command.NO_TIMEOUT);
        look(0, CANNOT, 0, unread);
        nothing(1);
        look(2, 1, 0, Reply.NULL);
        assertThat(sent()).containsExactly("2 Take");
        operation.replied(Reply.NULL_ARRAY);
        assertThat(answers).containsExactly("ERR items could not be read from the journal: EIO");
    }

    @Test
    void ifTheTimeIsUpBeforeItWaitsItDoesNotWait() {
        begin(5);
        nothing(0);
        timers.ring();
        assertThat(answers).isEmpty();
        nothing(1);
        nothing(2);
        assertThat(answers).containsExactly("NullArray");
    }

    @Test
    void ifTheInputEndsBeforeItWaitsItIsWithdrawn() {
        begin(Command.NO_TIMEOUT);
        nothing(0);
        operation.inputEnded();
        nothing(1);
        nothing(2);
        begin(Command.NO_TIMEOUT, true);
        for (int part = 0; part < 3; part++) {
            nothing(part);
        }
        assertThat(withdrawals).isEqualTo(2);
        assertThat(answers).isEmpty();
        assertThat(sent()).isEmpty();
    }

    // ---- the wait

    @Test
    void answersAtOnceAndEndsWhenTheOthersHaveGivenUp() {
        beginsToWait(500);
        claim.take();
        operation.replied(ITEM);
        assertThat(answers).containsExactly("[q, 7, item, 1]");
        assertThat(sent()).containsExactly("0 GIVE_UP", "1 GIVE_UP", "2 GIVE_UP");
        acknowledge(2);
        assertThat(answers).hasSize(1);
    }

    @Test
    void endsWhenALongReplyIsWritten() {
        isWrittenAtOnce = false;
        beginsToWait(500);
        claim.take();
        operation.replied(ITEM);
        operation.replied(Reply.NULL);
        operation.replied(Reply.NULL);
        assertThat(ends).isZero();
        assertThat(operation.over()).isNull();
        written.run();
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void anErrorIsTheReplyWhenAllHaveAnsweredWithoutAnItem() {
        beginsToWait(Command.NO_TIMEOUT);
        operation.replied(Refusal.malformed("server.maxWaiters").reply());
        assertThat(claim.isTaken()).isTrue();
        assertThat(sent()).hasSize(3);
        assertThat(answers).isEmpty();
        acknowledge(2);
        assertThat(answers).containsExactly("ERR server.maxWaiters");
    }

    @Test
    void anItemThatWasTakenMeanwhileGoesBeforeAnError() {
        beginsToWait(Command.NO_TIMEOUT);
        claim.take();
        operation.replied(Refusal.malformed("server.maxWaiters").reply());
        operation.replied(ITEM);
        assertThat(answers).containsExactly("[q, 7, item, 1]");
        acknowledge(1);
        assertThat(answers).hasSize(1);
    }

    @Test
    void itsTimeRunsOut() {
        beginsToWait(500);
        timers.ring();
        assertThat(answers).containsExactly("NullArray");
        assertThat(claim.isTaken()).isTrue();
        assertThat(sent()).containsExactly("0 GIVE_UP", "1 GIVE_UP", "2 GIVE_UP");
        acknowledge(3);
        assertThat(answers).hasSize(1);
    }

    @Test
    void itsTimeDoesNotRunOutOnceAnOwnerServesIt() {
        beginsToWait(500);
        claim.take();
        timers.ring();
        assertThat(answers).isEmpty();
        operation.replied(ITEM);
        assertThat(answers).containsExactly("[q, 7, item, 1]");
    }

    @Test
    void isUnblockedUnlessAnOwnerServesIt() {
        begin(Command.NO_TIMEOUT);
        assertThat(operation.over()).isNull();
        beginsToWait(Command.NO_TIMEOUT);
        assertThat(operation.over()).isEqualTo(Reply.NULL_ARRAY);
        assertThat(operation.endsWith(Refusal.unblocked())).isTrue();
        assertThat(answers).containsExactly("UNBLOCKED client unblocked via CLIENT UNBLOCK");
        assertThat(operation.over()).isNull();
        assertThat(sent()).hasSize(3);
        acknowledge(3);
        claim = null;
        beginsToWait(Command.NO_TIMEOUT);
        claim.take();
        assertThat(operation.over()).isNull();
    }

    @Test
    void isWithdrawnWhenTheInputEndsUnlessAnOwnerServesIt() {
        beginsToWait(Command.NO_TIMEOUT);
        operation.inputEnded();
        assertThat(claim.isTaken()).isTrue();
        assertThat(withdrawals).isEqualTo(1);
        claim = null;
        beginsToWait(Command.NO_TIMEOUT);
        claim.take();
        operation.inputEnded();
        assertThat(withdrawals).isEqualTo(1);
        operation.replied(ITEM);
        assertThat(answers).containsExactly("[q, 7, item, 1]");
    }

    @Test
    void theEndOfTheConnectionTakesTheClaimSoThatNobodyServesIt() {
        beginsToWait(500);
        operation.cancel();
        assertThat(claim.isTaken()).isTrue();
        assertThat(timers.count()).isZero();
    }

    /** Each owner is told its own queues only. */
    @Test
    void aPartHasTheQueuesOfItsOwnerInTheirOrder() {
        List<List<String>> asked = new ArrayList<>();
        List<String> names = List.of(nameOf(2, 1), nameOf(0, 0), nameOf(2, 0));
        GetAny command = new GetAny(names, new Get(names.get(0), 0, 0, QueueCommand.QUEUES_LEASE));
        new GetAnyOperation(
                        command,
                        router,
                        timers.timer(),
                        (owner, part) -> asked.add(((GetAnyCommand.Look) part).queues()),
                        (reply, whenWritten) -> {},
                        () -> {},
                        () -> {})
                .start(CONNECTION, false);
        assertThat(asked).containsExactly(List.of(nameOf(0, 0)), List.of(nameOf(2, 1), nameOf(2, 0)));
    }
}
