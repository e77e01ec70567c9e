package dev.tutti.queue;

import java.util.ArrayList;
import java.util.List;

/** How ready items leave a queue for another one, and come from there, be it of another owner. Leaves the queue settled. */
public final class Transfers {

    private final WorkQueue queue;
    private final QueueContext context;
    private final PendingItems pendingItems;
    private final Submissions submissions;

    Transfers(WorkQueue queue, QueueContext context, PendingItems pendingItems, Submissions submissions) {
        this.queue = queue;
        this.context = context;
        this.pendingItems = pendingItems;
        this.submissions = submissions;
    }

    /** Moves up to {@code count} ready items, in their order, as far as they fit; gives how many. */
    public int moveTo(WorkQueue to, int count) {
        int most = Math.min(count, pendingItems.ready());
        int moved = 0;
        while (moved < most && (to == queue || to.hasRoom())) {
            to.adopt(takeOut());
            to.settle();
            moved++;
        }
        queue.settle();
        return moved;
    }

    /** Takes up to {@code count} ready items out, in their order, as if they had never been here. */
    public List<Item> takeOut(int count) {
        List<Item> taken = new ArrayList<>();
        while (taken.size() < count && pendingItems.ready() > 0) {
            taken.add(takeOut());
        }
        queue.settle();
        return taken;
    }

    private Item takeOut() {
        Item item = pendingItems.poll();
        item.state = Item.State.OUTSIDE;
        if (item.awaiter() instanceof Submission submission) {
            submissions.remove(submission);
        }
        return item;
    }

    /** Keeps room for up to {@code count} items that are to come; gives how many. */
    public int reserve(int count) {
        return pendingItems.reserve(count);
    }

    /** Gives room back that was kept. */
    public void vacate(int count) {
        pendingItems.vacate(count);
        queue.settle();
    }

    /** Takes in an item for which room was kept, under the id that it has elsewhere; or drops it, as what comes back. */
    public void adopt(Item item, long id) {
        item.id = id;
        item.order = id; // there is a record of it, if of any
        item.queue = queue;
        if (queue.isClosed()) {
            item.drop(context);
        } else {
            queue.adopt(item);
        }
        vacate(1);
    }
}
