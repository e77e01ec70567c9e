package dev.tutti.queue;

import dev.tutti.queue.QueueRebuilder.Recorded;
import dev.tutti.ready.ItemSource;
import dev.tutti.ready.ReadyItems;
import dev.tutti.waiting.Deadlines.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The items of a queue that nobody has got: those that are ready, and those that will be. */
final class PendingItems implements ItemSource<Item> {

    private static final Map<Item, Deadline> NONE = Map.of();

    private final WorkQueue queue;
    private final QueueContext context;
    private final Runnable onDue;
    private final ReadyItems<Item> ready;
    /** In the order in which they came; the same for all queues as long as none has come, since each command looks here. */
    private Map<Item, Deadline> delayed = NONE;

    private final int maxSize;
    /** Room that is kept for items on their way from another owner's queue. */
    private int reserved;

    /** @param onDue told when a delayed item has become ready */
    PendingItems(WorkQueue queue, QueueContext context, Runnable onDue) {
        this.queue = queue;
        this.context = context;
        this.onDue = onDue;
        this.ready = ReadyItems.of(queue.config().kind(), this);
        this.maxSize = queue.config().maxSize();
    }

    @Override
    public Item restore(long id, long order, Long priority, byte[] body) {
        Item item = new Item(body, priority == null ? PutOptions.NORMAL : new PutOptions(priority, 0), null);
        item.id = id;
        item.queue = queue;
        item.state = Item.State.READY;
        item.order = order;
        if (order != 0) {
            item.restored();
        }
        return item;
    }

    @Override
    public List<Item> read(long[] ids) {
        List<Item> items = new ArrayList<>(ids.length);
        for (Recorded recorded : context.store().read(ids)) {
            Item item = QueueRebuilder.item(recorded, queue);
            item.state = Item.State.READY;
            items.add(item);
        }
        return items;
    }

    @Override
    public void takeMemory(long bytes) {
        context.memory().take(bytes);
    }

    /** The item is in the journal: where memory is short, it or others that stand with it need not stay in it. */
    void spill(Item written) {
        if (context.memory().isTight()) {
            ready.dropBodies(written);
        }
    }

    boolean hasRoom() {
        return maxSize == 0 || total() + reserved < maxSize;
    }

    /** Keeps room for up to {@code count} items that are to come; gives how many. */
    int reserve(int count) {
        int kept = maxSize == 0 ? count : Math.min(count, Math.max(0, maxSize - total() - reserved));
        reserved += kept;
        return kept;
    }

    /** Gives room back that was kept, if it is still. */
    void vacate(int count) {
        reserved -= Math.min(reserved, count);
    }

    /** Takes in an item that comes for the first time; a delayed one has its place from when it is due. */
    void enter(Item item) {
        long delay = item.options().delay();
        if (delay > 0) {
            hold(item, delay, false);
        } else {
            enterReady(item);
        }
    }

    /** The same, but whatever its delay was, it is over. */
    void enterReady(Item item) {
        item.state = Item.State.READY;
        ready.enter(item);
    }

    /** Takes back an item that was got, to the front, at once or when the delay is over. */
    void comeBack(Item item, long delay) {
        if (delay > 0) {
            hold(item, delay, true);
        } else {
            item.state = Item.State.READY;
            ready.comeBack(item);
        }
    }

    /** Has it ready when the delay is over, which may be negative for one that is overdue. */
    void hold(Item item, long delay, boolean toFront) {
        item.state = Item.State.DELAYED;
        item.grow(Footprint.DELAY, context.memory());
        if (delayed == NONE) {
            delayed = new LinkedHashMap<>();
        }
        delayed.put(item, context.timers().after(delay, () -> {
            delayed.remove(item);
            item.grow(-Footprint.DELAY, context.memory());
            item.state = Item.State.READY;
            item.order = context.store().due(item, toFront);
            if (toFront) {
                ready.comeBack(item);
            } else {
                ready.enter(item);
            }
            onDue.run();
        }));
    }

    /** Takes the next ready item out; there must be one. */
    Item poll() {
        return ready.poll();
    }

    void remove(Item item) {
        if (item.state == Item.State.DELAYED) {
            context.timers().cancel(delayed.remove(item));
        } else {
            ready.remove(item);
        }
    }

    /**
     * Takes everything out, for good.
     *
     * @return those that somebody awaits, who is to be told; a list of all would keep the collector from letting go of
     *     millions
     */
    List<Item> drop() {
        List<Item> awaited = new ArrayList<>();
        ready.drain(item -> drop(item, awaited), context.store()::ended);
        delayed.forEach((item, due) -> {
            context.timers().cancel(due);
            drop(item, awaited);
        });
        delayed = NONE;
        return awaited;
    }

    private void drop(Item item, List<Item> awaited) {
        item.end(context);
        if (item.awaiter() != null) {
            awaited.add(item);
        }
    }

    /** The item of that id, or null; takes time in proportion to what is here. */
    Item find(long id) {
        return delayed.keySet().stream()
                .filter(item -> item.id == id)
                .findFirst()
                .orElseGet(() -> ready.find(id));
    }

    /** The next ready ones, in order. */
    List<Item> peek(int count) {
        return ready.peek(count);
    }

    /** Whether nothing is here, nor is to come. */
    boolean isEmpty() {
        return total() + reserved == 0;
    }

    int ready() {
        return ready.size();
    }

    int delayed() {
        return delayed.size();
    }

    int total() {
        return ready.size() + delayed.size();
    }
}
