package dev.tutti.queue;

import dev.tutti.ready.ItemSource;
import dev.tutti.ready.ReadyItems;

/** The ready items of a queue of which memory has only the bodies, or only the ids, and the journal has the rest. */
final class StoredItems implements ItemSource<Item> {

    private final ItemQueue queue;
    private final QueueContext context;
    private final Counters counters;
    private final QueueListener listener;
    /** Whether a ready item may lack its body, and nobody has asked for the reader yet. */
    private boolean mayLack;
    /** Null until somebody asks. */
    private BodyReader reader;

    StoredItems(ItemQueue queue, QueueContext context, Counters counters, QueueListener listener) {
        this.queue = queue;
        this.context = context;
        this.counters = counters;
        this.listener = listener;
    }

    @Override
    public Item restore(long id, long order, Long priority, byte[] body) {
        return restore(id, order, PutOptions.of(priority, null, null), body);
    }

    Item restore(long id, long order, PutOptions options, byte[] body) {
        Item item = new Item(body, options, null);
        item.restore(queue, id, 0, order);
        item.becomeReady();
        return item;
    }

    @Override
    public Item restore(long id, Long priority) {
        return restore(id, id, PutOptions.of(priority, null, null), Item.inJournal());
    }

    @Override
    public ItemSource<Item> inGroup(String group) {
        return group == null ? this : new GroupSource(this, PutOptions.of(null, null, group));
    }

    @Override
    public int itemBytes() {
        return Footprint.ITEM;
    }

    @Override
    public void takeMemory(long bytes) {
        context.memory().take(bytes);
        counters.take(bytes);
    }

    @Override
    public void bodiesLeave() {
        context.bodiesLeave();
        if (reader == null) {
            mayLack = true;
        } else {
            reader.bodiesLeave();
        }
    }

    /** Whether the bodies of ready items may be in the journal alone. */
    boolean mayLackBodies() {
        return mayLack || reader != null && reader.mayLack();
    }

    /** The reader of the bodies that only the journal has. */
    BodyReader reader(ReadyItems<Item> ready) {
        if (reader == null) {
            reader = new BodyReader(queue, context, ready, listener);
            if (mayLack) {
                mayLack = false;
                reader.bodiesLeave();
            }
        }
        return reader;
    }

    /** Reads one item at once, which is in no list. For the start of the server alone. */
    Item readOutside(long id) {
        return context.store().readNow(id).item(queue);
    }
}
