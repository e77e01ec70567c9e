package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.ParticipantSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of a queue that somebody has got, each on a {@link Lease}, and how they end: finished, failed, or back in
 * the stock. What is public leaves the queue settled.
 */
public final class InFlightItems {

    private static final byte[] HOLDER_CLOSED =
            "the connection that held it closed, and it is out of attempts".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LEASE_ENDED =
            "its lease ended, and it is out of attempts".getBytes(StandardCharsets.UTF_8);

    private static final byte[] SERVER_ENDED =
            "the server ended meanwhile, and it is out of attempts".getBytes(StandardCharsets.UTF_8);

    private final WorkQueue queue;
    private final QueueConfig config;
    private final QueueContext context;
    private final PendingItems pendingItems;
    private final Counters counters;
    private final ItemsById items = new ItemsById();
    /** Those whose lease has ended in this turn, in that order. */
    private final List<Item> overdue = new ArrayList<>();

    private int cancelled;
    private boolean closed;

    InFlightItems(WorkQueue queue, QueueContext context, PendingItems pendingItems, Counters counters) {
        this.queue = queue;
        this.config = queue.config();
        this.context = context;
        this.pendingItems = pendingItems;
        this.counters = counters;
    }

    /** @param millis the lease, 0 for ever */
    void begin(Item item, Holder holder, long millis) {
        item.state = Item.State.IN_FLIGHT;
        item.attempts++;
        item.leasedTo(new Lease(holder, context.timers().now(), millis));
        item.grow(item.lease.bytes(), context.memory());
        items.add(item);
        if (item.isRecorded()) {
            context.store().delivered(item);
        }
        if (millis > 0) {
            touch(item);
        }
    }

    /** The lease starts anew. */
    public void touch(Item item) {
        Lease lease = item.lease;
        context.timers().cancel(lease.end);
        if (lease.millis > 0) {
            lease.end = context.timers().after(lease.millis, () -> leaseEnded(item));
        }
    }

    Item find(long id) {
        return items.find(id);
    }

    /** The item of that id that this holder may act on, a cancelled one included; or null. */
    public Item find(long id, Holder caller) {
        Item item = items.find(id);
        return item != null && item.obeys(caller) ? item : null;
    }

    /** How many are not cancelled. */
    int size() {
        return items.size() - cancelled;
    }

    /** Whether not even a cancelled one is left, whose holder is still to be told. */
    boolean isEmpty() {
        return items.isEmpty();
    }

    // ---- finished

    /** Whether there is room to keep that result, if it is to be kept. */
    public boolean hasRoomForResult(Item item, byte[] result) {
        return !(item.awaiter() instanceof Submission submission)
                || submission.hasRoomForResult(result.length, context.memory());
    }

    /** The same for what it fails with, if it has failed for good. */
    public boolean hasRoomForFailure(Item item, byte[] message) {
        return hasAttemptsLeft(item) || hasRoomForResult(item, message);
    }

    public void done(Item item, byte[] result) {
        counters.done++;
        end(item);
        Awaiter awaiter = item.takeAwaiter();
        if (awaiter != null) {
            awaiter.done(result);
        }
        queue.settle();
    }

    private void end(Item item) {
        leave(item);
        item.unlink();
        item.lease = null;
        item.end(context);
    }

    private void leave(Item item) {
        items.remove(item);
        context.timers().cancel(item.lease.end);
    }

    /** It leaves to go on elsewhere. */
    private void goOn(Item item) {
        leave(item);
        item.grow(-item.lease.bytes(), context.memory());
    }

    // ---- failed, or given back

    /** One attempt has failed: back to the front if there is another, else failed for good. */
    public void fail(Item item, byte[] message, Holder by) {
        goOn(item);
        item.leave(by);
        if (hasAttemptsLeft(item)) {
            counters.retried++;
            comeBack(item);
        } else {
            failForGood(item, message);
        }
        settleFor(item);
    }

    private boolean hasAttemptsLeft(Item item) {
        return config.attempts() > 0 && item.attempts < config.attempts();
    }

    /** Back to the front, at once or after that many milliseconds, and this attempt does not count. */
    public void release(Item item, Holder by, long delay) {
        goOn(item);
        item.leave(by);
        item.attempts--;
        comeBack(item, delay);
        queue.settle();
    }

    /** Waits for all others whose lease ends in this turn, so that they come back in their order. */
    private void leaseEnded(Item item) {
        if (overdue.isEmpty()) {
            context.timers().after(0, this::leasesEnded);
        }
        overdue.add(item);
    }

