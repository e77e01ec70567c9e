package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.queue.Waiters.Getter;
import dev.tutti.queue.Waiters.Putter;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * asyncio's Queue with acknowledgement: an item is ready, then in flight with a worker, until it is finished. Waiters
 * are served strictly in the order of their arrival. This class is the only way to change a queue from outside its
 * package: each operation changes the parts of the {@link QueueCore}, and then settles the queue.
 */
public final class WorkQueue extends QueueCore {

    /** The nanoseconds in which items are taken out in one go. */
    private static final long TIME_TO_TAKE_OUT = TimeUnit.MILLISECONDS.toNanos(2);

    /** @param kept whether the queue stays when it is empty */
    WorkQueue(String name, QueueConfig config, boolean kept, QueueContext context) {
        super(name, config, kept, context);
    }

    private void change(Runnable action) {
        action.run();
        settle();
    }

    // ---- put and get

    /** Adds the item at once. There must be {@link #hasRoom room}. Returns the item's id. */
    public long put(Item item) {
        pendingItems.enter(item);
        settle();
        return item.id();
    }

    /** The result of an item of this queue, which is kept from now on for so many milliseconds if it was not yet. */
    public Submission submit(Item item, long ttl) {
        if (item.awaiter() == null && submissions.find(item.id()) == null) {
            item.submit(Submission.ofPut(item, ttl), context.memory());
            submissions.enter(item);
            context.store()
                    .submitted(
                            item,
                            item.due() == null
                                    ? 0
                                    : item.due().time() - context.timers().now());
        }
        return submissions.find(item.id());
    }

    public Wait awaitRoom(Participant participant, Item item, QueueWaiter<Item> told) {
        return ownWaiters().put(participant, new Putter(item, told));
    }

    /**
     * Delivers the next item on a lease of so many milliseconds, 0 for ever. It must be {@link #canDeliver possible}.
     */
    public Item take(Holder holder, long lease) {
        Item item = inFlight.deliver(holder, lease);
        context.replies().take(item.bytesShown());
        settle();
        return item;
    }

    /** Delivers up to {@code count} items, as many as fit into one reply, in this turn. */
    public List<Item> take(Holder holder, int count, long lease) {
        Delivery taken = new Delivery(holder, count, lease, context.replies().left());
        while (inFlight.deliver(taken)) {
            // one after another
        }
        context.replies().take(taken.bytes());
        settle();
        return taken.items();
    }

    /**
     * Enters the line of getters. The getter is served with 1 to {@code count} items, as many as fit into one reply. If
     * items can be delivered already, call {@link #serve} once the getter waits.
     */
    public Wait awaitItem(Holder holder, int count, long lease, QueueWaiter<List<Item>> told) {
        Wait wait = ownWaiters()
                .get(new Getter(holder, count, lease, context.replies().max(), told));
        readAhead();
        awaitOpening();
        return wait;
    }

    /** Serves the getters if items can be delivered. To be called after {@link #awaitItem}. */
    public void serve() {
        settle();
    }

    // ---- an item in flight

    /** The item in flight with that id if this holder may act on it, a cancelled one included; or null. */
    public Item find(long id, Holder caller) {
        return inFlight.find(id, caller);
    }

    /** The item in flight with that id, whoever may act on it, or null. */
    public Item inFlight(long id) {
        return inFlight.find(id);
    }

    /** Whether this client has the item, which is in flight. */
    public static boolean has(Holder caller, Item item) {
        return caller != null && caller.actsAs(item.holder());
    }

    /** Whether an item with that id is ready or waits for its delay to end. */
    public boolean isPending(long id) {
        return pendingItems.has(id);
    }

    /** Whether an item with that id waits for its delay to end. */
    public boolean isDelayed(long id) {
        return pendingItems.isDelayed(id);
    }

    /** Whether there is room to keep the result, if it is to be kept. */
    public boolean hasRoomForResult(Item item, byte[] result) {
        return submissions.hasRoomForResult(item, result.length);
    }

    /** Whether there is room to keep the message, if the item fails for good with it and its result is to be kept. */
    public boolean hasRoomForFailure(Item item, Failure failure) {
        return inFlight.hasRoomForFailure(item, failure);
    }

    public void done(Item item, byte[] result) {
        inFlight.done(item, result);
        settle();
    }

    /** Ends an attempt: the item returns to the front, or has failed for good if it is out of attempts. */
    public void fail(Item item, Failure failure, Holder by) {
        change(() -> inFlight.fail(item, failure, by));
    }

    /** The item returns to the front after so many milliseconds, and the attempt does not count. */
    public void release(Item item, Holder by, long delay) {
        change(() -> inFlight.release(item, by, delay));
    }

    /** Begins the time of the item's lease again. */
    public void touch(Item item) {
        inFlight.touch(item);
    }

    /** The holder of a cancelled item has been told: the item ends. */
    public void endCancelled(Item item) {
        change(() -> inFlight.endCancelled(item));
    }

    // ---- an item anywhere

    /** The item with that id, which may lack its body; or null. An item that was submitted may have ended. */
    public Item find(long id) {
        Submission submission = submissions.find(id);
        if (submission != null) {
            return submission.item();
        }
        Item delivered = inFlight.find(id);
        return delivered != null ? delivered : pendingItems.find(id);
    }

