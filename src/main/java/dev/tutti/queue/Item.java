package dev.tutti.queue;

import dev.tutti.ready.ReadyItem;
import java.util.HashSet;
import java.util.Set;

/**
 * One item of a {@link WorkQueue}. It stands in one chain at a time: the queue's while it is ready, its holder's while
 * it is in flight.
 */
public final class Item extends ReadyItem {

    enum State {
        /** In no queue: it waits for room, or is on its way to another queue. */
        OUTSIDE,
        READY,
        DELAYED,
        IN_FLIGHT,
        /** Cancelled in flight: its holder is to be told so once. */
        CANCELLED,
        ENDED
    }

    private static final byte[] GONE = {};

    private byte[] body;
    private final PutOptions options;
    private Awaiter awaiter;
    private int bytes;
    State state = State.OUTSIDE;
    WorkQueue queue;
    long id;
    int attempts;
    /** As the {@link QueueStore} has it. */
    long order;
    /** Whether the journal has it, so that it may be read from there. */
    private boolean written;
    /** Null unless it is in flight. */
    Lease lease;
    /** For {@link ItemsById} alone. */
    Item nextInBucket;

    private Set<Holder> formerHolders;

    /** An item that somebody awaits, or nobody if {@code awaiter} is null. */
    public Item(byte[] body, PutOptions options, Awaiter awaiter) {
        this.body = body;
        this.options = options;
        this.awaiter = awaiter;
        this.bytes = body.length + (awaiter instanceof Submission ? Footprint.SUBMISSION : Footprint.ITEM);
    }

    /** Unique in the server and growing; 0 until a queue has taken the item in. */
    @Override
    public long id() {
        return id;
    }

    /** Empty once it has ended. */
    @Override
    public byte[] body() {
        return body;
    }

    /** How many times it has been delivered, this time included. */
    public int attempts() {
        return attempts;
    }

    /** Where it stands when it comes back; 0 if no record is kept of it, see {@link QueueStore}. */
    @Override
    public long order() {
        return order;
    }

    public boolean isRecorded() {
        return order != 0;
    }

    /** It comes from the journal. */
    void restored() {
        written = true;
    }

    /** It is in another queue now. */
    void startAnew() {
        attempts = 0;
        written = false;
    }

    /** What the {@link QueueStore} was told of its coming is on the disk. */
    public void written() {
        written = true;
        if (state == State.READY) {
            queue.pendingItems().spill(this);
        }
    }

    @Override
    protected Long givenPriority() {
        return options.given();
    }

    /** An item that was delivered before, or that somebody awaits or may ask for, is more than the journal knows. */
    @Override
    protected Form form() {
        if (attempts > 0 || awaiter != null || formerHolders != null) {
            return Form.OBJECT;
        }
        if (written) {
            return Form.WRITTEN;
        }
        return isRecorded() ? Form.UNWRITTEN : Form.UNRECORDED;
    }

    public boolean isCancelled() {
        return state == State.CANCELLED;
    }

    /** The queue that it is in, or went to last; null if it waits for room. */
    public WorkQueue queue() {
        return queue;
    }

    public PutOptions options() {
        return options;
    }

    /** Whoever is to be told how it ends, or null. */
    public Awaiter awaiter() {
        return awaiter;
    }

    /** Whoever is to be told how it ended, and from now on nobody; or null. */
    Awaiter takeAwaiter() {
        Awaiter told = awaiter;
        awaiter = null;
        return told;
    }

    boolean failureIsWanted() {
        return awaiter != null && awaiter.wantsFailure();
    }

    /** What it takes of the {@link MemoryLimit}; whoever makes an item has reserved that. */
    @Override
    public int bytes() {
        return bytes;
    }

    /** It takes so much more from now on, or less. */
    void grow(int by, MemoryLimit memory) {
        bytes += by;
        memory.take(by);
    }

    /** It is gone for good, from wherever it was. */
    void end(QueueContext context) {
        state = State.ENDED;
        context.memory().release(bytes);
        // What is left of it may be kept with a result.
        body = GONE;
        formerHolders = null;
        erase(context.store());
    }

    /** It is not to come back. */
    void erase(QueueStore store) {
        if (isRecorded()) {
            store.ended(id);
            order = 0;
        }
    }

    /** Ends it, and tells whoever awaits it that it is cancelled. */
    void drop(QueueContext context) {
        end(context);
        tellCancelled();
    }

    /** Tells whoever awaits it that it is cancelled; to be called last. */
    void tellCancelled() {
        Awaiter told = takeAwaiter();
        if (told != null) {
            told.cancelled();
        }
    }

    void leasedTo(Lease next) {
        lease = next;
        next.holder.items.addLast(this);
        if (formerHolders != null) {
            formerHolders.remove(next.holder);
        }
    }

    /** Its holder gave it up, or somebody else took it away. */
    void leave(Holder by) {
        if (by == lease.holder) {
            unlink();
            lease = null;
        } else {
            lost();
        }
    }

    /**
     * Its holder has lost it, and may not act on it from now on, whoever gets it next. Who has closed is not
     * remembered: it never acts again, and an item may outlive any number of connections.
     */
    void lost() {
        unlink();
        if (formerHolders != null) {
            formerHolders.removeIf(Holder::isClosed);
        }
        if (!lease.holder.isClosed()) {
            if (formerHolders == null) {
                formerHolders = new HashSet<>();
            }
            formerHolders.add(lease.holder);
        }
        lease = null;
    }

    int formerHolders() {
        return formerHolders == null ? 0 : formerHolders.size();
    }

    /** Whether that one may finish, fail or release it: anybody who names it, but for those who had it and lost it. */
    boolean obeys(Holder caller) {
        return lease.holder == caller || formerHolders == null || !formerHolders.contains(caller);
    }

    @Override
    public String toString() {
        return "Item " + id + " " + state + " attempts=" + attempts;
    }
}
