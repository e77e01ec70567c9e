package dev.tutti.kill;

/** An item, and what clients know of it. {@link QueueHistory} says when. */
final class TrackedItem {

    static final long NEVER = Long.MAX_VALUE;
    private static final int SHOWN = 12;

    /** What was put. Of two clients that put items with one key, only one learns whose item it is. */
    String body;
    /** The queue, or the group of queues between which items are moved. Null if that does not matter. */
    String family;
    /** Null for none. */
    String key;
    /** Null for none. */
    String group;
    /** Null for none. */
    final Possible<Long> priority;
    /** The milliseconds that it was delayed for when it was put. */
    long delay;
    /** The milliseconds from its put to its end if nobody gets it, 0 for ever. */
    long lifetime;

    /** The server did not put it, or found another one with its key. */
    boolean refused;
    /** 0 until it is acknowledged. */
    long id;
    /** True once its put was acknowledged or it was delivered: an item that may still be lost is shown to nobody. */
    boolean acknowledged;

    int deliveries;
    /** The number of commands that asked for its end and were not refused. */
    int ends;

    long endedAt = NEVER;
    int left;
    /** The item may not be delivered before this time, in nanoseconds of the clock. */
    long due = Long.MIN_VALUE;
    /** The number of requests that change the time at which it is ready. */
    int changes;
    /** The number of those that have no reply yet. */
    int changing;

    /** The time in nanoseconds from which on it may have been dropped, since nobody has got it. */
    long mayExpire = NEVER;
    /** The time in nanoseconds at which it has been dropped if nobody has got it. */
    long expires = NEVER;
    /** It had expired before this server started, unless somebody has got it. */
    boolean hasExpired;

    /** The attempt that has a detached lease, 0 if none is known to have one. */
    long detached;

    final Possible<String> error = new Possible<>(null);
    final Possible<String> progress = new Possible<>(null);

    /** The item that was to be put in the transaction that was to end this one, if that was not answered. */
    TrackedItem next;
    /** The other way round. */
    TrackedItem previous;

    TrackedItem(String body, Long priority) {
        this.body = body;
        this.priority = new Possible<>(priority);
    }

    TrackedItem(String body) {
        this(body, null);
    }

    /** Whether it must be in a server, unless it has expired. */
    boolean isThere() {
        return acknowledged && ends == 0;
    }

    /** The start of the body, which may be long. */
    @Override
    public String toString() {
        return body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
    }
}
