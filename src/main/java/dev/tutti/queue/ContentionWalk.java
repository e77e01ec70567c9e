package dev.tutti.queue;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Walk;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A walk to those queues where somebody holds an item or waits. A queue with many items in flight takes many steps.
 */
final class ContentionWalk implements Walk<Contention> {

    private final Iterator<Map.Entry<String, WorkQueue>> queues;
    private final boolean contended;
    /** The queue whose items are being counted, or null. */
    private QueueCore queue;

    private Walk<Item> items;
    private HolderSnapshots holders;

    /** @param contended whether only queues are looked for where somebody waits */
    ContentionWalk(Iterator<Map.Entry<String, WorkQueue>> queues, boolean contended) {
        this.queues = queues;
        this.contended = contended;
    }

    @Override
    public boolean step(Consumer<? super Contention> found) {
        if (queue == null) {
            return next();
        }
        if (!items.step(holders::count)) {
            Contention contention = queue.contention(holders);
            queue = null;
            if (contention.isWaitedFor() || !contended && contention.isHeld()) {
                found.accept(contention);
            }
        }
        return true;
    }

    private boolean next() {
        if (!queues.hasNext()) {
            return false;
        }
        QueueCore next = queues.next().getValue().core();
        if (next.inFlight.size() > 0 || next.dispatcher.isAwaited()) {
            queue = next;
            items = next.inFlight.all().walk();
            holders = new HolderSnapshots();
        }
        return true;
    }
}
