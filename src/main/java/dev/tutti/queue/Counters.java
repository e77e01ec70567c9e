package dev.tutti.queue;

/** The totals of a queue since it was created, and the memory that it takes now. */
final class Counters {

    private long bytes;
    private long put;
    private long done;
    private long failed;
    private long retried;
    private long dead;
    private long expired;

    /** The bytes of the {@link MemoryLimit} that the items and results of the queue take. */
    long bytes() {
        return bytes;
    }

    /** The items and results take so many bytes more, or fewer if they are negative. */
    void take(long more) {
        bytes += more;
    }

    void countPut() {
        put++;
    }

    void countDone() {
        done++;
    }

    /** An item has failed for good. */
    void countFailed() {
        failed++;
    }

    /** An item has gone to the dead-letter queue. */
    void countDead() {
        dead++;
    }

    /** An item was dropped because nobody had got it in time. */
    void countExpired() {
        expired++;
    }

    /** An attempt has failed, and there is another one. */
    void countRetried() {
        retried++;
    }

    long put() {
        return put;
    }

    long done() {
        return done;
    }

    long failed() {
        return failed;
    }

    long retried() {
        return retried;
    }

    long dead() {
        return dead;
    }

    long expired() {
        return expired;
    }
}