    /** The submission that has that id and has not ended, or whose result is kept; or null. */
    public Submission submission(long id) {
        return submissions.find(id);
    }

    @Override
    public boolean cancel(Item item) {
        if (item.is(ItemState.IN_FLIGHT)) {
            change(() -> inFlight.cancel(item));
        } else if (item.is(ItemState.READY) || item.is(ItemState.DELAYED)) {
            change(() -> pendingItems.drop(item));
        } else {
            return false;
        }
        return true;
    }

    @Override
    public void retract(Item item) {
        submissions.leave(item);
        if (item.is(ItemState.IN_FLIGHT) || item.isCancelled()) {
            change(() -> inFlight.retract(item));
        } else {
            cancel(item);
        }
    }

    @Override
    public void written(Item item) {
        if (shutGate() == null) { // else the bodies that were read for a command would be dropped under its hands
            pendingItems.written(item);
        }
    }

    // ---- items that move

    /**
     * Moves up to {@code count} ready items to the end of another queue, as long as that has room. Neither of the
     * queues may be changing. No body is read.
     *
     * @param told receives the number of moved items at the end
     */
    public void moveTo(WorkQueue to, int count, IntConsumer told) {
        Transfer transfer = new Transfer(this, to, count);
        changeInSlices(
                to == this ? List.of(this) : List.of(to, this), transfer::moveOne, () -> told.accept(transfer.moved()));
    }

    /**
     * Removes up to {@code count} ready items that have their bodies, in their order, which go to that queue of another
     * owner: one at least, and as many as it can in 2 ms.
     */
    public List<Item> takeOut(int count, String goal) {
        List<Item> taken = new ArrayList<>();
        long end = context.timers().nanoTime() + TIME_TO_TAKE_OUT;
        while (taken.size() < count && pendingItems.hasNext()) {
            taken.add(pendingItems.takeOut(goal));
            if (context.timers().nanoTime() - end >= 0) {
                break;
            }
        }
        settle();
        return taken;
    }

    /** Keeps room for up to {@code count} items that are to come; returns for how many. */
    public int reserve(int count) {
        return pendingItems.reserve(count);
    }

    /** Gives back reserved room. */
    public void vacate(int count) {
        change(() -> pendingItems.vacate(count));
    }

    /** Adds an item of another owner, for which room was reserved, under its id; a closed queue drops the item. */
    public void adopt(Item item, long id) {
        change(() -> pendingItems.adopt(item, id));
    }

    /** Adds an item that has failed for good in another queue. The caller settles this queue. */
    void receive(Item item) {
        pendingItems.receive(item);
    }

    // ---- the queue as a whole

    public Wait awaitFinished(Participant participant, QueueWaiter<Void> told) {
        return ownWaiters().join(participant, told);
    }

    /** The next items that have their {@link #hasBodies bodies}, as many as {@link #take} would deliver. */
    public List<Item> peek(int count) {
        List<Item> next = pendingItems.peek(count, context.replies().left());
        context.replies().take(next.stream().mapToLong(Item::bytesShown).sum());
        return next;
    }

    /** Whether the next item, if it is here, goes into the reply to the command at hand. */
    public boolean nextFitsReply() {
        return pendingItems.peek(1, context.replies().max()).stream()
                .allMatch(next -> context.replies().isFor(next.bytesShown()));
    }

    /** Where memory is short, drops the bodies again that were read for a {@link #peek}. */
    public void lookedAt() {
        pendingItems.reader().lookedAt();
    }

    /** Changes the settings, but for the kind, also for the items that are here. The queue stays from now on. */
    void alter(QueueConfig settings) {
        alterTo(settings);
        keep();
        settle();
    }

    /** Delivers nothing from now on, for so many milliseconds or, if that is 0, until {@link #resume}. */
    public void pause(long millis) {
        pauseFor(millis);
        recordState();
    }

    public void resume() {
        endPause();
        recordState();
        settle();
    }

    /**
     * Drops the items that nobody has got.
     *
     * @param told receives their number when they are dropped
     */
    public void purge(IntConsumer told) {
        int dropped = pendingItems.total();
        Clearing clearing = clearing(Fate.PURGED);
        changeInSlices(() -> clearing.endPending() || clearing.tell(), () -> told.accept(dropped));
    }

    private Clearing clearing(Fate fate) {
        return new Clearing(this, pendingItems, context, fate);
    }

    /**
     * Refuses new items, and delivers those that are left.
     *
     * @param immediate drops the items that nobody has got, and those that return
     * @param ended is run when that is done
     */
    public void shutDown(boolean immediate, Runnable ended) {
        close(immediate);
        context.store().changed(this);
        Clearing clearing = clearing(Fate.SHUT_DOWN);
        changeInSlices(() -> immediate && clearing.endPending() || waiters().refusePutter() || clearing.tell(), ended);
    }

    /**
     * Ends the queue and its items. Clients that wait here find it shut down, those that await an item, cancelled.
     *
     * @param ended is run when that is done
     */
    public void delete(Runnable ended) {
        close(true);
        stopLimits();
        Clearing clearing = clearing(Fate.DELETED);
        changeInSlices(
                () -> clearing.endPending()
                        || clearing.endDelivered(inFlight)
                        || waiters().refuseOne()
                        || clearing.tell()
                        || submissions.cancelOne(),
                () -> {
                    context.forget(this);
                    context.store().deleted(this);
                    ended.run();
                });
    }
}