    private void leasesEnded() {
        List<Item> lost = List.copyOf(overdue);
        overdue.clear();
        ArrayDeque<Item> comingBack = new ArrayDeque<>();
        for (Item item : lost) {
            if (!endIfOver(item, LEASE_ENDED)) {
                comingBack.addFirst(item);
            }
        }
        comingBack.forEach(this::takeBack);
        lost.forEach(this::settleFor);
    }

    private void settleFor(Item item) {
        if (item.queue != queue) {
            item.queue.settle(); // its dead-letter queue
        }
        queue.settle();
    }

    /** Ends what its holder lost by closing, if it is cancelled or out of attempts; says whether it is. */
    boolean endIfOver(Item item) {
        return endIfOver(item, HOLDER_CLOSED);
    }

    private boolean endIfOver(Item item, byte[] message) {
        if (item.isCancelled()) {
            forget(item);
        } else if (isOutOfAttempts(item)) {
            goOn(item);
            item.lost();
            failForGood(item, message);
        } else {
            return false;
        }
        return true;
    }

    /** Whether it had its last attempt, if it is lost now; without a limit there always is another one. */
    boolean isOutOfAttempts(Item item) {
        return config.attempts() > 0 && item.attempts >= config.attempts();
    }

    /** One that was in flight when the server ended has failed: that was its last attempt. */
    void failLost(Item item) {
        failForGood(item, SERVER_ENDED);
    }

    /** Takes to the front what its holder lost; the attempt counts. */
    void takeBack(Item item) {
        counters.retried++;
        goOn(item);
        item.lost();
        comeBack(item);
    }

    /** To the front; or it is dropped, if nothing comes back any more. */
    void comeBack(Item item) {
        comeBack(item, 0);
    }

    private void comeBack(Item item, long delay) {
        if (closed) {
            item.drop(context);
        } else {
            item.order = context.store().cameBack(item, delay);
            pendingItems.comeBack(item, delay);
        }
    }

    private void failForGood(Item item, byte[] message) {
        counters.failed++;
        boolean wanted = item.failureIsWanted();
        Awaiter awaiter = item.takeAwaiter();
        if (wanted) {
            item.end(context);
        } else {
            counters.dead++;
            context.bury(item, queue);
        }
        if (awaiter != null) {
            awaiter.failed(message);
        }
    }

    /** From now on what would come back is dropped. */
    void close() {
        closed = true;
    }

    // ---- cancelled

    /**
     * Nobody wants the item any more. If its holder stops it, whoever awaits it is told when it has ended; if the holder
     * only learns of it when it next acts on it, at once.
     */
    void cancel(Item item) {
        item.state = Item.State.CANCELLED;
        item.erase(context.store());
        cancelled++;
        if (!item.lease.holder.stops(item)) {
            item.tellCancelled();
        } else if (item.awaiter() instanceof Submission submission) {
            context.store().cancelled(submission);
        }
    }

    /** The holder of a cancelled item has been told: now it is gone. */
    public void endCancelled(Item item) {
        forget(item);
        queue.settle();
    }

    void retract(Item item) {
        if (item.isCancelled()) {
            cancelled--;
        }
        end(item);
        item.tellCancelled();
    }

    private void forget(Item cancelledOne) {
        cancelled--;
        end(cancelledOne);
        cancelledOne.tellCancelled();
    }

    /** Takes all away from their holders, who find no such item from now on; gives those that were wanted still. */
    List<Item> abandonAll() {
        List<Item> all = items.all();
        for (Item item : all) {
            Holder holder = item.lease.holder;
            if (!item.isCancelled()) {
                holder.stops(item);
            }
            end(item);
        }
        cancelled = 0;
        return all;
    }

    /** Who holds how many, in the order they got the first of them. */
    List<ParticipantSnapshot> holders() {
        Map<Holder, List<Item>> held = new LinkedHashMap<>();
        items.all().stream()
                .filter(item -> !item.isCancelled())
                .sorted(Comparator.<Item>comparingLong(item -> item.lease.since).thenComparingLong(item -> item.id))
                .forEach(item -> held.computeIfAbsent(item.lease.holder, holder -> new ArrayList<>())
                        .add(item));
        List<ParticipantSnapshot> holders = new ArrayList<>();
        held.forEach((holder, theirs) -> holders.add(ParticipantSnapshot.holding(
                holder.participant(), theirs.get(0).lease.since, String.valueOf(theirs.size()))));
        return holders;
    }
}
