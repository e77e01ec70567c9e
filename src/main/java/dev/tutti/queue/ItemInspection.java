package dev.tutti.queue;

import dev.tutti.config.Names;
import dev.tutti.queue.ItemView.State;
import dev.tutti.ready.IdPage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Shows the items of a queue to clients. Changes nothing, and reads no body. */
public final class ItemInspection {

    private final ItemQueue queue;
    private final QueueCore core;
    private final QueueContext context;
    private final boolean isDead;

    ItemInspection(ItemQueue queue, QueueCore core, QueueContext context) {
        this.queue = queue;
        this.core = core;
        this.context = context;
        this.isDead = core.header.name().endsWith(Names.DEAD);
    }

    /**
     * The item with that id, as a list of one; or an empty list. Finds the items that {@link ItemLookup#find} finds, in
     * the same time.
     */
    public Views of(long id) {
        Item item = find(id);
        Views views = new Views();
        if (item != null) {
            views.add(item);
        }
        return views;
    }

    private Item find(long id) {
        Item delivered = core.inFlight.find(id);
        if (delivered != null) {
            return delivered;
        }
        Submission submission = core.submissions.find(id);
        return submission != null ? submission.item() : core.pendingItems.find(id);
    }

    /** The item that ended in that queue, as far as the {@link ItemHistory} remembers it; or null. */
    static ItemView ended(String queue, long id, QueueContext context) {
        ItemHistory.Entry last = context.history().of(id);
        if (last == null || last.fate().endState() == null || !context.history().isOf(id, queue)) {
            return null;
        }
        return new ItemView(
                id,
                last.fate().endState(),
                last.attempt(),
                null,
                null,
                null,
                known(context.putTime(id)),
                null,
                known(last.time()),
                null,
                null,
                ItemTrace.NONE);
    }

    /**
     * The items with the smallest ids behind a given one, in the order of the ids.
     *
     * @param state the only one that is wanted, or null
     */
    public Views page(State state, int count, long after) {
        IdPage<Item> page = new IdPage<>(after, count);
        if (state == null || state == (isDead ? State.DEAD : State.READY)) {
            core.pendingItems.addTo(page, false);
        }
        if (state == null || state == (isDead ? State.DEAD : State.DELAYED)) {
            core.pendingItems.addTo(page, true);
        }
        core.submissions.addEnded(page, ended -> state == null || state(ended) == state);
        if (state == null || state == State.INFLIGHT || state == State.CANCELLED) {
            core.inFlight.all().addTo(page, item -> state == null || item.isCancelled() == (state == State.CANCELLED));
        }
        Views views = new Views();
        page.items().forEach(views::add);
        return views;
    }

    /** Looks for the oldest ready item. */
    public Oldest oldest() {
        return new Oldest();
    }

    /** The ready item with the smallest id, for which one looks in short steps. */
    public final class Oldest {
        private final IdPage<Item> first = new IdPage<>(0, 1);
        private final BooleanSupplier look = core.pendingItems.storage().addTo(first);

        private Oldest() {}

        /** Makes a step. Returns whether there are more. */
        public boolean step() {
            return look.getAsBoolean();
        }

        /** The milliseconds since it became ready, 0 if there is none. Meaningful behind the last step. */
        public long millis() {
            Long since = first.items().isEmpty() ? null : since(first.items().get(0), State.READY);
            return since == null ? 0 : Math.max(0, context.timeOfDay().now() - since);
        }
    }

    // ---- one item

    private static Long known(long time) {
        return time == TimeMarks.UNKNOWN ? null : (Long) time;
    }

    private ItemView view(Item item) {
        Submission kept = core.submissions.find(item.id());
        if (kept != null && kept.hasEnded()) {
            Outcome outcome = Outcome.of(kept);
            return view(item, outcome.state(), outcome.trace());
        }
        return view(item, state(item), item.trace());
    }

    private State state(Item item) {
        if (item.isCancelled()) {
            return State.CANCELLED;
        } else if (item.is(ItemState.IN_FLIGHT)) {
            return State.INFLIGHT;
        } else if (isDead) {
            return State.DEAD;
        }
        return item.is(ItemState.DELAYED) ? State.DELAYED : State.READY;
    }

    private static State state(Submission ended) {
        return Outcome.of(ended).state();
    }

    private ItemView view(Item item, State state, ItemTrace trace) {
        Lease lease = item.lease();
        boolean isLimited = lease != null && lease.isLimited();
        return new ItemView(
                item.id(),
                state,
                state == State.DEAD ? item.attempts() + trace.attempts() : item.attempts(),
                item.options().given(),
                item.options().group(),
                item.options().key(),
                known(item.putAt()),
                item.is(ItemState.DELAYED)
                        ? (Long) context.timeOfDay().of(item.due().time())
                        : null,
                since(item, state),
                lease == null ? null : item.holder().participant(),
                isLimited ? (Long) (lease.endsAt() - context.timers().now()) : null,
                trace);
    }

    /** From the history, if a worker lost the item or it has ended. Else the item has its place since it was put. */
    private Long since(Item item, State state) {
        if (item.lease() != null) {
            return context.timeOfDay().of(item.lease().since());
        }
        ItemHistory.Entry last = context.history().of(item.id());
        if (last != null) {
            return last.time();
        }
        boolean isAsPut = item.attempts() == 0 && (state == State.READY || state == State.DELAYED);
        if (!isAsPut || item.putAt() == TimeMarks.UNKNOWN) {
            return null;
        }
        return item.putAt() + (state == State.READY ? item.options().delay() : 0);
    }

    /** Items that are shown, some of which may have their traces in the journal alone. */
    public final class Views {
        private final List<ItemView> views = new ArrayList<>();
        /** The places of those whose traces are to be read. */
        private final List<Integer> unread = new ArrayList<>();

        private Views() {}

        private void add(Item item) {
            if (!item.hasBody()) {
                unread.add(views.size());
            }
            views.add(view(item));
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
            long[] ids =
                    unread.stream().mapToLong(place -> views.get(place).id()).toArray();
            context.store().readTraces(queue, ids, new QueueStore.TraceReading() {
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
}
