package dev.tutti.queue;

import dev.tutti.queue.ItemView.State;
import dev.tutti.ready.IdPage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The items of a queue with the smallest ids behind a given one. Between two steps items may come, go and change their
 * state: the queue tells of each change. An item that is in the queue from the first step to the last is listed, and if
 * one state is wanted, so is an item that has this state all the time. Others may be listed or not.
 */
public final class ItemListing implements Look {

    private final ItemQueue queue;
    private final QueueCore core;
    private final QueueContext context;
    private final ItemViews views;
    /** The only one that is wanted, or null. */
    private final State state;

    private final long after;
    private final int count;
    private final long last;
    private final Consumer<Item> watcher = this::changed;
    private IdPage<Item> page;
    /** The places that are still to be searched, the present one first. */
    private final ArrayDeque<BooleanSupplier> searches = new ArrayDeque<>();
    /** Null until the last step. */
    private ShownItems shown;

    /**
     * @param state the only one that is wanted, or null
     * @param count the most items
     * @param after items up to this id are not wanted
     * @param last items beyond this id are not wanted
     */
    ItemListing(ItemQueue queue, QueueCore core, QueueContext context, State state, int count, long after, long last) {
        this.queue = queue;
        this.core = core;
        this.context = context;
        this.views = new ItemViews(queue, core, context);
        this.state = state;
        this.count = count;
        this.after = after;
        this.last = last;
    }

    // ---- the steps

    @Override
    public void begin(boolean inTurns) {
        if (inTurns) {
            queue.watch(watcher);
        }
        search(after);
    }

    /** The places where one id is found at once come first. */
    private void search(long begin) {
        page = new IdPage<>(begin, count, last);
        searches.clear();
        if (isWanted(State.INFLIGHT) || isWanted(State.CANCELLED)) {
            searches.add(core.inFlight.all().addTo(page, item -> isWanted(views.stateInQueue(item))));
        }
        if (mayBeResult()) {
            searches.add(core.submissions.addEnded(
                    page, ended -> isWanted(Outcome.of(ended).state())));
        }
        if (isWanted(core.header.isDeadLetterQueue() ? State.DEAD : State.DELAYED)) {
            searches.add(core.pendingItems.addDelayed(page));
        }
        if (isWanted(core.header.isDeadLetterQueue() ? State.DEAD : State.READY)) {
            searches.add(core.pendingItems.storage().addTo(page));
        }
    }

    private boolean isWanted(State one) {
        return state == null || state == one;
    }

    private boolean mayBeResult() {
        return isWanted(State.DONE) || isWanted(State.FAILED) || isWanted(State.CANCELLED);
    }

    @Override
    public boolean step() {
        if (!searches.isEmpty() && !page.isComplete()) {
            if (!searches.peek().getAsBoolean()) {
                searches.poll();
            }
            return true;
        }
        List<Item> listed = page.items().stream().filter(this::isListed).toList();
        if (listed.isEmpty() && page.isFull()) {
            search(page.last()); // all have gone meanwhile, and others may be behind them
            return true;
        }
        shown = new ShownItems(queue, context.store(), listed, views);
        giveUp();
        return false;
    }

    private boolean isListed(Item item) {
        State now = views.state(item);
        return now != null && isWanted(now);
    }

    @Override
    public void giveUp() {
        queue.unwatch(watcher);
    }

    /** The listed items. Meaningful behind the last step. */
    public ShownItems shown() {
        return shown;
    }

    // ---- changes between two steps

    /** The item has come into its state. */
    private void changed(Item item) {
        if (page.wants(item.id()) && mayBeListed(item)) {
            page.add(item);
        }
    }

    private boolean mayBeListed(Item item) {
        if (item.is(ItemState.ENDED)) {
            return mayBeResult() && Submissions.isOf(item);
        }
        return !item.is(ItemState.OUTSIDE) && isWanted(views.stateInQueue(item));
    }
}
