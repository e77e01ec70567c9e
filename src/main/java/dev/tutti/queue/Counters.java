package dev.tutti.queue;

import dev.tutti.ops.ItemTotals;

/**
 * The totals of a queue since the server knows its name, the memory that it takes now, and the item that was got last.
 * Everything that is counted here counts among the totals of the server, too.
 */
final class Counters {

    private final ItemTotals ofAll;
    /** The items that count as unfinished in {@link #ofAll}. */
    private int unfinished;

    private long bytes;
    private long put;
    /** The deliveries to workers, of each item as many as it had. */
    private long delivered;

    private long done;
    private long failed;
    private long retried;
    private long dead;
    private long expired;
    private long cancelled;
    /** The id of the last item that was got for the first time, 0 if there was none. */
    private long gotId;

    private long gotAt;
    private long gotDelay;

    /** @param ofAll the totals of the server */
    Counters(ItemTotals ofAll) {
        this.ofAll = ofAll;
    }

    /** The bytes of the {@link MemoryLimit} that the items and results of the queue take. */
    long bytes() {
        return bytes;
    }

    /** The items and results take so many bytes more, or fewer if they are negative. */
    void take(long more) {
        bytes += more;
    }

    /** So many items of the queue are not finished now. */
    void unfinished(int items) {
        if (items != unfinished) {
            ofAll.changeUnfinished(items - unfinished);
            unfinished = items;
        }
    }

    /** So many more results are kept, or fewer if the number is negative. */
    void results(int more) {
        ofAll.changeResults(more);
    }

    void countPut() {
        put++;
        ofAll.countPut();
    }

    /** A worker has got an item, for the first time or again. */
    void countDelivered() {
        delivered++;
    }

    void countDone() {
        done++;
        ofAll.countDone();
    }

    /** Continues with the totals of a queue of the same name that is forgotten. */
    void goOnFrom(Counters past) {
        put = past.put;
        delivered = past.delivered;
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
        ofAll.countCancelled();
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
        ofAll.countFailed();
    }

    /** An item has gone to the dead-letter queue. */
    void countDead() {
        dead++;
        ofAll.countDead();
    }

    /** An item was dropped because nobody had got it in time. */
    void countExpired() {
        expired++;
        ofAll.countExpired();
    }

    /** An attempt has failed, and there is another one. */
    void countRetried() {
        retried++;
        ofAll.countRetried();
    }

    /** Whether anything has happened to an item of the queue, which may be older than the server's start. */
    boolean haveCounted() {
        return put + delivered + done + failed + retried + dead + expired + cancelled > 0;
    }

    long cancelled() {
        return cancelled;
    }

    long put() {
        return put;
    }

    long delivered() {
        return delivered;
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
