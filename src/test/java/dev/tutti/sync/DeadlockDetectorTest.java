package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.RecordedBus.Asked;
import dev.tutti.command.ContentionQuery;
import dev.tutti.command.Notice;
import dev.tutti.command.Refusal;
import dev.tutti.command.Signal.Interrupt;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.coroutine.PeerOwnersDriver;
import dev.tutti.log.EventLog;
import dev.tutti.log.LoggedEvents;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The age of a deadlock when it is ended, with two owners and a clock that the test turns. */
class DeadlockDetectorTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private static final long TIMEOUT = 1000;
    private static final long PERIOD = TIMEOUT / 4;
    private static final long START = 50_000;

    private long now = START;
    private final Timers timers = new Timers(() -> now);
    private final RecordedBus bus = new RecordedBus();
    private final PeerOwners peers = new PeerOwners(
            bus.eventBus(), owner -> "owner" + owner, 2, 1, "replies", new AtomicLong()::decrementAndGet);
    private final DeadlockDetector detector = detector(TIMEOUT);

    private DeadlockDetector detector(long timeout) {
        timers.turn();
        return new DeadlockDetector(timeout, timers, peers, new EventLog());
    }

    /** A lock that has one holder and one waiter. */
    private static Contention lock(String name, long holder, long heldSince, long waiter, long waitsSince) {
        return new Contention(
                "lock",
                name,
                List.of(new ParticipantSnapshot(holder, "", heldSince, "token", false)),
                List.of(new ParticipantSnapshot(waiter, "", waitsSince, Contention.ACQUIRE, true)));
    }

    /** Turns the clock, and returns the questions that the detector sends to the owners meanwhile. */
    private List<Asked> questions(long millis) {
        return pass(millis).stream()
                .filter(asked -> asked.command() instanceof ContentionQuery)
                .toList();
    }

    private List<Asked> pass(long millis) {
        now += millis;
        timers.turn();
        timers.run();
        PeerOwnersDriver.flush(peers);
        return bus.requests();
    }

    /** Answers the questions, the n-th with the n-th lock. Returns the waits that the detector then ends. */
    private List<Long> answer(List<Asked> questions, Contention... locks) {
        for (int i = 0; i < questions.size(); i++) {
            Notice contentions = new Notice.Contentions(now, List.of(locks[i]));
            PeerOwnersDriver.receive(peers, RecordedBus.notice(questions.get(i).coroutine(), contentions));
        }
        return pass(0).stream()
                .filter(asked -> asked.command() instanceof Interrupt)
                .map(asked -> ((Interrupt) asked.command()).since())
                .toList();
    }

    /** Looks four times in every timeout, and returns how old the wait is when it is ended, in milliseconds. */
    private long ageAtTheEnd(Contention... locks) {
        for (int look = 0; look < 20; look++) {
            List<Asked> questions = questions(PERIOD);
            assertThat(questions).extracting(Asked::owner).containsExactly("owner0", "owner1");
            List<Long> ended = answer(questions, locks);
            if (!ended.isEmpty()) {
                assertThat(ended).containsExactly(START);
                return now - START;
            }
        }
        throw new AssertionError("the deadlock was not ended");
    }

    @Test
    void aDeadlockIsEndedWhenItIsAsOldAsTheTimeoutAndNotBefore() {
        detector.suspect();
        assertThat(ageAtTheEnd(lock("x", 1, 100, 2, START - 300), lock("y", 2, 200, 1, START)))
                .isEqualTo(TIMEOUT);
    }

    /** The detector compares times of several owners, and relies on no order between a holder's times. */
    @Test
    void itsAgeIsThatOfItsYoungestPart() {
        detector.suspect();
        assertThat(ageAtTheEnd(lock("x", 1, START + 200, 2, START - 300), lock("y", 2, 200, 1, START)))
                .isEqualTo(TIMEOUT + PERIOD);
    }

    @Test
    void itsAgeIsTakenWhenTheOwnersAreAskedAndNotWhenTheyAnswer() {
        detector.suspect();
        List<Asked> questions = questions(TIMEOUT - 1);
        now += 10 * TIMEOUT;
        timers.turn();
        assertThat(answer(questions, lock("x", 1, 100, 2, START - 300), lock("y", 2, 200, 1, START)))
                .isEmpty();
    }

    @Test
    void itIsNotEndedBeforeEveryOwnerHasAnswered() {
        detector.suspect();
        List<Asked> questions = questions(TIMEOUT);
        Contention[] locks = {lock("x", 1, 100, 2, START - 300), lock("y", 2, 200, 1, START)};
        assertThat(answer(questions.subList(0, 1), locks[0])).isEmpty();
        assertThat(answer(questions.subList(1, 2), locks[1])).containsExactly(START);
    }

    @Test
    void theOwnersAreAskedUntilNobodyHasBegunToWaitForTheTimeout() {
        List<Long> asked = new ArrayList<>();
        detector.suspect();
        for (int look = 0; look < 20; look++) {
            List<Asked> questions = questions(PERIOD);
            if (!questions.isEmpty()) {
                asked.add(now - START);
            }
            answer(questions, lock("x", 1, 100, 2, START), lock("y", 3, 200, 4, START));
        }
        assertThat(asked).containsExactly(250L, 500L, 750L, 1000L, 1250L, 1500L);
    }

    @Test
    void anOwnerThatCannotAnswerIsAskedAgain() {
        detector.suspect();
        for (Asked question : questions(TIMEOUT)) {
            PeerOwnersDriver.receive(
                    peers,
                    RecordedBus.reply(
                            question.coroutine(), Refusal.full("no room").reply()));
        }
        assertThat(answer(questions(PERIOD), lock("x", 1, 100, 2, START - 300), lock("y", 2, 200, 1, START)))
                .containsExactly(START);
    }

    @Test
    void withATimeoutOf0NobodyIsAsked() {
        detector(0).suspect();
        assertThat(questions(10 * TIMEOUT)).isEmpty();
    }

    @Test
    void aShorterTimeoutHoldsForThoseWhoWaitAlready() {
        detector.suspect();
        detector.change(100);
        assertThat(answer(questions(100), lock("x", 1, 100, 2, START - 300), lock("y", 2, 200, 1, START)))
                .containsExactly(START);
    }

    @Test
    void aTimeoutOfZeroAsksNobodyAndEndsNothing() {
        detector.suspect();
        List<Asked> questions = questions(TIMEOUT);
        detector.change(0);
        assertThat(answer(questions, lock("x", 1, 100, 2, START - 300), lock("y", 2, 200, 1, START)))
                .isEmpty();
        detector.suspect();
        assertThat(questions(10 * TIMEOUT)).isEmpty();
        detector.change(TIMEOUT);
        assertThat(answer(questions(PERIOD), lock("x", 1, 100, 2, START - 300), lock("y", 2, 200, 1, START)))
                .containsExactly(START);
    }
}
