package dev.tutti.queue;

import dev.tutti.waiting.Walk;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * A walk past all queues, and past the totals of those that were forgotten, which looks for the busiest. It hands these
 * over at its end, and behind them the sum of all others. However many queues there are, it keeps only so many in mind.
 */
final class BusiestQueuesWalk implements Walk<QueueFigures> {

    private final int most;
    private final QueueContext context;
    private final Iterator<Map.Entry<String, WorkQueue>> queues;
    private final Iterator<Map.Entry<String, Counters>> forgotten;
    /** The least busy is the first to go. */
    private final PriorityQueue<QueueFigures> busiest = new PriorityQueue<>(QueueFigures.BUSIEST_FIRST.reversed());

    private final QueueFigures rest = QueueFigures.sum();
    /** The queue whose oldest item is searched for, or null. */
    private QueueFigures current;

    /** The search, or null if there is none to find. */
    private ItemInspection.Oldest oldest;

    /** @param forgotten the totals of the queues that were forgotten, of which the walk needs a copy */
    BusiestQueuesWalk(
            int most,
            QueueContext context,
            Iterator<Map.Entry<String, WorkQueue>> queues,
            List<Map.Entry<String, Counters>> forgotten) {
        this.most = most;
        this.context = context;
        this.queues = queues;
        this.forgotten = forgotten.iterator();
    }

    @Override
    public boolean step(Consumer<? super QueueFigures> found) {
        if (current != null) {
            goOn();
        } else if (queues.hasNext()) {
            begin(queues.next());
        } else if (forgotten.hasNext()) {
            Map.Entry<String, Counters> next = forgotten.next();
            add(QueueFigures.of(next.getKey(), null, next.getValue()));
        } else if (!busiest.isEmpty()) {
            found.accept(busiest.poll());
        } else {
            found.accept(rest);
            return false;
        }
        return true;
    }

    private void begin(Map.Entry<String, WorkQueue> next) {
        QueueCore core = next.getValue().core();
        Counters counters = core.counters();
        current = QueueFigures.of(next.getKey(), core, counters);
        current.set(QueueFigure.WAITED_MILLIS, counters.waited(context));
        oldest = null;
        if (core.pendingItems.ready() > 0) {
            oldest = next.getValue().inspection().oldest();
            oldest.begin(true);
        }
        goOn();
    }

    private void goOn() {
        if (oldest == null || !oldest.step()) {
            if (oldest != null) {
                current.set(QueueFigure.OLDEST_MILLIS, oldest.millis());
            }
            add(current);
            current = null;
        }
    }

    private void add(QueueFigures figures) {
        busiest.add(figures);
        if (busiest.size() > most) {
            rest.add(busiest.poll());
        }
    }
}
