package dev.tutti.ops;

import java.util.concurrent.atomic.LongAdder;

/**
 * The totals of all queues of a server since its start, also of queues that were forgotten or deleted. An item that
 * moves, or goes to a dead-letter queue, is put there once more. Safe to call from any thread.
 */
public final class ItemTotals {

    private final LongAdder put = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder unfinished = new LongAdder();
    private final LongAdder results = new LongAdder();

    public void countPut() {
        put.increment();
    }

    public void countDone() {
        done.increment();
    }

    public void countFailed() {
        failed.increment();
    }

    public void countRetried() {
        retried.increment();
    }

    public void countDead() {
        dead.increment();
    }

    public void countExpired() {
        expired.increment();
    }

    public void countCancelled() {
        cancelled.increment();
    }

    /** So many more items are in queues and not finished, or fewer if the number is negative. */
    public void changeUnfinished(int by) {
        unfinished.add(by);
    }

    /** So many more results are kept, or fewer if the number is negative. */
    public void changeResults(int by) {
        results.add(by);
    }

    /** There are no queues any more. What was counted stays. */
    public void forgetQueues() {
        unfinished.reset();
        results.reset();
    }

    public long put() {
        return put.sum();
    }

    public long done() {
        return done.sum();
    }

    public long failed() {
        return failed.sum();
    }

    public long retried() {
        return retried.sum();
    }

    public long dead() {
        return dead.sum();
    }

    public long expired() {
        return expired.sum();
    }

    public long cancelled() {
        return cancelled.sum();
    }

    /** The number of items that are in queues now and not finished. */
    public long unfinished() {
        return unfinished.sum();
    }

    /** The number of results that are kept now. */
    public long results() {
        return results.sum();
    }
}
