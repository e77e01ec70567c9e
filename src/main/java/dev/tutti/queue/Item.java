package dev.tutti.queue;

import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.waiting.Deadlines.Deadline;
import java.util.Set;

/**
 * One item of a queue. An item changes only by the named transitions below, which the classes of this package call;
 * each checks that the {@link ItemState} allows it. An item is in one list at a time: the storage of ready or delayed
 * items of its queue, or the list of its holder.
 */
public final class Item extends ExpiringItem {

    private ItemState state = ItemState.OUTSIDE;
    private ItemQueue queue;
    private long id;
    private int attempts;
    private long order;
    /** The number of records of the item that are on their way to the disk. */
    private int unwritten;
    /** Null unless the item is in flight. */
    private Lease lease;
    /** The end of the delay. Null unless the item is delayed. */
    private Deadline due;
    /** The next item in a bucket of {@link ItemsById}. */
    private Item nextInBucket;
    /** Those who had the item, lost it and are not closed; null if there is nobody. */
    private Set<Holder> formerHolders;

    /** An item whose end is told to {@code awaiter}, which may be null. */
    public Item(byte[] body, PutOptions options, Awaiter awaiter) {
        this(body, options, awaiter, Footprint.ITEM);
    }

    /** An item that one caller puts and waits for. Its memory includes that of the caller's wait. */
    public static Item ofRun(byte[] body, PutOptions options, Awaiter awaiter) {
        return new Item(body, options, awaiter, Footprint.RUN);
    }

    /** @param footprint its memory without the body */
    Item(byte[] body, PutOptions options, Awaiter awaiter, int footprint) {
        super(body, options, awaiter, body.length + footprint + options.bytes());
    }

    // ---- what an item is

    /** Unique in the server and growing; 0 until a queue has taken the item in. */
    @Override
    public long id() {
        return id;
    }

    /** The number of deliveries, the current one included. */
    public int attempts() {
        return attempts;
    }

    /** The position among the items of its queue after a restart; 0 if no record is kept, see {@link QueueStore}. */
    @Override
    public long order() {
        return order;
    }

    public boolean isRecorded() {
        return order != 0;
    }

    @Override
    long putTime() {
        return queue.putTime(id);
    }

    /** The queue of the item, or its last one; null while the item waits for room. */
    public ItemQueue queue() {
        return queue;
    }

    public boolean isCancelled() {
        return state == ItemState.CANCELLED;
    }

    /** The worker that has the item, or null. */
    Holder holder() {
        return lease == null ? null : lease.holder();
    }

    /** Whether the item belongs to its lease alone, and to no connection. */
    public boolean isDetached() {
        return lease != null && lease.holder().isDetached();
    }

    /** Whether a consumer of this process has the item. */
    public boolean isWithConsumer() {
        return lease != null && lease.holder().isConsumer();
    }

    /** The length of the lease in milliseconds, 0 if it does not end. The item must be in flight. */
    public long leaseMillis() {
        return lease.millis();
    }

    /** The milliseconds until the item is ready, negative if it is overdue; 0 if it is not delayed. */
    long readyIn(long now) {
        return due == null ? 0 : due.time() - now;
    }

    boolean is(ItemState asked) {
        return state == asked;
    }

    Lease lease() {
        return lease;
    }

    Deadline due() {
        return due;
    }

    /**
     * Whether this caller may act on the item: everybody who knows its id, except those who had it and lost it. While
     * the item is on a detached lease they may, too, if they name the attempt.
     *
     * @param caller null if it has never got an item here
     */
    boolean obeys(Holder caller) {
        return lease.holder() == caller || isDetached() || !isLostTo(caller);
    }

    /** Whether this caller had the item, lost it, and has not got it again. */
    public boolean isLostTo(Holder caller) {
        return caller != null && formerHolders != null && formerHolders.contains(caller);
    }

    /** Whether this client has the item, which is in flight. */
    public boolean isWith(Holder caller) {
        return caller != null && caller.actsAs(lease.holder());
    }

    int formerHolders() {
        return formerHolders == null ? 0 : formerHolders.size();
    }

    /**
     * An item that was delivered before, or that somebody awaits or may ask for, is more than the journal knows. The
     * storage restores groups only in fair queues.
     */
    @Override
    protected Form form() {
        if (attempts > 0
                || awaiter() != null
                || formerHolders != null
                || isBeingRead()
                || options().key() != null
                || expiry() != null
                || group() != null && queue.config().kind() != Kind.FAIR) {
            return Form.OBJECT;
        } else if (!isRecorded()) {
            return isPlain() ? Form.UNRECORDED : Form.OBJECT;
        }
        return unwritten == 0 ? Form.WRITTEN : Form.UNWRITTEN;
    }

