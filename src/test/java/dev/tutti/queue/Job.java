package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;

/** An unfinished item of the {@link JobModel}. */
final class Job {

    static final long NEVER = Long.MAX_VALUE;

    final long id;
    /** Null for none. */
    final String key;
    /** Null for the empty group. */
    final String group;

    JobQueue queue;
    /** Whether another item had the key when this one came to a queue. */
    boolean hasLostKey;
    /** The number of the step in which it came to its queue. */
    int step;

    int attempts;
    /** The item is not delivered before. */
    long ready;
    /** When it failed for good, if it is dead. */
    long died;
    /** The item is gone then, unless a worker has got it. */
    long expires;
    /** Null while no worker has it. */
    Holder holder;
    /** Whether it belongs to its lease alone. */
    boolean isDetached;
    /** The length of the lease, 0 if it does not end. */
    long lease;
    /** The end of the lease. */
    long leased = NEVER;

    boolean isCancelled;
    /** The time for which its result is kept, or {@link Awaiter#NOT_KEPT}. */
    long ttl;
    /** Whether its result is known, and kept. */
    boolean hasResult;
    /** Those who await its result. */
    final List<String> awaiting = new ArrayList<>();

    Job(Item item, long ready, long expires) {
        this.id = item.id();
        this.key = item.options().key();
        this.group = item.options().group();
        this.ready = ready;
        this.expires = expires;
        this.ttl = item.resultTtl();
    }

    boolean isSubmitted() {
        return ttl != Awaiter.NOT_KEPT;
    }

    boolean isHeld() {
        return holder != null;
    }

    boolean isReady(long now) {
        return holder == null && ready <= now;
    }

    /** Whether no other item of its queue may have its key. */
    boolean hasKey() {
        return key != null && !isCancelled && !hasLostKey;
    }

    void lend(Holder to, long millis, long now) {
        holder = to;
        isDetached = to.isDetached();
        lend(millis, now);
    }

    /** The lease begins again. */
    void lend(long millis, long now) {
        lease = millis;
        leased = millis == 0 ? NEVER : now + millis;
    }

    void giveBack() {
        holder = null;
        isDetached = false;
        leased = NEVER;
    }
}
