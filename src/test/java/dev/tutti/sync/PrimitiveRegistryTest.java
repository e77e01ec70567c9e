package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimitiveRegistryTest {

    private final SyncFixture fixture = new SyncFixture();
    private final SyncClient a = fixture.client("a");
    private final SyncClient b = fixture.client("b");

    @Test
    void comesIntoBeingAtFirstUse() {
        assertThat(fixture.locks.existing("l")).isNull();
        AsyncLock lock = fixture.locks.getOrCreate("l");
        assertThat(fixture.locks.getOrCreate("l")).isSameAs(lock);
        assertThat(fixture.locks.existing("l")).isSameAs(lock);
        assertThat(fixture.locks.getOrCreate("m")).isNotSameAs(lock);
        assertThat(fixture.locks.size()).isEqualTo(2);
    }

    @Test
    void namesOfDifferentKindsAreDifferentThings() {
        a.acquire(fixture.locks.getOrCreate("x"));
        a.acquire(fixture.semaphores.getOrCreate("x"));
        a.acquire(fixture.conditions.getOrCreate("x").lock());
        assertThat(fixture.told()).containsExactly("a has 1", "a has 2", "a has 3");
    }

    @Test
    void isForgottenAndComesAgain() {
        AsyncLock first = fixture.locks.getOrCreate("l");
        a.acquire(first);
        a.close();
        assertThat(fixture.locks.existing("l")).isNull();
        assertThat(fixture.locks.getOrCreate("l")).isNotSameAs(first);
    }

    @Test
    void oneThatWasForgottenTakesNoNamesakeWithIt() {
        AsyncEvent first = fixture.events.getOrCreate("e");
        first.clear();
        AsyncEvent second = fixture.events.getOrCreate("e");
        second.set();
        first.clear();
        assertThat(fixture.events.existing("e")).isSameAs(second);
    }

    @Test
    void tellsWhatIsHeldOrWaitedFor() {
        a.acquire(fixture.locks.getOrCreate("z"));
        b.acquire(fixture.locks.getOrCreate("z"));
        b.acquire(fixture.locks.getOrCreate("m"));
        assertThat(fixture.locks.contentions(null, false).all())
                .containsExactly(
                        new Contention(
                                "lock", "m", List.of(new ParticipantSnapshot(2, "b", 1000, "2", false)), List.of()),
                        new Contention(
                                "lock",
                                "z",
                                List.of(new ParticipantSnapshot(1, "a", 1000, "1", false)),
                                List.of(new ParticipantSnapshot(2, "b", 1000, "acquire", true))));
    }

    @Test
    void whatIsOnlySetOrBrokenIsNotAmongThem() {
        fixture.events.getOrCreate("e").set();
        fixture.barriers.getOrCreate("b").abort();
        assertThat(fixture.events.contentions(null, false).all()).isEmpty();
        assertThat(fixture.barriers.contentions(null, false).all()).isEmpty();
        assertThat(fixture.remembered()).isEqualTo(2);
    }
}
