package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Items that are shown, some of which may have their traces in the journal alone. */
public final class ShownItems {

    private final ItemQueue queue;
    private final QueueStore store;
    private final List<ItemView> views;
    /** The places of those whose traces are to be read. */
    private final List<Integer> unread = new ArrayList<>();

    ShownItems(ItemQueue queue, QueueStore store, List<Item> items, ItemViews views) {
        this.queue = queue;
        this.store = store;
        this.views = new ArrayList<>(items.size());
        for (Item item : items) {
            if (!item.hasBody()) {
                unread.add(this.views.size());
            }
            this.views.add(views.of(item));
        }
    }

    /** Those whose traces are in the journal alone are without them. */
    public List<ItemView> here() {
        return views;
    }

    public boolean areHere() {
        return unread.isEmpty();
    }

    /**
     * Reads the traces that are not here.
     *
     * @param done receives all views in a later turn, or null and the cause if the journal cannot be read
     */
    public void read(BiConsumer<List<ItemView>, String> done) {
        long[] ids = unread.stream().mapToLong(place -> views.get(place).id()).toArray();
        store.readTraces(queue, ids, new QueueStore.TraceReading() {
            @Override
            public void read(List<ItemTrace> traces) {
                for (int i = 0; i < ids.length; i++) {
                    views.set(unread.get(i), views.get(unread.get(i)).with(traces.get(i)));
                }
                done.accept(views, null);
            }

            @Override
            public void failed(String cause) {
                done.accept(null, cause);
            }
        });
    }
}