    // ---- transitions

    private void become(ItemState next) {
        if (!state.leadsTo(next)) {
            throw new IllegalStateException(this + " cannot become " + next);
        }
        state = next;
        if (queue != null) {
            queue.changed(this);
        }
    }

    @Override
    void account(int by, MemoryLimit memory) {
        super.account(by, memory);
        queue.account(by);
    }

    /** A queue takes the item in for the first time. */
    void enter(ItemQueue taker, long newId) {
        if (id != 0) {
            throw new IllegalStateException(this + " has been in a queue");
        }
        queue = taker;
        id = newId;
    }

    /** The item goes on in this queue. Its attempts count from 0 again. Former holders stay barred. */
    void move(ItemQueue taker) {
        queue = taker;
        attempts = 0;
    }

    /** The {@link QueueStore} has recorded the item at this position. */
    void record(long newOrder) {
        order = newOrder;
    }

    /** The {@link QueueStore} has no record of the item any more. */
    void eraseRecord() {
        order = 0;
    }

    /** The item is created from its record in the journal. */
    void restore(ItemQueue taker, long oldId, int oldAttempts, long oldOrder) {
        enter(taker, oldId);
        attempts = oldAttempts;
        order = oldOrder;
    }

    /** A record of the item is on its way to the disk. Until {@link #written} only this object has all of it. */
    public void recording() {
        unwritten++;
    }

    /** A record of the item is on the disk. */
    public void written() {
        if (--unwritten == 0 && state == ItemState.READY) {
            queue.written(this);
        }
    }

    /** Its body has come. Its place is the recorded one unless it has got another one since that was written. */
    void load(byte[] read, Long priority, long recordedOrder, MemoryLimit memory) {
        read(read);
        Long given = (priority == null ? 0 : priority) == priority()
                ? priority
                : options().given();
        options(PutOptions.of(given, null, group()));
        order = order == id ? recordedOrder : order;
        account(read.length, memory);
    }

    void becomeReady() {
        become(ItemState.READY);
    }

    void delay(Deadline end, MemoryLimit memory) {
        become(ItemState.DELAYED);
        due = end;
        account(Footprint.DELAY, memory);
    }

    void endDelay(MemoryLimit memory) {
        become(ItemState.READY);
        due = null;
        account(-Footprint.DELAY, memory);
    }

    /** The item is taken out of the ready or delayed ones, and is not delivered. */
    void takeOut(MemoryLimit memory) {
        become(ItemState.OUTSIDE);
        endRead();
        if (due != null) {
            due = null;
            account(-Footprint.DELAY, memory);
        }
    }

    void deliver(Lease next, MemoryLimit memory) {
        become(ItemState.IN_FLIGHT);
        attempts++;
        lease = next;
        account(next.bytes(), memory);
        next.holder().add(this);
        formerHolders = next.holder().leaveFormer(formerHolders);
    }

    /** The holder gives the item up, or another caller takes it away. */
    void leave(Holder by, MemoryLimit memory) {
        if (by == lease.holder()) {
            endLease(memory);
        } else {
            lose(memory);
        }
    }

    /** This delivery does not count as an attempt. */
    void uncountAttempt() {
        attempts--;
    }

    /** The holder loses the item, and may not act on it any more, whoever has it next. */
    void lose(MemoryLimit memory) {
        Holder loser = lease.holder();
        endLease(memory);
        formerHolders = loser.joinFormer(formerHolders);
    }

    private void endLease(MemoryLimit memory) {
        become(ItemState.OUTSIDE);
        account(-lease.bytes(), memory);
        unlink();
        lease = null;
    }

    void cancel() {
        become(ItemState.CANCELLED);
    }

    /** The item is gone for good. The object may be kept with a result. */
    void end(MemoryLimit memory) {
        become(ItemState.ENDED);
        memory.release(bytes());
        if (queue != null) {
            queue.account(-bytes());
        }
        unlink();
        lease = null;
        forgetExpiry();
        forgetBody();
        forgetTrace();
        formerHolders = null;
    }

    /** A result of this item is kept from now on. */
    void submit(Awaiter submission, MemoryLimit memory) {
        await(submission);
        account(Footprint.SUBMISSION - Footprint.ITEM, memory);
    }

    // ---- for ItemsById

    Item nextInBucket() {
        return nextInBucket;
    }

    void nextInBucket(Item next) {
        nextInBucket = next;
    }

    @Override
    public String toString() {
        return "Item " + id + " " + state + " attempts=" + attempts;
    }
}
