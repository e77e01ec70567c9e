package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import org.junit.jupiter.api.Test;

class SemaphoreServiceTest {

    private final SyncOwner owner = new SyncOwner();

    @Test
    void theFirstAcquireSetsTheLimit() {
        assertThat(owner.ask(1, "SEMAPHORE VALUE s", "SEMAPHORE ACQUIRE s LIMIT 3", "SEMAPHORE VALUE s"))
                .containsExactly("1: 1", "1: 1", "1: 2");
        assertThat(owner.ask(2, "SEMAPHORE ACQUIRE s", "SEMAPHORE ACQUIRE s LIMIT 3", "SEMAPHORE VALUE s"))
                .containsExactly("2: 2", "2: 3", "2: 0");
        assertThat(owner.ask(2, "SEMAPHORE ACQUIRE s TIMEOUT 0")).containsExactly("2: Null");
    }

    @Test
    void withoutALimitItIsOne() {
        assertThat(owner.ask(1, "SEMAPHORE ACQUIRE s", "SEMAPHORE ACQUIRE s TIMEOUT 0"))
                .containsExactly("1: 1", "1: Null");
    }

    @Test
    void anotherLimitIsRefusedWhileAnybodyHoldsAnyOfIt() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 2");
        assertThat(owner.ask(2, "SEMAPHORE ACQUIRE s LIMIT 3", "SEMAPHORE ACQUIRE s LIMIT 1 TIMEOUT 0"))
                .containsExactly(
                        "2: ERR semaphore s has LIMIT 2, not 3, while a permit is held",
                        "2: ERR semaphore s has LIMIT 2, not 1, while a permit is held");
        owner.close(1);
        assertThat(owner.ask(2, "SEMAPHORE ACQUIRE s LIMIT 3", "SEMAPHORE VALUE s"))
                .containsExactly("2: 2", "2: 2");
    }

    @Test
    void releaseGivesTheNewestBack() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 3", "SEMAPHORE ACQUIRE s", "SEMAPHORE ACQUIRE s");
        owner.ask(2, "SEMAPHORE ACQUIRE s");
        assertThat(owner.ask(1, "SEMAPHORE RELEASE s", "SEMAPHORE RELEASE s 3"))
                .containsExactly("2: 4", "1: OK", "1: NOTHELD semaphore s is not held under token 3");
        assertThat(owner.ask(2, "SEMAPHORE RELEASE s 1")).containsExactly("2: OK");
        assertThat(owner.ask(1, "SEMAPHORE RELEASE s", "SEMAPHORE RELEASE s"))
                .containsExactly("1: OK", "1: NOTHELD semaphore s is not held by this connection");
    }

    @Test
    void overReleaseIsRefused() {
        assertThat(owner.ask(1, "SEMAPHORE RELEASE s"))
                .containsExactly("1: NOTHELD semaphore s is not held by this" + " connection");
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 2", "SEMAPHORE RELEASE s");
        assertThat(owner.ask(1, "SEMAPHORE RELEASE s", "SEMAPHORE RELEASE s 1", "SEMAPHORE VALUE s"))
                .containsExactly(
                        "1: NOTHELD semaphore s is not held by this connection",
                        "1: NOTHELD semaphore s is not held under token 1",
                        "1: 1");
    }

    @Test
    void whoHoldsNoneOfItReleasesNone() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 2");
        assertThat(owner.ask(2, "SEMAPHORE RELEASE s"))
                .containsExactly("2: NOTHELD semaphore s is not held by this" + " connection");
        assertThat(owner.ask(2, "SEMAPHORE VALUE s")).containsExactly("2: 1");
    }

    @Test
    void leasesEndOneByOneAndMayBeTouched() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 2 LEASE 5", "SEMAPHORE ACQUIRE s LEASE 5");
        owner.pass(3);
        assertThat(owner.ask(2, "SEMAPHORE TOUCH s 1", "SEMAPHORE TOUCH s 3", "SEMAPHORE ACQUIRE s"))
                .containsExactly("2: OK", "2: NOTHELD semaphore s is not held under token 3");
        assertThat(owner.pass(2)).containsExactly("2: 3");
        assertThat(owner.ask(1, "SEMAPHORE VALUE s")).containsExactly("1: 0");
        owner.pass(3);
        assertThat(owner.ask(1, "SEMAPHORE VALUE s")).containsExactly("1: 1");
    }

    @Test
    void severalPermitsAreTakenTogetherUnderOneToken() {
        assertThat(owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 5 PERMITS 3", "SEMAPHORE VALUE s"))
                .containsExactly("1: 1", "1: 2");
        assertThat(owner.ask(2, "SEMAPHORE ACQUIRE s PERMITS 3 TIMEOUT 0")).containsExactly("2: Null");
        assertThat(owner.ask(2, "SEMAPHORE RELEASE s 1", "SEMAPHORE VALUE s")).containsExactly("2: OK", "2: 1");
        assertThat(owner.remembered()).isZero();
    }

    @Test
    void releaseWithoutATokenGivesAllPermitsOfTheNewestBack() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 5 PERMITS 2", "SEMAPHORE ACQUIRE s PERMITS 3");
        assertThat(owner.ask(1, "SEMAPHORE RELEASE s", "SEMAPHORE VALUE s")).containsExactly("1: OK", "1: 3");
    }

    @Test
    void nobodyOvertakesOneThatWaitsForMore() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 3", "SEMAPHORE ACQUIRE s", "SEMAPHORE ACQUIRE s");
        owner.ask(2, "SEMAPHORE ACQUIRE s PERMITS 2");
        owner.ask(3, "SEMAPHORE ACQUIRE s");
        assertThat(owner.ask(1, "SEMAPHORE RELEASE s")).containsExactly("1: OK");
        assertThat(owner.ask(4, "SEMAPHORE ACQUIRE s TIMEOUT 0", "SEMAPHORE VALUE s"))
                .containsExactly("4: Null", "4: 1");
        assertThat(owner.ask(1, "SEMAPHORE RELEASE s")).containsExactly("2: 4", "1: OK");
        assertThat(owner.ask(1, "SEMAPHORE RELEASE s")).containsExactly("3: 5", "1: OK");
    }

    @Test
    void whenOneThatWaitsForMoreLeavesThoseBehindAreServed() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 4 PERMITS 2");
        owner.ask(2, "SEMAPHORE ACQUIRE s PERMITS 3 TIMEOUT 5");
        owner.ask(3, "SEMAPHORE ACQUIRE s");
        owner.ask(4, "SEMAPHORE ACQUIRE s");
        assertThat(owner.pass(5)).containsExactlyInAnyOrder("2: Null", "3: 2", "4: 3");
        owner.ask(2, "SEMAPHORE ACQUIRE s PERMITS 3");
        owner.ask(5, "SEMAPHORE ACQUIRE s");
        owner.ask(3, "SEMAPHORE RELEASE s");
        assertThat(owner.close(2)).containsExactly("5: 4");
    }

    @Test
    void oneReleaseMayServeSeveral() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 3 PERMITS 3");
        for (int client = 2; client <= 5; client++) {
            owner.ask(client, "SEMAPHORE ACQUIRE s");
        }
        assertThat(owner.close(1)).containsExactly("2: 2", "3: 3", "4: 4");
    }

    @Test
    void morePermitsThanTheLimitAreRefusedAtOnce() {
        assertThat(owner.ask(1, "SEMAPHORE ACQUIRE s PERMITS 2", "SEMAPHORE ACQUIRE s LIMIT 3 PERMITS 4"))
                .containsExactly(
                        "1: ERR semaphore s has LIMIT 1, so PERMITS 2 would wait for ever",
                        "1: ERR semaphore s has LIMIT 3, so PERMITS 4 would wait for ever");
        assertThat(owner.remembered()).isZero();
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 3");
        assertThat(owner.ask(2, "SEMAPHORE ACQUIRE s PERMITS 4 TIMEOUT 0"))
                .containsExactly("2: ERR semaphore s has LIMIT 3, so PERMITS 4 would wait for ever");
    }

    @Test
    void aLeaseEndsAllPermitsOfItsToken() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 4 PERMITS 3 LEASE 5", "SEMAPHORE ACQUIRE s");
        assertThat(owner.ask(2, "SEMAPHORE TOUCH s 1 LEASE 9")).containsExactly("2: OK");
        owner.pass(8);
        assertThat(owner.ask(2, "SEMAPHORE VALUE s")).containsExactly("2: 0");
        owner.pass(1);
        assertThat(owner.ask(2, "SEMAPHORE VALUE s")).containsExactly("2: 3");
    }

    @Test
    void waitersSeeHowManyPermitsEachHasOrWants() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 4 PERMITS 3");
        owner.ask(2, "SEMAPHORE ACQUIRE s PERMITS 2");
        Contention seen = owner.contentions().get(0);
        assertThat(seen.holders()).extracting(ParticipantSnapshot::permits).containsExactly(3);
        assertThat(seen.waiters()).extracting(ParticipantSnapshot::permits).containsExactly(2);
        assertThat(seen.free()).isOne();
    }

    @Test
    void whoWaitsForMoreThanItsOwnReleaseLeavesIsADeadlock() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 3 PERMITS 2", "SEMAPHORE ACQUIRE s PERMITS 2");
        assertThat(Deadlock.in(owner.contentions())).hasSize(1);
    }

    @Test
    void thoseWhoWaitAreServedInTheirOrderAndLeaveWithoutATrace() {
        owner.ask(1, "SEMAPHORE ACQUIRE s LIMIT 2", "SEMAPHORE ACQUIRE s");
        owner.ask(2, "SEMAPHORE ACQUIRE s TIMEOUT 5");
        owner.ask(3, "SEMAPHORE ACQUIRE s");
        owner.ask(4, "SEMAPHORE ACQUIRE s");
        owner.ask(5, "SEMAPHORE ACQUIRE s");
        assertThat(owner.pass(5)).containsExactly("2: Null");
        owner.unblock(3, false);
        assertThat(owner.close(1)).containsExactly("4: 3", "5: 4");
    }
}
