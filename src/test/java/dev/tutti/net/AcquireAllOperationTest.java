package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Command;
import dev.tutti.command.LockCommand;
import dev.tutti.command.LockCommand.AcquireAll;
import dev.tutti.command.Notice.LocksPart;
import dev.tutti.command.Notice.LocksPart.State;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** LOCK ACQUIREALL of locks of three owners, apart from sockets and owners. Lock n belongs to owner n. */
class AcquireAllOperationTest {

    private static final long CONNECTION = 5;

    private final RecordedBus bus = new RecordedBus();
    private final OwnerRouter router = new OwnerRouter(bus.eventBus(), 0, 3, 1, new AtomicLong()::decrementAndGet);
    private final List<String> answers = new ArrayList<>();
    private AcquireAllOperation operation;

    /** The part of owner n has the index n. */
    private void begin(long timeout) {
        List<String> names = List.of(nameOf(2), nameOf(0), nameOf(1));
        AcquireAll command = new AcquireAll(names, timeout, 0, false, null);
        operation = new AcquireAllOperation(
                command,
                router,
                (owner, part) -> owner.add(CONNECTION, part),
                reply -> answers.add(RecordedBus.told(reply)));
        operation.start(CONNECTION);
        assertThat(sent()).containsExactly("0 AcquireAll", "1 AcquireAll", "2 AcquireAll");
    }

    private String nameOf(int owner) {
        return List.of("a", "b", "c", "d", "e").stream()
                .filter(name -> router.syncOwnerOf(name) == owner)
                .findFirst()
                .orElseThrow();
    }

    private List<String> sent() {
        router.flush();
        return bus.requests().stream()
                .map(asked -> asked.owner().replace("tutti.sync.", "") + " " + told(asked.command()))
                .toList();
    }

    private static String told(Command command) {
        if (command instanceof Signal.Decided decided) {
            return decided.decision().name();
        }
        return command instanceof LockCommand.Release release
                ? "Release " + release.token()
                : command.getClass().getSimpleName();
    }

    private void tell(int part, State state) {
        operation.told(new LocksPart(part, state));
    }

    private void taken(int part, long token) {
        operation.replied(Reply.array(List.of(Reply.integer(part), Reply.integer(token))));
    }

    private void allReady() {
        tell(1, State.READY);
        tell(2, State.READY);
        assertThat(sent()).isEmpty();
        tell(0, State.READY);
        assertThat(sent()).containsExactly("0 CLAIM");
    }

    private void allClaimed() {
        tell(0, State.CLAIMED);
        assertThat(sent()).containsExactly("1 CLAIM");
        tell(1, State.CLAIMED);
        assertThat(sent()).containsExactly("2 CLAIM");
        tell(2, State.CLAIMED);
        assertThat(sent()).containsExactly("0 COMMIT", "1 COMMIT", "2 COMMIT");
    }

    @Test
    void claimsInTheOrderOfTheOwnersAndAnswersInTheOrderOfTheCommand() {
        begin(Command.NO_TIMEOUT);
        allReady();
        allClaimed();
        taken(1, 11);
        taken(0, 10);
        assertThat(answers).isEmpty();
        taken(2, 12);
        assertThat(answers).containsExactly("[12, 10, 11]");
        assertThat(sent()).isEmpty();
    }

    @Test
    void ifOneRefusesTheOthersLetGoAndItIsTriedAgainWhenThatOneIsReady() {
        begin(Command.NO_TIMEOUT);
        allReady();
        tell(0, State.CLAIMED);
        sent();
        tell(1, State.REFUSED);
        assertThat(sent()).containsExactly("0 UNCLAIM");
        tell(1, State.READY);
        assertThat(sent()).containsExactly("0 CLAIM");
        allClaimed();
    }

    @Test
    void withTimeout0ItEndsIfOneRefusesOrCannot() {
        begin(0);
        allReady();
        tell(0, State.REFUSED);
        assertThat(sent()).containsExactly("0 GIVE_UP", "1 GIVE_UP", "2 GIVE_UP");
        for (int i = 0; i < 3; i++) {
            assertThat(answers).isEmpty();
            operation.replied(Reply.NULL_ARRAY);
        }
        assertThat(answers).containsExactly("NullArray");
        begin(0);
        operation.replied(Reply.NULL_ARRAY);
        assertThat(sent()).containsExactly("0 GIVE_UP", "1 GIVE_UP", "2 GIVE_UP");
    }

    @Test
    void theFirstFailureIsTheReplyOnceAllHaveAnswered() {
        begin(Command.NO_TIMEOUT);
        operation.replied(Refusal.deadlock("a -> b -> a"));
        assertThat(sent()).containsExactly("0 GIVE_UP", "1 GIVE_UP", "2 GIVE_UP");
        tell(1, State.READY);
        tell(2, State.CLAIMED);
        operation.replied(Reply.NULL_ARRAY);
        assertThat(answers).isEmpty();
        operation.replied(Reply.NULL_ARRAY);
        assertThat(answers).containsExactly("DEADLOCK a -> b -> a");
        assertThat(sent()).isEmpty();
    }

    @Test
    void ifOneFailsToTakeItsLocksThoseOfTheOthersAreReleased() {
        begin(Command.NO_TIMEOUT);
        allReady();
        allClaimed();
        taken(2, 12);
        operation.replied(Refusal.full("the journal failed").reply());
        taken(1, 11);
        assertThat(answers).containsExactly("FULL the journal failed");
        assertThat(sent()).containsExactly("1 Release 11", "2 Release 12");
    }

    @Test
    void isUnblockedUnlessItIsAboutToSucceed() {
        begin(Command.NO_TIMEOUT);
        allReady();
        assertThat(operation.over()).isEqualTo(Reply.NULL_ARRAY);
        assertThat(operation.endsWith(Refusal.unblocked())).isTrue();
        assertThat(sent()).containsExactly("0 GIVE_UP", "1 GIVE_UP", "2 GIVE_UP");
        assertThat(operation.over()).isNull();
        begin(Command.NO_TIMEOUT);
        allReady();
        allClaimed();
        assertThat(operation.over()).isNull();
    }
}
