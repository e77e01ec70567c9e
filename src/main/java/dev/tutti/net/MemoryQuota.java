package dev.tutti.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes that all connections of the server may hold together, for one purpose. If they hold more, the one
 * that holds most is evicted, but what nobody waits for any more goes first. A connection's own thread says how much it
 * holds, in steps, so that small amounts cost nothing: up to 2 KiB of a connection are not counted.
 */
final class MemoryQuota {

    /** A change that is smaller than this is not reported. */
    private static final long STEP_BYTES = 2048;

    private static final long EVICTED = -1;

    private volatile long max;
    private final AtomicLong used = new AtomicLong();
    private final Set<Share> shares = ConcurrentHashMap.newKeySet();

    /** @param max in bytes */
    MemoryQuota(long max) {
        this.max = max;
    }

    /** Sets another number of bytes, which holds when somebody is about to hold more. */
    void change(long bytes) {
        max = bytes;
    }

    long max() {
        return max;
    }

    long used() {
        return used.get();
    }

    /** @param evicted told, on any thread and once, that the connection holds most and has to let go of everything */
    Share share(Runnable evicted) {
        return share(evicted, false);
    }

    /** The share of something that nobody waits for any more. The largest of these is evicted before any other. */
    Share expendable(Runnable evicted) {
        return share(evicted, true);
    }

    private Share share(Runnable evicted, boolean isExpendable) {
        Share share = new Share(evicted, isExpendable);
        shares.add(share);
        return share;
    }

    /** The part that one connection holds. */
    final class Share {

        private final Runnable evicted;
        private final boolean isExpendable;
        /** The bytes that are counted for it, or {@link #EVICTED}. */
        private final AtomicLong counted = new AtomicLong();

        private Share(Runnable evicted, boolean isExpendable) {
            this.evicted = evicted;
            this.isExpendable = isExpendable;
        }

        private boolean goesBefore(Share other) {
            boolean goes = isExpendable && counted.get() > 0;
            boolean otherGoes = other.isExpendable && other.counted.get() > 0;
            return goes == otherGoes ? counted.get() > other.counted.get() : goes;
        }

        /**
         * The connection holds this many bytes now, or is about to. To be called by its own thread only. Returns false
         * if it is evicted, by this call or before.
         */
        boolean holds(long bytes) {
            long before = counted.get();
            if (before == EVICTED) {
                return false;
            }
            if (Math.abs(bytes - before) < STEP_BYTES && (bytes > 0 || before == 0)) {
                return true;
            }
            if (counted.compareAndSet(before, bytes) && used.addAndGet(bytes - before) > max && bytes > before) {
                makeRoom(this);
            }
            return counted.get() != EVICTED;
        }

        /** The connection has ended. */
        void close() {
            shares.remove(this);
            release();
        }

        /** Returns whether anything was counted. */
        private boolean release() {
            long before = counted.getAndSet(EVICTED);
            if (before != EVICTED) {
                used.addAndGet(-before);
            }
            return before > 0;
        }
    }

    /** Evicts the first to go until there is room; among equal ones the one that has just grown. */
    private void makeRoom(Share grown) {
        while (used.get() > max) {
            Share first = grown;
            for (Share share : shares) {
                if (share.goesBefore(first)) {
                    first = share;
                }
            }
            if (!first.release()) {
                return;
            }
            first.evicted.run();
        }
    }
}
