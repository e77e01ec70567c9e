package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.queue.Waiters.Getter;
import dev.tutti.queue.Waiters.Putter;
import dev.tutti.ready.ReadyItems;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Wait;
import java.util.ArrayList;
import java.util.List;

/**
 * asyncio's Queue with acknowledgement: an item is ready, then in flight with whoever got it, until it is finished. Pure
 * and single-threaded; waiters are served strictly in arrival order.
 *
 * <p>Two laws hold between any two calls: nobody waits to get while an item is ready, and nobody waits to put while
 * there is room. So a newcomer that finds an item, or room, overtakes nobody.
 */
public final class WorkQueue {

    private final String name;
    private final QueueConfig config;
    private final QueueContext context;
    private boolean kept;
    private QueueState phase = QueueState.OPEN;

    private final Counters counters = new Counters();
    private final PendingItems pendingItems;
    private final InFlightItems inFlight;
    private final Submissions submissions;
    /** The same for all queues as long as nobody has waited here, since each command looks at them. */
    private Waiters waiters = Waiters.NOBODY;

    /** @param kept whether it stays when nothing is in it */
    WorkQueue(String name, QueueConfig config, boolean kept, QueueContext context) {
        this.name = name;
        this.config = config;
        this.kept = kept;
        this.context = context;
        pendingItems = new PendingItems(this, context, this::settle);
        inFlight = new InFlightItems(this, context, pendingItems, counters);
        submissions = new Submissions(context, this::forgetIfIdle);
    }

    public String name() {
        return name;
    }

    public QueueConfig config() {
        return config;
    }

    /** Whether it stays when nothing is in it. */
    public boolean isKept() {
        return kept;
    }

    /** It stays from now on, whatever is in it, and when the server starts again. */
    void keep() {
        kept = true;
        context.store().changed(this);
    }

    // ---- put

    public boolean hasRoom() {
        return pendingItems.hasRoom();
    }

    /** Takes the item in at once; only while there {@link #hasRoom() is room}. Gives its id. */
    public long put(Item item) {
        admit(item);
        settle();
        return item.id;
    }

    /** Waits for room. */
    public Wait awaitRoom(Participant participant, Item item, QueueWaiter<Item> told) {
        return ownWaiters().put(participant, new Putter(item, told));
    }

    private void admit(Item item) {
        item.id = context.nextId();
        receive(item);
        item.order = context.store().entered(item);
        pendingItems.enter(item);
    }

    private void receive(Item item) {
        item.queue = this;
        counters.put++;
        if (item.awaiter() instanceof Submission submission) {
            submissions.add(submission);
        }
    }

    /** Takes in an item from another queue, or one that has failed for good; the id stays, attempts start anew. */
    void adopt(Item item) {
        item.startAnew();
        receive(item);
        item.order = context.store().moved(item);
        pendingItems.enterReady(item);
    }

    // ---- get

    /**
     * Leases up to {@code count} ready items to the holder, for so many milliseconds, 0 for ever; fewer, where they would
     * take more than {@link PendingItems#MOST_BYTES_AT_ONCE}.
     */
    public List<Item> take(Holder holder, int count, long lease) {
        List<Item> taken = leaseUpTo(count, holder, lease);
        settle();
        return taken;
    }

    /** Leases the next ready item to the holder; there must be one. */
    public Item take(Holder holder, long lease) {
        Item item = leaseNext(holder, lease);
        settle();
        return item;
    }

    /** Waits for one item at least, and gets {@code count} at most. */
    public Wait awaitItem(Holder holder, int count, long lease, QueueWaiter<List<Item>> told) {
        return ownWaiters().get(new Getter(holder, count, lease, told));
    }

    private List<Item> leaseUpTo(int count, Holder holder, long lease) {
        List<Item> taken = new ArrayList<>(Math.min(count, pendingItems.ready()));
        long bytes = 0;
        while (taken.size() < count && pendingItems.ready() > 0 && bytes < ReadyItems.MOST_BYTES_AT_ONCE) {
            Item item = leaseNext(holder, lease);
            bytes += item.bytesShown();
            taken.add(item);
        }
        return taken;
    }

    private Item leaseNext(Holder holder, long lease) {
        Item item = pendingItems.poll();
        inFlight.begin(item, holder, lease);
        return item;
    }

    /** The items that somebody has got and not finished. */
    public InFlightItems inFlight() {
        return inFlight;
    }

    /** The items that were submitted, and their results as long as they are kept. */
    public Submissions submissions() {
        return submissions;
    }

    /** How items leave for another queue, and come from one; made when it is asked for. */
    public Transfers transfers() {
        return new Transfers(this, context, pendingItems, submissions);
    }

    /**
     * Ends an item that nobody wants any more. One that nobody has got is never delivered; the holder of one in flight
     * is told so, now or when it next acts on it.
     *
     * @return false if it had ended already
     */
    public boolean cancel(Item item) {
        if (item.state == Item.State.IN_FLIGHT) {
            inFlight.cancel(item);
        } else if (item.state == Item.State.READY || item.state == Item.State.DELAYED) {
            pendingItems.remove(item);
            item.drop(context);
        } else {
            return false;
        }
        settle();
        return true;
    }

