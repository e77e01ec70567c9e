package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What somebody holds of several things, when all of it goes back. */
class HoldingsTest {

    private final SyncScene ensemble = new SyncScene();
    private final SyncClient a = ensemble.player("a");
    private final SyncClient b = ensemble.player("b");
    private final SyncClient c = ensemble.player("c");
    private final SyncClient d = ensemble.player("d");

    private AsyncLock lock(String name) {
        return ensemble.locks.getOrCreate(name);
    }

    @Test
    void goBackInTheOrderTheyWereTaken() {
        a.acquire(lock("second"));
        a.acquire(lock("first"));
        a.acquire(ensemble.semaphore(1));
        b.acquire(ensemble.semaphore(1));
        c.acquire(lock("first"));
        d.acquire(lock("second"));
        ensemble.told();
        a.close();
        assertThat(ensemble.told()).containsExactly("d has 4", "c has 5", "b has 6");
        assertThat(a.holdings.size()).isZero();
    }

    @Test
    void areAllBackBeforeAnybodyIsTold() {
        a.acquire(lock("x"));
        a.acquire(lock("y"));
        b.then(() -> b.acquire(lock("y"))).acquire(lock("x"));
        ensemble.told();
        a.close();
        assertThat(ensemble.told()).containsExactly("b has 3", "b has 4");
    }

    @Test
    void whatOneWhoWaitsInTheSameLinesGetsIsHandedOnWhenItClosesToo() {
        a.acquire(lock("x"));
        b.acquire(lock("y"));
        a.acquire(lock("y"));
        b.acquire(lock("x"));
        assertThat(ensemble.told()).containsExactly("a has 1", "b has 2");
        a.close();
        assertThat(ensemble.told()).containsExactly("b has 3");
        b.close();
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void leasesEndWithThem() {
        a.acquire(lock("x"), -1, 100);
        a.acquire(lock("y"), -1, 200);
        a.close();
        assertThat(ensemble.nothingIsDue()).isTrue();
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void mayBeUsedAgain() {
        a.acquire(lock("x"));
        a.close();
        a.acquire(lock("x"));
        assertThat(ensemble.told()).containsExactly("a has 1", "a has 2");
        assertThat(a.holdings.size()).isEqualTo(1);
    }
}
