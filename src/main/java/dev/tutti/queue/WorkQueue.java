package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Chain;
import dev.tutti.waiting.Link;
import dev.tutti.waiting.Wait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * asyncio's Queue with acknowledgement: an item is ready, then in flight with whoever got it, until it is finished. Pure
 * and single-threaded; waiters are served strictly in arrival order.
 *
 * <p>Two laws hold between any two calls: nobody waits to get while an item is ready, and nobody waits to put while
 * there is room. So a newcomer that finds an item, or room, overtakes nobody.
 */
public final class WorkQueue {

    private static final class Putter extends Link {
        private final Item item;
        private final Consumer<Item> taken;

        private Putter(Item item, Consumer<Item> taken) {
            this.item = item;
            this.taken = taken;
        }
    }

    private static final class Getter extends Link {
        private final Holder holder;
        private final int count;
        private final Consumer<List<Item>> served;

        private Getter(Holder holder, int count, Consumer<List<Item>> served) {
            this.holder = holder;
            this.count = count;
            this.served = served;
        }
    }

    private static final class Joiner extends Link {
        private final Runnable finished;

        private Joiner(Runnable finished) {
            this.finished = finished;
        }
    }

    private final String name;
    private final QueueSpace space;
    private QueueConfig config;
    private boolean kept;

    private final Chain<Item> ready = new Chain<>();
    private final Map<Long, Item> inFlight = new HashMap<>();
    private final Chain<Putter> putters = new Chain<>();
    private final Chain<Getter> getters = new Chain<>();
    private final Chain<Joiner> joiners = new Chain<>();
    private int unfinished;
    private final Counters counters = new Counters();

    WorkQueue(String name, QueueConfig config, boolean kept, QueueSpace space) {
        this.name = name;
        this.config = config;
        this.kept = kept;
        this.space = space;
    }

    public String name() {
        return name;
    }

    public QueueConfig config() {
        return config;
    }

    /** Gives the queue settings that outlive its last item. */
    void keep(QueueConfig settings) {
        config = settings;
        kept = true;
        settle();
    }

    // ---- put

    public boolean hasRoom() {
        return config.maxSize() == 0 || ready.size() < config.maxSize();
    }

    /** Takes the item in at once; only while there {@link #hasRoom() is room}. Gives its id. */
    public long put(Item item) {
        admit(item);
        settle();
        return item.id;
    }

    /** Waits for room; {@code taken} is told when the item is in. */
    public Wait awaitRoom(Item item, Consumer<Item> taken) {
        Putter putter = new Putter(item, taken);
        putters.addLast(putter);
        return () -> {
            putter.unlink();
            space.memory().release(item.bytes());
            forgetIfIdle();
        };
    }

    private void admit(Item item) {
        item.id = space.nextId();
        unfinished++;
        counters.put++;
        enterLast(item);
    }

    private void enterLast(Item item) {
        item.queue = this;
        item.state = Item.State.READY;
        ready.addLast(item);
    }

    // ---- get

    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Leases up to {@code count} ready items to the holder. */
    public List<Item> take(Holder holder, int count) {
        List<Item> taken = lease(holder, count);
        settle();
        return taken;
    }

    /** Leases the first ready item to the holder; there must be one. */
    public Item take(Holder holder) {
        Item item = leaseFirst(holder);
        settle();
        return item;
    }

    /** Waits for an item; {@code served} is told of those that were leased to the holder. */
    public Wait awaitItem(Holder holder, int count, Consumer<List<Item>> served) {
        Getter getter = new Getter(holder, count, served);
        getters.addLast(getter);
        return () -> {
            getter.unlink();
            forgetIfIdle();
        };
    }

    private List<Item> lease(Holder holder, int count) {
        List<Item> taken = new ArrayList<>(Math.min(count, ready.size()));
        while (taken.size() < count && !ready.isEmpty()) {
            taken.add(leaseFirst(holder));
        }
        return taken;
    }

    private Item leaseFirst(Holder holder) {
        Item item = ready.poll();
        item.state = Item.State.IN_FLIGHT;
        item.attempts++;
        item.heldBy(holder);
        inFlight.put(item.id, item);
        return item;
    }

    // ---- finish

    /** The item in flight under that id that this holder may act on, a cancelled one included; or null. */
    public Item inFlight(long id, Holder caller) {
        Item item = inFlight.get(id);
        return item != null && item.obeys(caller) ? item : null;
    }

    public void done(Item item, byte[] result) {
        counters.done++;
        end(item);
        Awaiter awaiter = item.takeAwaiter();
        if (awaiter != null) {
            awaiter.done(result);
        }
        settle();
    }

    /** One attempt has failed: back to the front if there is another, else failed for good. */
    public void fail(Item item, byte[] message, Holder by) {
        item.leave(by);
        if (config.attempts() > 0 && item.attempts < config.attempts()) {
            counters.retried++;
            comeBack(item);
        } else {
            failForGood(item, message);
            if (item.queue != this) {
                item.queue.settle();
            }
        }
        settle();
    }

    /** Back to the front, and this attempt does not count. */
    public void release(Item item, Holder by) {
        item.leave(by);
        item.attempts--;
        comeBack(item);
        settle();
    }

