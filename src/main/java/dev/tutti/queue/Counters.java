package dev.tutti.queue;

/**
 * The totals of a queue since the server knows its name, the memory that it takes now, and the item that was got last.
 */
final class Counters {

    private long bytes;
    private long put;
    private long done;
    private long failed;
    private long retried;
    private long dead;
    private long expired;
    private long cancelled;
    /** The item that was got for the first time last, 0 if there was none. */
    private long gotId;

    private long gotAt;
    private long gotDelay;

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

    /** Continues with the totals of a queue of the same name that is forgotten. */
    void goOnFrom(Counters past) {
        put = past.put;
        done = past.done;
        failed = past.failed;
        retried = past.retried;
        dead = past.dead;
        expired = past.expired;
        cancelled = past.cancelled;
        gotId = past.gotId;
        gotAt = past.gotAt;
        gotDelay = past.gotDelay;
    }

    void countCancelled() {
        cancelled++;
    }

    /** A worker has got the item for the first time, at this time of the event loop. */
    void countGot(long id, long delay, long now) {
        gotId = id;
        gotDelay = delay;
        gotAt = now;
    }

    /** The milliseconds from the put of the item that was got last, or the end of its delay, until it was got. */
    long waited(QueueContext context) {
        long put = gotId == 0 ? TimeMarks.UNKNOWN : context.putTime(gotId);
        return put == TimeMarks.UNKNOWN ? 0 : Math.max(0, context.timeOfDay().of(gotAt) - put - gotDelay);
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

    long cancelled() {
        return cancelled;
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
