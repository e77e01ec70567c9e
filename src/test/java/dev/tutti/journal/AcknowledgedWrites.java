package dev.tutti.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Numbered writes to a few keys, and what of them must be found later. Each key has the number of its last write. A write
 * that was not acknowledged may be found or not, but never instead of a later one that was. Safe from any thread.
 */
final class AcknowledgedWrites {

    private static final int KEYS = 37;
    private static final long PATIENCE_SECONDS = 20;

    /** The number of the last acknowledged write of each key. */
    private final Map<String, Integer> last = new HashMap<>();

    private int written;
    private int acknowledged;
    private int failed;

    /** Commits so many writes, and waits for them. */
    void commit(Journal journal, int count) {
        for (int i = 0; i < count; i++) {
            commit(journal, () -> {});
        }
        awaitOutcomes();
    }

    /** Commits so many writes at a time, and the next when one is acknowledged, until they fail. */
    void keepCommitting(Journal journal, int atATime) {
        for (int i = 0; i < atATime; i++) {
            commitNext(journal);
        }
    }

    private void commitNext(Journal journal) {
        commit(journal, () -> commitNext(journal));
    }

    private synchronized void commit(Journal journal, Runnable next) {
        int number = written++;
        String key = "key " + number % KEYS;
        journal.commit(Records.put(key, "" + number), new Completion() {
            @Override
            public void committed() {
                isAcknowledged(key, number);
                next.run();
            }

            @Override
            public void failed(JournalException cause) {
                hasFailed();
            }
        });
    }

    private synchronized void isAcknowledged(String key, int number) {
        acknowledged++;
        last.put(key, number);
        notifyAll();
    }

    private synchronized void hasFailed() {
        failed++;
        notifyAll();
    }

    synchronized int acknowledged() {
        return acknowledged;
    }

    /** Waits until so many writes in all are acknowledged. */
    synchronized void awaitAcknowledged(int count) {
        await(() -> acknowledged >= count);
    }

    /** Waits until each write is acknowledged or has failed. */
    synchronized void awaitOutcomes() {
        await(() -> acknowledged + failed == written);
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            assertThat(left)
                    .as("of %d writes, %d are acknowledged and %d have failed", written, acknowledged, failed)
                    .isPositive();
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    synchronized void assertAreIn(Map<String, String> records) {
        assertThat(records).containsKeys(last.keySet().toArray(String[]::new));
        last.forEach((key, number) ->
                assertThat(Integer.parseInt(records.get(key))).as(key).isBetween(number, written - 1));
    }
}
