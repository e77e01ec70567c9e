package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Signal;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for every kind of primitive. */
class SyncServiceTest {

    private final SyncOwner owner = new SyncOwner();

    @Test
    void tellsWhoHoldsWhatAndWhoWaitsForIt() {
        owner.send(1, new Signal.Named("one"));
        owner.ask(1, "LOCK ACQUIRE l", "SEMAPHORE ACQUIRE s LIMIT 2", "EVENT WAIT e TIMEOUT 5");
        owner.ask(2, "SEMAPHORE ACQUIRE s", "CONDITION ACQUIRE c", "CONDITION WAIT c");
        owner.ask(3, "BARRIER WAIT b PARTIES 2");
        owner.ask(4, "CONDITION ACQUIRE c", "CONDITION NOTIFY c", "LOCK ACQUIRE l");
        owner.ask(5, "EVENT SET f", "BARRIER ABORT a");
        ParticipantSnapshot four = new ParticipantSnapshot(4, "", 1000, "5", false);
        assertThat(owner.contentions())
                .containsExactly(
                        new Contention(
                                "barrier", "b", List.of(), List.of(new ParticipantSnapshot(3, "", 1000, "wait", true))),
                        new Contention(
                                "condition",
                                "c",
                                List.of(four),
                                List.of(new ParticipantSnapshot(2, "", 1000, "reacquire", true))),
                        new Contention(
                                "event",
                                "e",
                                List.of(),
                                List.of(new ParticipantSnapshot(1, "one", 1000, "wait", false))),
                        new Contention(
                                "lock",
                                "l",
                                List.of(new ParticipantSnapshot(1, "one", 1000, "1", false)),
                                List.of(new ParticipantSnapshot(4, "", 1000, "acquire", true))),
                        new Contention(
                                "semaphore",
                                "s",
                                List.of(
                                        new ParticipantSnapshot(1, "one", 1000, "2", false),
                                        new ParticipantSnapshot(2, "", 1000, "3", false)),
                                List.of()));
    }

    @Test
    void theSameNameIsADifferentThingForEachKind() {
        assertThat(owner.ask(
                        1,
                        "LOCK ACQUIRE x",
                        "SEMAPHORE ACQUIRE x",
                        "CONDITION ACQUIRE x",
                        "EVENT SET x",
                        "BARRIER WAIT x PARTIES 1"))
                .containsExactly("1: 1", "1: 2", "1: 3", "1: OK", "1: 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EVENT WAIT e",
                "LOCK ACQUIRE l",
                "SEMAPHORE ACQUIRE s",
                "CONDITION ACQUIRE c",
                "BARRIER WAIT b PARTIES 9"
            })
    void whoSendsNoMoreIsWithdrawnAndWithItWhatStandsBehindIt(String command) {
        owner.ask(1, "LOCK ACQUIRE l", "SEMAPHORE ACQUIRE s", "CONDITION ACQUIRE c");
        owner.ask(2, "LOCK ACQUIRE mine", command, "LOCK ACQUIRE behind");
        assertThat(owner.endInput(2)).containsExactly("2: Withdrawn");
        assertThat(owner.ask(1, "LOCK LOCKED behind", "LOCK LOCKED mine")).containsExactly("1: 0", "1: 1");
        owner.close(2);
        assertThat(owner.ask(1, "LOCK LOCKED mine")).containsExactly("1: 0");
        owner.close(1);
        assertThat(owner.remembered()).isZero();
        assertThat(owner.nothingIsDue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EVENT WAIT e",
                "LOCK ACQUIRE l",
                "SEMAPHORE ACQUIRE s",
                "CONDITION ACQUIRE c",
                "BARRIER WAIT b PARTIES 9"
            })
    void aWaitThatTimesOutAndClosesInOneTurnLeavesNothingBehind(String command) {
        owner.ask(1, "LOCK ACQUIRE l", "SEMAPHORE ACQUIRE s", "CONDITION ACQUIRE c");
        owner.ask(2, command + " TIMEOUT 5", "LOCK ACQUIRE behind");
        assertThat(owner.pass(5)).startsWith("2: Null");
        owner.close(2);
        owner.close(1);
        assertThat(owner.remembered()).isZero();
        assertThat(owner.nothingIsDue()).isTrue();
    }

    @Test
    void whatWasServedAndClosesBeforeItHearsOfItGoesToTheNext() {
        owner.ask(1, "LOCK ACQUIRE l");
        owner.ask(2, "LOCK ACQUIRE l");
        owner.ask(3, "LOCK ACQUIRE l");
        assertThat(owner.ask(1, "LOCK RELEASE l")).containsExactly("2: 2", "1: OK");
        assertThat(owner.close(2)).containsExactly("3: 3");
    }
}
