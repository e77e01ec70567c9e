package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.queue.Waiters.Getter;
import dev.tutti.queue.Waiters.Putter;
import dev.tutti.waiting.Party;
import dev.tutti.waiting.Standing;
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
    private final QueueSpace space;
    private boolean kept;
    private Phase phase = Phase.OPEN;

    private final Counters counters = new Counters();
    private final Stock stock;
    private final Flight flight;
    private final Submissions submissions;
    /** The same for all queues as long as nobody has waited here, since each command looks at them. */
    private Waiters waiters = Waiters.NOBODY;

    /** @param kept whether it stays when nothing is in it */
    WorkQueue(String name, QueueConfig config, boolean kept, QueueSpace space) {
        this.name = name;
        this.config = config;
        this.kept = kept;
        this.space = space;
        stock = new Stock(this, space, this::settle);
        flight = new Flight(this, space, stock, counters);
        submissions = new Submissions(space, this::forgetIfIdle);
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
        space.ledger().changed(this);
    }

    // ---- put

    public boolean hasRoom() {
        return stock.hasRoom();
    }

    /** Takes the item in at once; only while there {@link #hasRoom() is room}. Gives its id. */
    public long put(Item item) {
        admit(item);
        settle();
        return item.id;
    }

    /** Waits for room. */
    public Wait awaitRoom(Party party, Item item, Served<Item> told) {
        return ownWaiters().put(party, new Putter(item, told));
    }

    private void admit(Item item) {
        item.id = space.nextId();
        receive(item);
        item.order = space.ledger().entered(item);
        stock.enter(item);
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
        item.order = space.ledger().moved(item);
        stock.enterReady(item);
    }

    // ---- get

    /**
     * Leases up to {@code count} ready items to the holder, for so many milliseconds, 0 for ever; fewer, where they would
     * take more than {@link Stock#MOST_BYTES_AT_ONCE}.
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
    public Wait awaitItem(Holder holder, int count, long lease, Served<List<Item>> told) {
        return ownWaiters().get(new Getter(holder, count, lease, told));
    }

    private List<Item> leaseUpTo(int count, Holder holder, long lease) {
        List<Item> taken = new ArrayList<>(Math.min(count, stock.ready()));
        long bytes = 0;
        while (taken.size() < count && stock.ready() > 0 && bytes < Stock.MOST_BYTES_AT_ONCE) {
            Item item = leaseNext(holder, lease);
            bytes += item.bytesShown();
            taken.add(item);
        }
        return taken;
    }

    private Item leaseNext(Holder holder, long lease) {
        Item item = stock.poll();
        flight.begin(item, holder, lease);
        return item;
    }

    /** The items that somebody has got and not finished. */
    public Flight flight() {
        return flight;
    }

    /** The items that were submitted, and their results as long as they are kept. */
    public Submissions submissions() {
        return submissions;
    }

    /** How items leave for another queue, and come from one; made when it is asked for. */
    public Transfers transfers() {
        return new Transfers(this, space, stock, submissions);
    }

    /**
     * Ends an item that nobody wants any more. One that nobody has got is never delivered; the holder of one in flight
     * is told so, now or when it next acts on it.
     *
     * @return false if it had ended already
     */
    public boolean cancel(Item item) {
        if (item.state == Item.State.IN_FLIGHT) {
            flight.cancel(item);
        } else if (item.state == Item.State.READY || item.state == Item.State.DELAYED) {
            stock.remove(item);
            item.drop(space);
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
            flight.retract(item);
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
        Item flying = flight.find(id);
        return flying != null ? flying : stock.find(id);
    }

    // ---- the queue as a whole

    private Waiters ownWaiters() {
        if (waiters == Waiters.NOBODY) {
            waiters = new Waiters(space, this::forgetIfIdle);
        }
        return waiters;
    }

    /** It is as it was when the server ended. */
    void restore(boolean wasKept, boolean shutDown, boolean closed) {
        kept |= wasKept;
        phase = closed ? Phase.CLOSED : shutDown ? Phase.DRAINING : Phase.OPEN;
        if (closed) {
            flight.close();
        }
    }

    /** The items that nobody has got. */
    Stock stock() {
        return stock;
    }

    /** Drops what nobody has got; gives how many that were. Whoever awaits one finds it cancelled. */
    public int purge() {
        int dropped = stock.total();
        stock.drop().forEach(Item::tellCancelled);
        settle();
        return dropped;
    }

    /** Whether items are refused. */
    public boolean isShutDown() {
        return phase != Phase.OPEN;
    }

    /** Whether it is shut down and what comes back is dropped. */
    public boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    /** Whether nothing can be got any more, now or later. */
    public boolean isOver() {
        return phase != Phase.OPEN && stock.total() == 0 && (flight.size() == 0 || isClosed());
    }

    /**
     * Takes no more items in, and gives out those that are left.
     *
     * @param immediate drops what nobody has got, and what comes back
     */
    public void shutDown(boolean immediate) {
        if (immediate) {
            phase = Phase.CLOSED;
            flight.close();
        } else if (phase == Phase.OPEN) {
            phase = Phase.DRAINING;
        }
        space.ledger().changed(this);
        List<Item> awaited = immediate ? stock.drop() : List.of();
        waiters.refusePutters();
        awaited.forEach(Item::tellCancelled);
        settle();
    }

    /** Ends with all that is in it: whoever waits here finds it shut down, whoever awaits an item finds that cancelled. */
    public void delete() {
        phase = Phase.CLOSED;
        space.forget(this);
        space.ledger().deleted(this);
        List<Item> gone = stock.drop();
        gone.addAll(flight.abandonAll());
        waiters.refuseAll();
        gone.forEach(Item::tellCancelled);
        submissions.cancelAll();
    }

    /** Whether every item put has been finished. */
    public boolean isFinished() {
        return stock.total() == 0 && flight.size() == 0;
    }

    public Wait awaitFinished(Party party, Served<Void> told) {
        return ownWaiters().join(party, told);
    }

    public int size() {
        return stock.ready();
    }

    /** The next ones, as many as {@link #take} would give. */
    public List<Item> peek(int count) {
        return stock.peek(count);
    }

    public QueueStats stats() {
        return QueueStats.of(config, stock, flight, waiters, counters);
    }

    /** Who has got items and who waits here; empty if there is nobody. */
    Standing standing() {
        return new Standing("queue", name, flight.holders(), waiters.presences());
    }

    /** Restores the laws after a change: feeds waiting getters, lets waiting putters in, wakes who joins. */
    void settle() {
        while (true) {
            if (!waiters.getters.isEmpty() && stock.ready() > 0) {
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
        return !kept && phase == Phase.OPEN && stock.isEmpty() && flight.isEmpty() && waiters.isEmpty();
    }

    /** To be called where a queue was named and then nothing was done with it. */
    public void forgetIfIdle() {
        if (isUnused() && submissions.isEmpty()) {
            space.forget(this);
        }
    }

    @Override
    public String toString() {
        return "<WorkQueue " + name + " maxsize=" + config.maxSize() + " ready=" + stock.ready() + " inflight="
                + flight.size() + " getters=" + waiters.getters.size() + " putters=" + waiters.putters.size() + ">";
    }
}
