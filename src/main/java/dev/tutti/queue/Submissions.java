package dev.tutti.queue;

import dev.tutti.ready.IdPage;
import java.util.Collections;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The submitted items of one queue by id: those under way, and the results that are kept. Only this class asks whether
 * an item was submitted.
 */
final class Submissions implements Submission.Keeper {

    /** The number of submissions that a step past all of them looks at. */
    private static final int IN_A_STEP = 64;

    private final QueueContext context;
    private final Counters counters;
    private final QueueListener listener;
    private final KeyedItems keyed;
    /** In the order of the ids. */
    private NavigableMap<Long, Submission> byId = Collections.emptyNavigableMap();
    /** The number of results that are kept. */
    private int results;
    /** Those of the next queue of the same name, once it has taken these over. */
    private Submissions heir;

    /** Those that {@link #cancelOne} has still to cancel, or null if others have come or gone since. */
    private Iterator<Submission> toCancel;

    /** @param listener is told when the time of a result is over */
    Submissions(QueueContext context, Counters counters, KeyedItems keyed, QueueListener listener) {
        this.context = context;
        this.counters = counters;
        this.listener = listener;
        this.keyed = keyed;
    }

    /** The submission of an item, or null if the item was not submitted. */
    private static Submission of(Item item) {
        return item.awaiter() instanceof Submission submission ? submission : null;
    }

    /** As {@link WorkQueue#submit}. */
    Submission submit(Item item, long ttl) {
        Submission known = find(item.id());
        if (known == null && item.awaiter() == null) {
            item.submit(Submission.ofPut(item, ttl), context.memory());
            enter(item);
            recordSubmitted(item);
        } else if (known != null && known.extend(ttl, context.timers())) {
            recordExtended(known);
        }
        return find(item.id());
    }

    private void recordSubmitted(Item item) {
        long now = context.timers().now();
        context.store().submitted(item, item.readyIn(now), item.expiresIn(now));
    }

    private void recordExtended(Submission submission) {
        if (submission.hasEnded()) {
            context.store().extended(submission, context.timers().now() - submission.endedAt());
        } else {
            recordSubmitted(submission.item());
        }
    }

    /** The item comes into the queue. */
    void enter(Item item) {
        Submission submission = of(item);
        if (submission != null) {
            submission.putAt(item.putAt()); // the item forgets it when it ends
            add(submission);
        }
    }

    private void add(Submission submission) {
        submission.keeper(this);
        if (byId.isEmpty()) {
            byId = new TreeMap<>();
        }
        byId.put(submission.item().id(), submission);
        toCancel = null;
    }

    /** The item leaves the queue without an end. */
    void leave(Item item) {
        Submission submission = of(item);
        if (submission != null) {
            remove(submission);
        }
    }

    private void remove(Submission submission) {
        submission.keeper(null);
        if (byId.remove(submission.item().id()) != null) {
            toCancel = null;
        }
    }

    /** The item is cancelled, and ends when its holder has stopped. */
    void stopping(Item item) {
        Submission submission = of(item);
        if (submission != null) {
            context.store().cancelled(submission);
        }
    }

    /** Whether memory has room for a result of so many bytes, if the result of this item is kept. */
    boolean hasRoomForResult(Item item, int bytes) {
        Submission submission = of(item);
        return submission == null || submission.hasRoomForResult(bytes, context.memory());
    }

    /** The submission that has that id and has not ended, or whose result is kept; or null. */
    Submission find(long id) {
        return byId.isEmpty() ? null : byId.get(id);
    }

    @Override
    public void keep(Submission ended) {
        keep(ended, ended.ttl());
        context.store().kept(ended);
    }

    /** Adds a submission that has ended already, and keeps its result for so many milliseconds. */
    void restore(Submission submission, long millis) {
        add(submission);
        keep(submission, millis);
    }

    private void keep(Submission submission, long millis) {
        results++;
        counters.results(1);
        context.memory().take(submission.bytes());
        counters.take(submission.bytes());
        submission.expireAfter(millis, context.timers());
        if (!submission.isCancelled()) {
            keyed.enter(submission.item());
        }
    }

    @Override
    public void expired(Submission kept) {
        if (heir != null) {
            heir.expired(kept);
        } else {
            forget(kept);
            listener.becameIdle();
        }
    }

    /**
     * Takes the results over that are all that is left of a queue, which another one of its name replaces, with their
     * keys. However many they are, this takes no longer: each finds its new keeper when its time is over.
     */
    void takeOver(Submissions kept) {
        byId = kept.byId;
        results = kept.results;
        keyed.takeOver(kept.keyed);
        counters.take(kept.counters.bytes());
        kept.byId = Collections.emptyNavigableMap();
        kept.results = 0;
        kept.heir = this;
    }

    private void forget(Submission submission) {
        remove(submission);
        release(submission);
    }

    private void release(Submission submission) {
        submission.keeper(null);
        if (submission.hasEnded()) {
            submission.stopExpiry(context.timers());
            keyed.leave(submission.item());
            context.memory().release(submission.bytes());
            counters.take(-submission.bytes());
            results--;
            counters.results(-1);
            context.store().forgotten(submission);
        }
    }

    /** Forgets one, and cancels it if it is under way. Returns whether there was one. */
    boolean cancelOne() {
        if (byId.isEmpty()) {
            return false;
        }
        toCancel = toCancel == null ? byId.values().iterator() : toCancel;
        Submission next = toCancel.next();
        toCancel.remove();
        release(next);
        if (!next.hasEnded()) {
            next.cancelled(Fate.DELETED);
        }
        return true;
    }

    /**
     * Adds the items with kept results that belong to the page, the first ones first, in short steps. One whose result
     * is kept from the first step to the last is met.
     *
     * @return makes the next step, and returns whether there are more
     */
    BooleanSupplier addEnded(IdPage<Item> page, Predicate<Submission> wanted) {
        return new BooleanSupplier() {
            private long last = page.after();

            @Override
            public boolean getAsBoolean() {
                int left = IN_A_STEP;
                for (Submission next : byId.tailMap(last, false).values()) {
                    last = next.item().id();
                    if (page.isBehind(last)) {
                        return false;
                    }
                    if (next.hasEnded() && wanted.test(next)) {
                        page.add(next.item());
                    }
                    if (--left == 0) {
                        return true;
                    }
                }
                return false;
            }
        };
    }

    /** Whether the item was submitted, so that its result is kept. */
    static boolean isOf(Item item) {
        return of(item) != null;
    }

    /** The number of results that are kept. */
    int results() {
        return results;
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }
}
