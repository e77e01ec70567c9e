package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.journal.MapJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time that is left of leases, delays and results when a server starts again, whatever the clock says. */
class RestartedLeaseTest {

    private static final int START = 100_000;

    private final Recorder recorder = new Recorder();
    private QueueScene scene = recorder.start(new MapJournal(), START);

    private void restart(long now) {
        recorder.turnOver();
        scene = recorder.start(recorder.journal().afterKill(), now);
    }

    private WorkQueue queue() {
        return scene.queues.named("q");
    }

    private Item put(long delay) {
        Item item = scene.item("a", new PutOptions(null, delay), null);
        queue().put(item);
        return item;
    }

    private Item getDetached(int lease) {
        put(0);
        Holder holder = scene.holder("h");
        Item item = queue().take(holder.detached(), lease);
        scene.queues.departures().close(holder);
        return item;
    }

    private boolean isInFlight(long id) {
        return queue().items().inFlight(id) != null;
    }

    /** @param left what must be left of a thousand milliseconds, of which 100 are over when the server ends */
    @ParameterizedTest
    @CsvSource({"100100, 900", "100500, 500", "100999, 1", "50000, 1000", "0, 1000"})
    void aDetachedLeaseHasWhatWasLeftAndNeverMoreThanTheLease(long now, int left) {
        long id = getDetached(1000).id();
        scene.after(100);
        restart(now);
        assertThat(isInFlight(id)).isTrue();
        assertThat(queue().items().inFlight(id).attempts()).isEqualTo(1);
        scene.after(left - 1);
        assertThat(isInFlight(id)).isTrue();
        scene.after(1);
        assertThat(isInFlight(id)).isFalse();
        assertThat(queue().size()).isEqualTo(1);
    }

    @Test
    void aDetachedLeaseThatEndedMeanwhileIsOver() {
        long id = getDetached(1000).id();
        restart(START + 1000);
        assertThat(queue().size()).isEqualTo(1);
        assertThat(scene.queues.history().of(id).fate()).isEqualTo(Fate.LEASE_ENDED);
        assertThat(queue().take(scene.holder("other"), 0).attempts()).isEqualTo(2);
    }

    @Test
    void aDetachedItemIsFinishedByAnotherServersWorkers() {
        long id = getDetached(1000).id();
        restart(START + 1);
        queue().done(null, id, new byte[0]);
        assertThat(scene.memory.used()).isZero();
        restart(START + 2);
        assertThat(queue().isFinished()).isTrue();
    }

    @Test
    void aRenewedLeaseIsTheOneThatGoesOn() {
        long id = getDetached(1000).id();
        scene.after(900);
        queue().touch(null, id);
        restart(START + 1500);
        assertThat(isInFlight(id)).isTrue();
        scene.after(400);
        assertThat(isInFlight(id)).isFalse();
    }

    @Test
    void aLeaseOfAConnectionEndsWithTheServer() {
        put(0);
        Item item = queue().take(scene.holder("h"), 1000);
        restart(START + 1);
        assertThat(queue().size()).isEqualTo(1);
        assertThat(scene.queues.history().of(item.id()).fate()).isEqualTo(Fate.RESTARTED);
    }

    @ParameterizedTest
    @CsvSource({"100100, 900", "100999, 1", "50000, 1000", "0, 1000"})
    void aResultIsKeptForWhatWasLeftAndNeverLongerThanItsTime(long now, int left) {
        long id = scene.submit(queue(), "a", 1000).id();
        queue().done(null, queue().take(scene.holder("h"), 0).id(), new byte[] {1});
        scene.after(100);
        restart(now);
        scene.after(left - 1);
        assertThat(queue().items().submission(id)).isNotNull();
        scene.after(1);
        assertThat(queue().items().submission(id)).isNull();
        assertThat(scene.memory.used()).isEqualTo(Footprint.queue("q"));
    }

    @ParameterizedTest
    @CsvSource({"100100, 900", "50000, 1000", "0, 1000"})
    void aDelayHasWhatWasLeftAndNeverMoreThanTheDelay(long now, int left) {
        put(1000);
        scene.after(100);
        restart(now);
        scene.after(left - 1);
        assertThat(queue().size()).isZero();
        scene.after(1);
        assertThat(queue().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"100100, 900", "50000, 1000", "0, 1000"})
    void aReleasedItemsDelayToo(long now, int left) {
        put(0);
        Holder holder = scene.holder("h");
        queue().release(holder, queue().take(holder, 0).id(), 1000);
        scene.after(100);
        restart(now);
        scene.after(left - 1);
        assertThat(queue().size()).isZero();
        scene.after(1);
        assertThat(queue().size()).isEqualTo(1);
    }
}
