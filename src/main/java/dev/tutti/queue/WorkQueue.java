package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.queue.Waiters.Getter;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Wait;
import java.util.List;

/**
 * asyncio's Queue with acknowledgement: an item is ready, then in flight with a worker, until it is finished. Waiters
 * are served strictly in the order of their arrival, by the {@link Dispatcher}'s laws. This class, and the doors that
 * it opens, are the only way to change a queue from outside its package.
 */
public final class WorkQueue extends ItemQueue {

    /** The length of a lease that stays as it is. */
    public static final long SAME_LEASE = InFlightItems.SAME_LEASE;

    /** The delay of an item that becomes ready when it would have anyway. */
    public static final long SAME_TIME = ItemMoves.SAME_TIME;

    private final QueueContext context;
    private final QueueCore core;

    /** @param kept whether the queue stays when it is empty */
    WorkQueue(String name, QueueConfig config, boolean kept, QueueContext context) {
        this.context = context;
        this.core = new QueueCore(this, name, config, kept, context);
    }

    /** The parts of the queue, for this package alone. */
    QueueCore core() {
        return core;
    }

    @Override
    QueueHeader header() {
        return core.header;
    }

    // ---- put and get

    public boolean hasRoom() {
        return core.pendingItems.hasRoom();
    }

    /** Adds the item at once. There must be {@link #hasRoom room}. Returns the item's id. */
    public long put(Item item) {
        core.pendingItems.enter(item);
        return core.settled(item).id();
    }

    /**
     * The result of an item of this queue. It is kept for so many milliseconds from the item's end on, or for longer if
     * somebody has said so before.
     */
    public Submission submit(Item item, long ttl) {
        return core.submissions.submit(item, ttl);
    }

    public Wait awaitRoom(Participant participant, Item item, QueueWaiter<Item> told) {
        return core.dispatcher.awaitRoom(participant, new Putter(item, told));
    }

    public boolean canDeliver() {
        return core.inFlight.canDeliver();
    }

    /**
     * Delivers the next item on a lease of so many milliseconds, 0 for ever. It must be {@link #canDeliver possible}.
     */
    public Item take(Holder holder, long lease) {
        Item item = core.inFlight.deliver(holder, lease);
        context.replies().take(item.bytesShown());
        return core.settled(item);
    }

    /** Delivers up to {@code count} items, as many as fit into one reply, in this turn. */
    public List<Item> take(Holder holder, int count, long lease) {
        Delivery delivery = new Delivery(holder, count, lease, context.replies().left());
        core.inFlight.deliverAll(delivery);
        context.replies().take(delivery.bytes());
        return core.settled(delivery.items());
    }

    /**
     * Enters the line of getters. The getter is served with 1 to {@code count} items, as many as fit into one reply. If
     * items can be delivered already, call {@link #serve} once the getter waits.
     */
    public Wait awaitItem(Holder holder, int count, long lease, QueueWaiter<List<Item>> told) {
        return core.dispatcher.awaitItem(
                new Getter(holder, count, lease, context.replies().max(), told));
    }

    /** Serves the getters if items can be delivered. To be called after {@link #awaitItem}. */
    public void serve() {
        core.opened();
    }

    // ---- an item in flight, by its holder and id

    /** The item in flight with that id if this holder may act on it, a cancelled one included; or null. */
    public Item find(long id, Holder caller) {
        return core.inFlight.find(id, caller);
    }

    private Item held(Holder by, long id) {
        Item item = core.inFlight.find(id, by);
        if (item == null) {
            throw new IllegalArgumentException("item " + id + " is not in flight, or not with this holder");
        }
        return item;
    }

    /** Whether there is room to keep the result, if it is to be kept. */
    public boolean hasRoomForResult(Item item, byte[] result) {
        return core.submissions.hasRoomForResult(item, result.length);
    }

    /** Whether there is room to keep the message, if the item fails for good with it and its result is to be kept. */
    public boolean hasRoomForFailure(Item item, Failure failure) {
        return core.inFlight.hasRoomForFailure(item, failure);
    }

    /** Finishes an item that this holder {@link #find may act on}, as for the methods below. */
    public void done(Holder by, long id, byte[] result) {
        core.settled(core.inFlight.done(held(by, id), result));
    }

