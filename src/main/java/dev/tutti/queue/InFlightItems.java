package dev.tutti.queue;

/**
 * The items of a queue that workers have, each on a {@link Lease}, and the ways out: an item is finished, has failed,
 * is cancelled, or returns to the pending items. The methods leave the queue unsettled.
 */
final class InFlightItems {

    /** The value of a lease's length that stands for the present one. */
    static final long SAME_LEASE = -1;

    private final ItemQueue queue;
    private final QueueHeader header;
    private final QueueContext context;
    private final PendingItems pendingItems;
    private final Submissions submissions;
    private final Counters counters;
    private final Leases leases;
    private final ItemFailures failures;
    private final ItemsById items = new ItemsById();
    /** The number of cancelled items whose holders are still to be told. */
    private int cancelled;

    /** @param listener is told when leases have ended, for {@link #takeOverdue} */
    InFlightItems(
            ItemQueue queue,
            QueueHeader header,
            QueueContext context,
            PendingItems pendingItems,
            Submissions submissions,
            Counters counters,
            QueueListener listener) {
        this.queue = queue;
        this.header = header;
        this.context = context;
        this.pendingItems = pendingItems;
        this.submissions = submissions;
        this.counters = counters;
        this.leases = new Leases(context.timers(), listener);
        this.failures = new ItemFailures(queue, context, counters);
    }

    /** Delivers items until the delivery is full, or there are no more. */
    void deliverAll(Delivery to) {
        boolean goesOn;
        do {
            goesOn = deliver(to);
        } while (goesOn);
    }

    /** Delivers the next ready item, if there is one and the delivery may have more. Returns whether it has. */
    boolean deliver(Delivery to) {
        if (to.isFull() || to.hasBegun() && context.flights().isFull() || !canDeliver() || !to.begins()) {
            return false;
        }
        Item item = pendingItems.storage().poll();
        if (!to.hasRoomFor(item)) {
            pendingItems.storage().putBack(item);
            return false;
        }
        deliver(item, to.holder(), to.lease());
        to.add(item);
        return true;
    }

    /** Whether an item may be delivered now. */
    boolean canDeliver() {
        return pendingItems.hasNext()
                && header.limits().allow(items.size())
                && !context.flights().isDraining();
    }

    /** @param millis the length of the lease, 0 for ever */
    Item deliver(Holder holder, long millis) {
        Item item = pendingItems.storage().poll();
        deliver(item, holder, millis);
        return item;
    }

    private void deliver(Item item, Holder holder, long millis) {
        pendingItems.got(item);
        hand(item, new Lease(holder, context.timers().now(), millis));
        header.limits().delivered();
        counters.countDelivered();
        if (item.attempts() == 1) {
            counters.countGot(
                    item.id(), item.options().delay(), context.timers().now());
        }
        if (item.isRecorded()) {
            context.store()
                    .delivered(item, context.timers().now() - item.lease().since());
        }
        leases.renew(item);
        if (millis == 0) {
            context.watch(holder);
        }
    }

    private void hand(Item item, Lease lease) {
        item.deliver(lease, context.memory());
        items.add(item);
        context.flights().began(item);
    }

    /**
     * Begins the time of the lease again.
     *
     * @param progress the item's from now on, or null to leave it as it is
     * @param millis the length of the lease from now on, or {@link #SAME_LEASE}
     */
    void touch(Item item, byte[] progress, long millis) {
        if (progress != null) {
            item.trace(item.trace().progressed(progress), context.memory());
            context.store().traced(item);
        }
        if (millis != SAME_LEASE) {
            leases.change(item, millis, context);
        }
        touch(item);
    }

    private void touch(Item item) {
        if (item.isDetached() && item.isRecorded()) {
            context.store()
                    .delivered(item, context.timers().now() - item.lease().since());
        }
        leases.renew(item);
    }

    /** The item was on a detached lease before the server was started, and is still. */
    void restore(Item item, Holder holder, RecordedItem.HeldLease held) {
        item.uncountAttempt();
        item.becomeReady();
        pendingItems.storage().countInFlight(item);
        hand(item, new Lease(holder, context.timers().now() - held.heldFor(), held.millis()));
        leases.endAfter(item, held.left());
    }

    Item find(long id) {
        return items.find(id);
    }

    /** The item with that id if this holder may act on it, a cancelled one included; or null. */
    Item find(long id, Holder caller) {
        Item item = items.find(id);
        return item != null && item.obeys(caller) ? item : null;
    }

    /** The number of items that are not cancelled. */
    int size() {
        return items.size() - cancelled;
    }

    /** Whether there is no item, not even a cancelled one. */
    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Whether the item fails for good if its holder loses it. */
    boolean isOutOfAttempts(Item item) {
        return !header.config().allowsAttemptAfter(item.attempts());
    }

    private void remove(Item item) {
        items.remove(item);
        context.flights().ended(item);
        pendingItems.storage().countOutOfFlight(item);
        item.lease().stop(context.timers());
    }

    // ---- finished, failed or released

    /** Whether there is room to keep this message, if the item has failed for good and its result is kept. */
    boolean hasRoomForFailure(Item item, Failure failure) {
        return failure.isRetried(header.config(), item.attempts())
                || submissions.hasRoomForResult(item, failure.message().length);
    }

