package dev.tutti.queue;

import dev.tutti.queue.ItemView.State;
import dev.tutti.ready.IdPage;
import java.util.function.BooleanSupplier;

/** Shows the items of a queue to clients. Changes nothing, and reads no body. */
public final class ItemInspection {

    private final ItemQueue queue;
    private final QueueCore core;
    private final QueueContext context;

    ItemInspection(ItemQueue queue, QueueCore core, QueueContext context) {
        this.queue = queue;
        this.core = core;
        this.context = context;
    }

    /** Looks for the item with that id, by few steps. */
    public ItemListing of(long id) {
        return new ItemListing(queue, core, context, null, 1, id - 1, id);
    }

    /**
     * Looks for the items with the smallest ids behind a given one, in the order of the ids.
     *
     * @param state the only one that is wanted, or null
     */
    public ItemListing page(State state, int count, long after) {
        return new ItemListing(queue, core, context, state, count, after, Long.MAX_VALUE);
    }

    /** Looks for the oldest ready item. */
    public Oldest oldest() {
        return new Oldest();
    }

    /** The ready item with the smallest id. */
    public final class Oldest implements Look {
        private IdPage<Item> first;
        private BooleanSupplier look;

        private Oldest() {}

        @Override
        public void begin(boolean inTurns) {
            first = new IdPage<>(0, 1);
            look = core.pendingItems.storage().addTo(first);
        }

        @Override
        public boolean step() {
            return look.getAsBoolean();
        }

        /** The milliseconds since it became ready, 0 if there is none. Meaningful behind the last step. */
        public long millis() {
            Long since = first.items().isEmpty()
                    ? null
                    : new ItemViews(queue, core, context).since(first.items().get(0), State.READY);
            return since == null ? 0 : Math.max(0, context.timeOfDay().now() - since);
        }
    }
}