    /** Ends what its holder lost by closing, if it is cancelled or out of attempts; says whether it is. */
    boolean endIfOver(Item item) {
        if (item.isCancelled()) {
            forgetCancelled(item);
        } else if (config.attempts() > 0 && item.attempts >= config.attempts()) {
            item.lost();
            failForGood(item, LOST);
        } else {
            return false;
        }
        return true;
    }

    /** Takes to the front what its holder lost by closing; the attempt counts. */
    void takeBack(Item item) {
        counters.retried++;
        item.lost();
        comeBack(item);
    }

    private static final byte[] LOST =
            "the connection that held it closed, and it is out of attempts".getBytes(StandardCharsets.UTF_8);

    private void comeBack(Item item) {
        inFlight.remove(item.id);
        item.state = Item.State.READY;
        ready.addFirst(item);
    }

    private void failForGood(Item item, byte[] message) {
        counters.failed++;
        boolean wanted = item.failureIsWanted();
        Awaiter awaiter = item.takeAwaiter();
        if (wanted) {
            end(item);
        } else {
            inFlight.remove(item.id);
            unfinished--;
            counters.dead++;
            space.bury(item, this);
        }
        if (awaiter != null) {
            awaiter.failed(message);
        }
    }

    /** Takes in an item that has failed for good elsewhere, or here; the id stays, attempts start anew. */
    void receiveDead(Item item) {
        item.attempts = 0;
        unfinished++;
        counters.put++;
        enterLast(item);
    }

    private void end(Item item) {
        item.unlink();
        inFlight.remove(item.id);
        item.state = Item.State.ENDED;
        item.holder = null;
        unfinished--;
        space.memory().release(item.bytes());
    }

    // ---- cancel

    /**
     * Ends an item that nobody wants any more. One that is ready is never delivered; the holder of one in flight is told
     * so, and may find out once more when it acts on it.
     */
    public void cancel(Item item) {
        Holder holder = item.holder;
        if (item.state == Item.State.READY) {
            end(item);
        } else if (item.state == Item.State.IN_FLIGHT) {
            item.state = Item.State.CANCELLED;
            unfinished--;
            counters.cancelledInFlight++;
        } else {
            return;
        }
        tellCancelled(item);
        if (holder != null) {
            holder.cancelled(item);
        }
        settle();
    }

    /** The holder of a cancelled item has been told: now it is gone. */
    public void forgetCancelled(Item item) {
        item.unlink();
        inFlight.remove(item.id);
        item.state = Item.State.ENDED;
        counters.cancelledInFlight--;
        space.memory().release(item.bytes());
        forgetIfIdle();
    }

    /** Drops what is ready; gives how many that were. Whoever awaits one finds it cancelled. */
    public int purge() {
        int dropped = ready.size();
        for (Item item = ready.first(); item != null; item = ready.first()) {
            end(item);
            tellCancelled(item);
        }
        settle();
        return dropped;
    }

    private static void tellCancelled(Item item) {
        Awaiter awaiter = item.takeAwaiter();
        if (awaiter != null) {
            awaiter.cancelled();
        }
    }

    // ---- join and look

    public boolean isFinished() {
        return unfinished == 0;
    }

    public Wait awaitFinished(Runnable finished) {
        Joiner joiner = new Joiner(finished);
        joiners.addLast(joiner);
        return () -> {
            joiner.unlink();
            forgetIfIdle();
        };
    }

    public int size() {
        return ready.size();
    }

    public List<Item> peek(int count) {
        List<Item> first = new ArrayList<>(Math.min(count, ready.size()));
        for (Item item : ready) {
            if (first.size() == count) {
                break;
            }
            first.add(item);
        }
        return first;
    }

    public QueueStats stats() {
        int flying = inFlight.size() - counters.cancelledInFlight;
        return counters.stats(config, ready.size(), flying, unfinished, getters.size(), putters.size());
    }

    // ---- the two laws

    /** Restores the laws after a change: feeds waiting getters, lets waiting putters in, wakes who joins. */
    void settle() {
        while (true) {
            if (!getters.isEmpty() && !ready.isEmpty()) {
                Getter getter = getters.poll();
                getter.served.accept(lease(getter.holder, getter.count));
            } else if (!putters.isEmpty() && hasRoom()) {
                Putter putter = putters.poll();
                admit(putter.item);
                putter.taken.accept(putter.item);
            } else {
                break;
            }
        }
        while (unfinished == 0 && !joiners.isEmpty()) {
            joiners.poll().finished.run();
        }
        forgetIfIdle();
    }

    /** Says whether there is nothing left to remember of it. */
    boolean isIdle() {
        return !kept
                && ready.isEmpty()
                && inFlight.isEmpty()
                && getters.isEmpty()
                && putters.isEmpty()
                && joiners.isEmpty();
    }

    /** To be called where a queue was named and then nothing was done with it. */
    public void forgetIfIdle() {
        if (isIdle()) {
            space.forget(this);
        }
    }

    @Override
    public String toString() {
        return "<WorkQueue " + name + " maxsize=" + config.maxSize() + " ready=" + ready.size() + " inflight="
                + inFlight.size() + " getters=" + getters.size() + " putters=" + putters.size() + ">";
    }

    static final Comparator<WorkQueue> BY_NAME = Comparator.comparing(WorkQueue::name);
}