    /** Finishes the item, and returns it. */
    Item done(Item item, byte[] result) {
        counters.countDone();
        context.history().add(item, Fate.DONE);
        end(item);
        Awaiter awaiter = item.takeAwaiter();
        if (awaiter != null) {
            awaiter.done(result);
        }
        return item;
    }

    private void end(Item item) {
        remove(item);
        context.end(item);
    }

    /** One attempt has failed: the item returns to the front if it has another one, else it has failed for good. */
    void fail(Item item, Failure failure, Holder by) {
        boolean retried = failure.isRetried(header.config(), item.attempts());
        remove(item);
        item.leave(by, context.memory());
        if (retried) {
            counters.countRetried();
            context.history().add(item, Fate.RETRIED);
            failures.keep(item, failure.message());
            comeBack(item, failure.delay(header.config(), item.attempts(), context.random()));
        } else {
            failures.failForGood(item, failure.message(), Fate.FAILED);
        }
    }

    /** The item returns to the front after so many milliseconds, and this attempt does not count. */
    void release(Item item, Holder by, long delay) {
        remove(item);
        item.leave(by, context.memory());
        item.uncountAttempt();
        context.history().add(item, Fate.RELEASED);
        comeBack(item, delay);
    }

    /** Adds the item at the front of the pending ones; a closed queue drops it. */
    void comeBack(Item item, long delay) {
        if (header.isClosed()) {
            context.drop(item, Fate.SHUT_DOWN);
        } else {
            item.record(context.store().cameBack(item, delay));
            pendingItems.comeBack(item, delay);
        }
    }

    // ---- lost by the holder

    /** The return of the items whose leases have ended, except items whose lease was renewed or that have ended. */
    ReturningItems takeOverdue() {
        return new ReturningItems(
                leases.takeOverdue(),
                item -> item.lease() != null && item.lease().hasEnded(),
                item -> endIfOver(item, ItemFailures.LAST_LEASE_ENDED, Fate.LAST_LEASE_ENDED),
                item -> takeBack(
                        item, Fate.LEASE_ENDED, Failure.backoff(header.config(), item.attempts(), context.random())));
    }

    /** Ends an item whose holder has closed, if it is cancelled or out of attempts; returns whether it is. */
    boolean endIfOver(Item item) {
        return endIfOver(item, ItemFailures.HOLDER_CLOSED, Fate.LAST_CONNECTION_CLOSED);
    }

    private boolean endIfOver(Item item, byte[] message, Fate fate) {
        if (endIfCancelled(item)) {
            return true;
        }
        boolean over = isOutOfAttempts(item);
        if (over) {
            remove(item);
            item.lose(context.memory());
            failures.failForGood(item, message, fate);
        }
        return over;
    }

    /** Ends an item that is cancelled, and returns whether it is. */
    boolean endIfCancelled(Item item) {
        if (!item.isCancelled()) {
            return false;
        }
        endCancelled(item);
        return true;
    }

    /** The holder has lost the item, which returns to the front after the delay. The attempt counts. */
    void takeBack(Item item, Fate fate, long delay) {
        counters.countRetried();
        remove(item);
        item.lose(context.memory());
        context.history().add(item, fate);
        if (fate == Fate.LEASE_ENDED) {
            failures.keep(item, ItemFailures.LEASE_ENDED);
        }
        comeBack(item, delay);
    }

    /** The holder gives the item up in order. The item returns to the front, and the attempt does not count. */
    void undeliver(Item item, Fate fate) {
        remove(item);
        item.lose(context.memory());
        item.uncountAttempt();
        context.history().add(item, fate);
        comeBack(item, 0);
    }

    /** All items, cancelled ones included, for a look alone. */
    ItemsById all() {
        return items;
    }

    /** An item was in flight for the last time when the server ended: it has failed for good. */
    void failLost(Item item) {
        failures.failForGood(item, ItemFailures.SERVER_ENDED, Fate.LAST_CONNECTION_CLOSED);
    }

    // ---- cancelled

    /**
     * Cancels an item. If the holder stops its work, the awaiter is told at the end of that. If the holder learns of it
     * only when it next acts on the item, the awaiter is told at once.
     */
    void cancel(Item item) {
        item.cancel();
        queue.freeKey(item);
        context.erase(item);
        cancelled++;
        if (item.holder().stops(item)) {
            submissions.stopping(item);
        } else {
            item.tellCancelled(Fate.CANCELLED);
        }
    }

    /** The holder of a cancelled item has been told: the item ends. */
    void endCancelled(Item item) {
        cancelled--;
        context.history().add(item, Fate.CANCELLED);
        end(item);
        item.tellCancelled(Fate.CANCELLED);
    }

    void retract(Item item) {
        if (item.isCancelled()) {
            cancelled--;
        }
        end(item);
        item.tellCancelled(Fate.CANCELLED);
    }

    /** Takes an item from its holder, who does not find it from now on, and ends it. Returns null if there is none. */
    Item endOne() {
        Item item = items.any();
        if (item == null) {
            return null;
        }
        if (item.isCancelled()) {
            cancelled--;
        } else {
            item.holder().stops(item);
        }
        context.history().add(item, Fate.DELETED);
        end(item);
        return item;
    }
}
