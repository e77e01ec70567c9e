package dev.tutti.waiting;

/**
 * The numbers of holders and waiters of one lock or its kin, or of all of a kind together.
 *
 * @param held the number of things that are held
 * @param holders the number of times that something is held
 * @param waiters the number of clients that wait
 * @param oldestHolder the time since when the oldest holder holds, or {@link Long#MAX_VALUE} without holders
 * @param oldestWaiter the time since when the oldest waiter waits, or {@link Long#MAX_VALUE} without waiters
 */
public record ContentionSum(String kind, int held, int holders, int waiters, long oldestHolder, long oldestWaiter) {

    /** Both together, which are of one kind. */
    public ContentionSum plus(ContentionSum other) {
        return new ContentionSum(
                kind,
                held + other.held,
                holders + other.holders,
                waiters + other.waiters,
                Math.min(oldestHolder, other.oldestHolder),
                Math.min(oldestWaiter, other.oldestWaiter));
    }

    /** The milliseconds for which the oldest holder has held, 0 without holders. */
    public long longestHold(long now) {
        return age(oldestHolder, now);
    }

    /** The milliseconds for which the oldest waiter has waited, 0 without waiters. */
    public long longestWait(long now) {
        return age(oldestWaiter, now);
    }

    private static long age(long since, long now) {
        return since == Long.MAX_VALUE ? 0 : Math.max(0, now - since);
    }
}
