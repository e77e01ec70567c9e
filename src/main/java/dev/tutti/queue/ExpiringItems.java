package dev.tutti.queue;

import dev.tutti.config.Names;

/**
 * The times at which pending items of a queue are dropped: those that nobody has got in time, and dead ones. An item
 * that somebody has got does not expire any more.
 */
final class ExpiringItems {

    private final ItemQueue queue;
    private final QueueHeader header;
    private final QueueContext context;
    private final Counters counters;
    private final QueueListener listener;
    /**
     * The items whose time is over. Some may have been delivered since, or moved, or have ended. Null until the first
     * item that may expire.
     */
    private DueItems<Item> expired;
    /** The number of times that DEADAGE has changed. */
    private int changes;

    /** @param listener is told when items have expired, for {@link #poll} */
    ExpiringItems(
            ItemQueue queue, QueueHeader header, QueueContext context, Counters counters, QueueListener listener) {
        this.queue = queue;
        this.header = header;
        this.context = context;
        this.counters = counters;
        this.listener = listener;
    }

    /** Begins the time of an item that comes to the queue, if it has one. */
    void begin(Item item) {
        dropIn(
                isDead(item.trace())
                        ? leftOfDead(item, item.trace())
                        : item.options().expires(),
                item);
    }

    /** Lets the time of an item go on that returns from a worker, if it is dead. */
    void goOn(Item item) {
        if (isDead(item.trace())) {
            begin(item);
        }
    }

    /** DEADAGE has changed. Returns the number of this change. */
    int changeDeadAge() {
        return ++changes;
    }

    /** Whether DEADAGE has not changed again. */
    boolean isLastChange(int change) {
        return change == changes;
    }

    /**
     * Begins the time of a pending item again, if it is dead, because DEADAGE has changed.
     *
     * @param trace that of the item, which may not have it here
     */
    void beginAgain(Item item, ItemTrace trace) {
        if (isDead(trace)) {
            end(item);
            dropIn(leftOfDead(item, trace), item);
        }
    }

    /** Whether an item that may expire is a dead one. Only dead ones may lack their bodies, and their traces. */
    boolean isDead(Item item) {
        return isDead(item.trace()) || !item.hasBody() && header.isDeadLetterQueue();
    }

    /** Whether an item has failed for good, and is where such items of its queue go. Most items never failed. */
    private boolean isDead(ItemTrace trace) {
        return trace.from() != null
                && header.isDeadLetterQueue()
                && Names.deadLetter(trace.from()).equals(header.name());
    }

    /** The milliseconds until a dead item has been dead for DEADAGE, at least 1; 0 if there is no DEADAGE. */
    private long leftOfDead(Item item, ItemTrace trace) {
        long age = context.limitsOf(queue).deadAgeMillis();
        if (age == 0) {
            return 0;
        }
        long recorded = item.options().expires() > 0 ? item.options().expires() : age;
        long left = trace.died() == TimeMarks.UNKNOWN
                ? recorded
                : trace.died() + age - context.timeOfDay().now();
        return Math.max(1, Math.min(age, left));
    }

    private void dropIn(long millis, Item item) {
        if (millis > 0) {
            item.expireAt(context.timers().after(millis, () -> over(item)), context.memory());
        }
    }

    private void over(Item item) {
        expired = expired == null ? new DueItems<>(context.timers(), listener::itemsExpired) : expired;
        expired.add(item);
    }

    /** Somebody has got the item, or it goes to another queue: it does not expire here any more. */
    void end(Item item) {
        if (item.expiry() != null) {
            context.timers().cancel(item.expiry());
            item.endExpiry(context.memory());
        }
    }

    /** The next item whose time was over, or null. */
    Item poll() {
        return expired.poll();
    }

    /** Whether the item's time is over, and the item has not been got since. */
    boolean isOver(Item item) {
        return item.queue() == queue
                && item.expiry() != null
                && item.expiry().time() <= context.timers().now();
    }

    /** Counts an item whose time is over. Returns its fate. */
    Fate count(Item item) {
        return count(isDead(item) ? Fate.OVER_DEADAGE : Fate.EXPIRED);
    }

    /** Counts an item of a dead-letter queue that is too long. Returns its fate. */
    Fate countOverDeadsize() {
        return count(Fate.OVER_DEADSIZE);
    }

    private Fate count(Fate fate) {
        counters.countExpired();
        if (fate != Fate.EXPIRED) {
            context.events().dropped(queue.name());
        }
        return fate;
    }
}
