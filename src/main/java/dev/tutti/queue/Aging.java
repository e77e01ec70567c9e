package dev.tutti.queue;

import dev.tutti.queue.ItemView.State;
import dev.tutti.waiting.Slices;
import java.util.List;

/**
 * Gives the dead items of a queue other times at which they are dropped, since DEADAGE has changed. Goes through them
 * page by page, between which the queue is used. Items that die meanwhile have the right time anyway.
 */
final class Aging {

    private static final int PAGE = 1_000;

    private final ItemQueue queue;
    private final QueueCore core;
    private final QueueContext context;
    /** The number of this change of DEADAGE. */
    private final int change;

    Aging(ItemQueue queue, QueueCore core, QueueContext context) {
        this.queue = queue;
        this.core = core;
        this.context = context;
        this.change = core.pendingItems.expiring().changeDeadAge();
    }

    /** Goes on with the items behind this id. */
    void begin(long after) {
        ItemListing page = new ItemListing(queue, core, context, State.DEAD, PAGE, after, Long.MAX_VALUE);
        page.begin(true);
        Slices.begin(context.timers(), page::step, () -> {}, () -> listed(page.shown()));
    }

    private void listed(ShownItems page) {
        List<ItemView> here = page.here();
        if (here.isEmpty()) {
            return;
        }
        if (page.areHere()) {
            renew(here);
        } else {
            // Those whose traces cannot be read keep their times until the next start.
            page.read((read, failure) -> renew(read == null ? here : read));
        }
    }

    private void renew(List<ItemView> page) {
        core.gate.whenOpen(() -> {
            if (core.pendingItems.expiring().isLastChange(change)) {
                page.forEach(item -> core.pendingItems.beginDeadAgeAgain(item.id(), item.trace()));
                begin(page.get(page.size() - 1).id());
            }
        });
    }
}
