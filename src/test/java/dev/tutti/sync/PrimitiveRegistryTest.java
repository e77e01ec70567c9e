package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ParticipantSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimitiveRegistryTest {

    private final SyncScene ensemble = new SyncScene();
    private final SyncClient a = ensemble.player("a");
    private final SyncClient b = ensemble.player("b");

    @Test
    void comesIntoBeingAtFirstUse() {
        assertThat(ensemble.locks.existing("l")).isNull();
        AsyncLock lock = ensemble.locks.getOrCreate("l");
        assertThat(ensemble.locks.getOrCreate("l")).isSameAs(lock);
        assertThat(ensemble.locks.existing("l")).isSameAs(lock);
        assertThat(ensemble.locks.getOrCreate("m")).isNotSameAs(lock);
        assertThat(ensemble.locks.size()).isEqualTo(2);
    }

    @Test
    void namesOfDifferentKindsAreDifferentThings() {
        a.acquire(ensemble.locks.getOrCreate("x"));
        a.acquire(ensemble.semaphores.getOrCreate("x"));
        a.acquire(ensemble.conditions.getOrCreate("x").lock());
        assertThat(ensemble.told()).containsExactly("a has 1", "a has 2", "a has 3");
    }

    @Test
    void isForgottenAndComesAgain() {
        AsyncLock first = ensemble.locks.getOrCreate("l");
        a.acquire(first);
        a.close();
        assertThat(ensemble.locks.existing("l")).isNull();
        assertThat(ensemble.locks.getOrCreate("l")).isNotSameAs(first);
    }

    @Test
    void oneThatWasForgottenTakesNoNamesakeWithIt() {
        AsyncEvent first = ensemble.events.getOrCreate("e");
        first.clear();
        AsyncEvent second = ensemble.events.getOrCreate("e");
        second.set();
        first.clear();
        assertThat(ensemble.events.existing("e")).isSameAs(second);
    }

    @Test
    void tellsWhatIsHeldOrWaitedFor() {
        a.acquire(ensemble.locks.getOrCreate("z"));
        b.acquire(ensemble.locks.getOrCreate("z"));
        b.acquire(ensemble.locks.getOrCreate("m"));
        assertThat(ensemble.locks.contentions(null, false))
                .containsExactlyInAnyOrder(
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
        ensemble.events.getOrCreate("e").set();
        ensemble.barriers.getOrCreate("b").abort();
        assertThat(ensemble.events.contentions(null, false)).isEmpty();
        assertThat(ensemble.barriers.contentions(null, false)).isEmpty();
        assertThat(ensemble.remembered()).isEqualTo(2);
    }
}