    /** Ends an attempt: the item returns to the front, or has failed for good if it is out of attempts. */
    public void fail(Holder by, long id, Failure failure) {
        Item item = held(by, id);
        core.change(() -> core.inFlight.fail(item, failure, by));
    }

    /** The item returns to the front after so many milliseconds, and the attempt does not count. */
    public void release(Holder by, long id, long delay) {
        Item item = held(by, id);
        core.change(() -> core.inFlight.release(item, by, delay));
    }

    /** Whether there is room to keep this progress of the item. */
    public boolean hasRoomForProgress(Item item, byte[] progress) {
        return context.memory()
                .hasRoom(
                        item.trace().progressed(progress).bytes() - item.trace().bytes());
    }

    /** Begins the time of the item's lease again. */
    public void touch(Holder by, long id) {
        touch(by, id, null, SAME_LEASE);
    }

    /**
     * Begins the time of the item's lease again.
     *
     * @param progress null to leave it as it is. There must be {@link #hasRoomForProgress room}.
     * @param lease its length from now on, 0 for ever, or {@link #SAME_LEASE}
     */
    public void touch(Holder by, long id, byte[] progress, long lease) {
        core.inFlight.touch(held(by, id), progress, lease);
    }

    /** The holder of a cancelled item has been told: the item ends. */
    public void endCancelled(Holder by, long id) {
        Item item = held(by, id);
        core.change(() -> core.inFlight.endCancelled(item));
    }

    // ---- an item anywhere

    /**
     * Moves a {@link ItemLookup#pending pending} item to the end of another queue, which must have room, or of this
     * one. A delayed item stays delayed. Its attempts count from 0 again.
     */
    public void move(Item item, WorkQueue to) {
        core.moves().move(item, to.core);
    }

    /**
     * Gives a {@link ItemLookup#pending pending} item another place, which is at the end, as if it had been put now.
     *
     * @param priority null to leave it as it is
     * @param delay the milliseconds until it is ready, 0 for now, or {@link #SAME_TIME}
     */
    public void reschedule(Item item, Long priority, long delay) {
        core.moves().reschedule(item, priority, delay);
    }

    @Override
    public boolean cancel(Item item) {
        return core.cancel(item);
    }

    @Override
    public void retract(Item item) {
        core.retract(item);
    }

    @Override
    void written(Item item) {
        core.written(item);
    }

    @Override
    void account(long bytes) {
        core.account(bytes);
    }

    @Override
    long putTime(long id) {
        return context.putTime(id);
    }

    @Override
    void freeKey(Item item) {
        core.keyed.leave(item);
    }

    // ---- the other doors

    /** Finds items by their ids and keys. */
    public ItemLookup items() {
        return new ItemLookup(core);
    }

    /** Shows items, and what has happened to them. */
    public ItemInspection inspection() {
        return new ItemInspection(this, core, context);
    }

    /** The bodies of the next items. */
    public ReadyBodies bodies() {
        return core.bodies();
    }

    /** What is done to the queue as a whole. */
    public QueueControl control() {
        return new QueueControl(this, context);
    }

    /** The door for items that go to another owner, or come from one. */
    public Handover handover() {
        return new Handover(this, context, core);
    }

    // ---- look

    /** The number of ready items. */
    public int size() {
        return core.pendingItems.ready();
    }

    /** Whether no item can be got any more, now or later. */
    public boolean isOver() {
        return core.dispatcher.isOver();
    }

    /** Whether every item has been finished. */
    public boolean isFinished() {
        return core.dispatcher.isFinished();
    }

    public QueueStats stats() {
        return core.stats();
    }

    // ---- the queue as a whole

    public Wait awaitFinished(Participant participant, QueueWaiter<Void> told) {
        return core.dispatcher.awaitFinished(participant, told);
    }

    /** Runs the action, behind the long change that goes on and those who came before. */
    public void whenOpen(Runnable action) {
        core.gate.whenOpen(action);
    }

    /** To be called after the queue was named and nothing was done with it. */
    public void forgetIfIdle() {
        core.forgetIfIdle();
    }

    @Override
    public String toString() {
        return "<WorkQueue " + name() + " maxsize=" + config().maxSize() + " ready=" + size() + " inflight="
                + core.inFlight.size() + " getters=" + core.dispatcher.getters() + " putters="
                + core.dispatcher.putters() + ">";
    }
}
