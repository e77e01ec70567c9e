package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks and permits that are DETACHED: held by their tokens until their leases end, whatever becomes of connections. */
class DetachedGrantsTest {

    private static final String LOCK = "LOCK ACQUIRE x LEASE 50 DETACHED";
    private static final String PERMIT = "SEMAPHORE ACQUIRE x LEASE 50 DETACHED";

    private final MapJournal journal = new MapJournal();
    private SyncOwner owner = new SyncOwner(journal);

    private String ask(String line) {
        return owner.ask(9, line).get(0).replaceFirst("^9: ", "");
    }

    private String tryAgain(String acquire) {
        return ask(acquire + " TIMEOUT 0");
    }

    private static String kind(String acquire) {
        return acquire.substring(0, acquire.indexOf(' '));
    }

    /** Another server reads what the first one has written. */
    private void restart() {
        owner = new SyncOwner(journal.afterKill());
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void itIsHeldThoughItsConnectionClosesOrIsReset(String acquire) {
        assertThat(owner.ask(1, acquire)).containsExactly("1: 1");
        owner.reset(1);
        owner.close(1);
        owner.pass(49);
        assertThat(tryAgain(acquire)).isEqualTo("Null");
        owner.pass(1);
        assertThat(tryAgain(acquire)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void itsTokenReleasesItFromAnyConnectionAndNothingElseDoes(String acquire) {
        owner.ask(1, acquire);
        assertThat(owner.ask(1, kind(acquire) + " RELEASE x").get(0)).startsWith("1: NOTHELD ");
        owner.close(1);
        assertThat(ask(kind(acquire) + " RELEASE x 1")).isEqualTo("OK");
        assertThat(ask(kind(acquire) + " RELEASE x 1")).startsWith("NOTHELD ");
        assertThat(owner.remembered()).isZero();
        assertThat(owner.memory.used()).isZero();
        assertThat(owner.nothingIsDue()).isTrue();
        restart();
        assertThat(owner.remembered()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void itsTokenRenewsItsLease(String acquire) {
        owner.ask(1, acquire);
        owner.close(1);
        owner.pass(49);
        assertThat(ask(kind(acquire) + " TOUCH x 1")).isEqualTo("OK");
        owner.pass(49);
        assertThat(tryAgain(acquire)).isEqualTo("Null");
        owner.pass(1);
        assertThat(tryAgain(acquire)).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void aWaiterThatIsServedHoldsItDetached(String acquire) {
        owner.ask(1, kind(acquire) + " ACQUIRE x");
        assertThat(owner.ask(2, acquire)).isEmpty();
        assertThat(owner.ask(1, kind(acquire) + " RELEASE x")).contains("2: 2", "1: OK");
        owner.close(2);
        assertThat(tryAgain(acquire)).isEqualTo("Null");
        owner.pass(50);
        assertThat(tryAgain(acquire)).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void aWaiterThatClosesIsNeverServed(String acquire) {
        owner.ask(1, kind(acquire) + " ACQUIRE x");
        owner.ask(2, acquire);
        owner.close(2);
        owner.close(1);
        assertThat(owner.remembered()).isZero();
        assertThat(owner.memory.used()).isZero();
    }

    @Test
    void waitersSeeWhoTookIt() {
        owner.ask(1, LOCK);
        owner.close(1);
        assertThat(owner.contentions().get(0).holders())
                .singleElement()
                .matches(holder -> holder.id() == 1 && holder.what().equals("1 detached") && holder.detached());
    }

    @Test
    void itTakesNoPartInDeadlocks() {
        owner.ask(1, LOCK, "LOCK ACQUIRE x");
        assertThat(Deadlock.in(owner.contentions())).isEmpty();
        owner.ask(2, "LOCK ACQUIRE y", "LOCK ACQUIRE y");
        assertThat(Deadlock.in(owner.contentions())).hasSize(1);
    }

    // ---- the journal

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void tokensAndRepliesAreToldWhenTheJournalHasThem(String acquire) {
        journal.holdBack();
        for (String command : List.of(acquire, kind(acquire) + " TOUCH x 1", kind(acquire) + " RELEASE x 1")) {
            assertThat(owner.ask(1, command)).isEmpty();
            journal.writeNext();
            assertThat(owner.told()).hasSize(1).noneMatch(told -> told.contains("NOTHELD"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void anotherServerHoldsItForWhatIsLeftOfItsLease(String acquire) {
        owner.ask(1, acquire);
        owner.pass(20);
        restart(); // its clock begins where that of the first one began
        assertThat(tryAgain(acquire)).isEqualTo("Null");
        owner.pass(49);
        assertThat(tryAgain(acquire)).isEqualTo("Null");
        owner.pass(1);
        assertThat(tryAgain(acquire)).isEqualTo("1");
    }

    @Test
    void anotherServerKeepsTheLimitOfASemaphore() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 3 LEASE 50 DETACHED", "SEMAPHORE ACQUIRE s LEASE 50 DETACHED");
        restart();
        assertThat(ask("SEMAPHORE VALUE s")).isEqualTo("1");
        assertThat(ask("SEMAPHORE RELEASE s 1")).isEqualTo("OK");
        assertThat(ask("SEMAPHORE VALUE s")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void anotherServerKeepsTheLeaseThatATouchGave(String acquire) {
        owner.ask(1, acquire);
        assertThat(ask(kind(acquire) + " TOUCH x 1 LEASE 200")).isEqualTo("OK");
        restart();
        owner.pass(199);
        assertThat(tryAgain(acquire)).isEqualTo("Null");
        assertThat(ask(kind(acquire) + " TOUCH x 1")).isEqualTo("OK");
        owner.pass(199);
        assertThat(tryAgain(acquire)).isEqualTo("Null");
        owner.pass(1);
        assertThat(tryAgain(acquire)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, PERMIT})
    void itIsNeverWithoutALease(String acquire) {
        owner.ask(1, acquire);
        assertThat(ask(kind(acquire) + " TOUCH x 1 LEASE 0"))
                .isEqualTo("ERR a DETACHED lock or permit needs a LEASE above 0");
        owner.pass(50);
        assertThat(tryAgain(acquire)).isEqualTo("2");
    }

    @Test
    void anotherServerHoldsAsManyPermitsUnderTheToken() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 5 PERMITS 3 LEASE 50 DETACHED");
        restart();
        assertThat(ask("SEMAPHORE VALUE s")).isEqualTo("2");
        assertThat(ask("SEMAPHORE RELEASE s 1")).isEqualTo("OK");
        assertThat(owner.remembered()).isZero();
        assertThat(owner.memory.used()).isZero();
    }

    @Test
    void whatIsNotWrittenIsNotHeld() {
        journal.holdBack();
        owner.ask(1, LOCK);
        journal.fail("the disk broke");
        journal.writeNext();
        assertThat(owner.told()).singleElement().asString().startsWith("1: FULL ");
        assertThat(ask("LOCK LOCKED x")).isEqualTo("0");
        assertThat(tryAgain(LOCK)).startsWith("FULL ");
    }
}
