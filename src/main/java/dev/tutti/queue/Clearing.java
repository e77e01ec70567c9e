package dev.tutti.queue;

import dev.tutti.ready.IdRuns;
import java.util.ArrayDeque;

/**
 * The end of all items of a queue, in steps. Their awaiters are told behind that, in steps, too. Only those are kept
 * meanwhile: a list of all would keep millions of items in memory.
 */
final class Clearing {

    private final PendingItems pendingItems;
    private final QueueContext context;
    private final Fate fate;
    /** The ids of items whose bodies are dropped. */
    private final IdRuns others;

    private final ArrayDeque<Item> awaited = new ArrayDeque<>();

    Clearing(ItemQueue queue, PendingItems pendingItems, QueueContext context, Fate fate) {
        this.pendingItems = pendingItems;
        this.context = context;
        this.fate = fate;
        this.others = new IdRuns((firstId, lastId) -> {
            context.store().ended(firstId, lastId);
            context.history().addUnknown(firstId, lastId, queue, fate);
        });
    }

    /** Ends some of the items that no worker has. Returns whether there were any. */
    boolean endPending() {
        boolean goesOn = pendingItems.total() > 0;
        if (goesOn) {
            pendingItems.drainSome(this::end, others);
        } else {
            others.end();
        }
        return goesOn;
    }

    private void end(Item item) {
        context.history().add(item, fate);
        context.end(item);
        if (item.awaiter() != null) {
            awaited.add(item);
        }
    }

    /** Ends one of the items in flight. Returns whether there was one. */
    boolean endDelivered(InFlightItems inFlight) {
        Item ended = inFlight.endOne();
        if (ended != null && ended.awaiter() != null) {
            awaited.add(ended);
        }
        return ended != null;
    }

    /** Tells one awaiter that its item is cancelled. Returns whether there was one. */
    boolean tell() {
        Item ended = awaited.poll();
        if (ended != null) {
            ended.tellCancelled(fate);
        }
        return ended != null;
    }
}
