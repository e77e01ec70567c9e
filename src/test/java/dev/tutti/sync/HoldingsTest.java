package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A client that holds several primitives and releases all of them. */
class HoldingsTest {

    private final SyncFixture fixture = new SyncFixture();
    private final SyncClient a = fixture.client("a");
    private final SyncClient b = fixture.client("b");
    private final SyncClient c = fixture.client("c");
    private final SyncClient d = fixture.client("d");

    private AsyncLock lock(String name) {
        return fixture.locks.getOrCreate(name);
    }

    @Test
    void goBackInTheOrderTheyWereTaken() {
        a.acquire(lock("second"));
        a.acquire(lock("first"));
        a.acquire(fixture.semaphore(1));
        b.acquire(fixture.semaphore(1));
        c.acquire(lock("first"));
        d.acquire(lock("second"));
        fixture.told();
        a.close();
        assertThat(fixture.told()).containsExactly("d has 4", "c has 5", "b has 6");
        assertThat(a.holdings.size()).isZero();
    }

    @Test
    void areAllBackBeforeAnybodyIsTold() {
        a.acquire(lock("x"));
        a.acquire(lock("y"));
        b.then(() -> b.acquire(lock("y"))).acquire(lock("x"));
        fixture.told();
        a.close();
        assertThat(fixture.told()).containsExactly("b has 3", "b has 4");
    }

    @Test
    void whatOneWhoWaitsInTheSameLinesGetsIsHandedOnWhenItClosesToo() {
        a.acquire(lock("x"));
        b.acquire(lock("y"));
        a.acquire(lock("y"));
        b.acquire(lock("x"));
        assertThat(fixture.told()).containsExactly("a has 1", "b has 2");
        a.close();
        assertThat(fixture.told()).containsExactly("b has 3");
        b.close();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void leasesEndWithThem() {
        a.acquire(lock("x"), -1, 100);
        a.acquire(lock("y"), -1, 200);
        a.close();
        assertThat(fixture.nothingIsDue()).isTrue();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void mayBeUsedAgain() {
        a.acquire(lock("x"));
        a.close();
        a.acquire(lock("x"));
        assertThat(fixture.told()).containsExactly("a has 1", "a has 2");
        assertThat(a.holdings.size()).isEqualTo(1);
    }
}