    /** Ends an item of which nobody was told, not even whoever has got it by now: nothing of it stays. */
    public void retract(Item item) {
        if (item.awaiter() instanceof Submission submission) {
            submissions.remove(submission);
        }
        if (item.state == Item.State.IN_FLIGHT || item.isCancelled()) {
            inFlight.retract(item);
            settle();
        } else {
            cancel(item);
        }
    }

    /** The item of that id that has not ended, or null. One that was not submitted and not got is searched for. */
    public Item find(long id) {
        Submission submission = submissions.find(id);
        if (submission != null) {
            return submission.item();
        }
        Item flying = inFlight.find(id);
        return flying != null ? flying : pendingItems.find(id);
    }

    // ---- the queue as a whole

    private Waiters ownWaiters() {
        if (waiters == Waiters.NOBODY) {
            waiters = new Waiters(context, this::forgetIfIdle);
        }
        return waiters;
    }

    /** It is as it was when the server ended. */
    void restore(boolean wasKept, boolean shutDown, boolean closed) {
        kept |= wasKept;
        phase = closed ? QueueState.CLOSED : shutDown ? QueueState.DRAINING : QueueState.OPEN;
        if (closed) {
            inFlight.close();
        }
    }

    /** The items that nobody has got. */
    PendingItems pendingItems() {
        return pendingItems;
    }

    /** Drops what nobody has got; gives how many that were. Whoever awaits one finds it cancelled. */
    public int purge() {
        int dropped = pendingItems.total();
        pendingItems.drop().forEach(Item::tellCancelled);
        settle();
        return dropped;
    }

    /** Whether items are refused. */
    public boolean isShutDown() {
        return phase != QueueState.OPEN;
    }

    /** Whether it is shut down and what comes back is dropped. */
    public boolean isClosed() {
        return phase == QueueState.CLOSED;
    }

    /** Whether nothing can be got any more, now or later. */
    public boolean isOver() {
        return phase != QueueState.OPEN && pendingItems.total() == 0 && (inFlight.size() == 0 || isClosed());
    }

    /**
     * Takes no more items in, and gives out those that are left.
     *
     * @param immediate drops what nobody has got, and what comes back
     */
    public void shutDown(boolean immediate) {
        if (immediate) {
            phase = QueueState.CLOSED;
            inFlight.close();
        } else if (phase == QueueState.OPEN) {
            phase = QueueState.DRAINING;
        }
        context.store().changed(this);
        List<Item> awaited = immediate ? pendingItems.drop() : List.of();
        waiters.refusePutters();
        awaited.forEach(Item::tellCancelled);
        settle();
    }

    /** Ends with all that is in it: whoever waits here finds it shut down, whoever awaits an item finds that cancelled. */
    public void delete() {
        phase = QueueState.CLOSED;
        context.forget(this);
        context.store().deleted(this);
        List<Item> gone = pendingItems.drop();
        gone.addAll(inFlight.abandonAll());
        waiters.refuseAll();
        gone.forEach(Item::tellCancelled);
        submissions.cancelAll();
    }

    /** Whether every item put has been finished. */
    public boolean isFinished() {
        return pendingItems.total() == 0 && inFlight.size() == 0;
    }

    public Wait awaitFinished(Participant participant, QueueWaiter<Void> told) {
        return ownWaiters().join(participant, told);
    }

    public int size() {
        return pendingItems.ready();
    }

    /** The next ones, as many as {@link #take} would give. */
    public List<Item> peek(int count) {
        return pendingItems.peek(count);
    }

    public QueueStats stats() {
        return QueueStats.of(config, pendingItems, inFlight, waiters, counters);
    }

    /** Who has got items and who waits here; empty if there is nobody. */
    Contention contention() {
        return new Contention("queue", name, inFlight.holders(), waiters.presences());
    }

    /** Restores the laws after a change: feeds waiting getters, lets waiting putters in, wakes who joins. */
    void settle() {
        while (true) {
            if (!waiters.getters.isEmpty() && pendingItems.ready() > 0) {
                Getter getter = waiters.getters.poll();
                getter.told().served(leaseUpTo(getter.count(), getter.holder(), getter.lease()));
            } else if (!waiters.putters.isEmpty() && hasRoom()) {
                Putter putter = waiters.putters.poll();
                admit(putter.item());
                putter.told().served(putter.item());
            } else {
                break;
            }
        }
        if (isOver()) {
            waiters.refuseGetters();
        }
        if (isFinished()) {
            waiters.joiners.pollAll().forEach(joiner -> joiner.served(null));
        }
        forgetIfIdle();
    }

    /** Whether there is nothing to it but results that are kept. */
    boolean isUnused() {
        return !kept && phase == QueueState.OPEN && pendingItems.isEmpty() && inFlight.isEmpty() && waiters.isEmpty();
    }

    /** To be called where a queue was named and then nothing was done with it. */
    public void forgetIfIdle() {
        if (isUnused() && submissions.isEmpty()) {
            context.forget(this);
        }
    }

    @Override
    public String toString() {
        return "<WorkQueue " + name + " maxsize=" + config.maxSize() + " ready=" + pendingItems.ready() + " inflight="
                + inFlight.size() + " getters=" + waiters.getters.size() + " putters=" + waiters.putters.size() + ">";
    }
}
