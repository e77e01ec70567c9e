package dev.tutti.queue;

import dev.tutti.config.QueueConfig.Kind;
import java.util.Comparator;
import java.util.List;

/** The last records of a queue when the server stops in order. Nothing is delivered or finished after them. */
final class OrderlyStop {

    private OrderlyStop() {}

    /**
     * Records that items in flight have returned in their order, and that the attempts do not count. Items on detached
     * leases stay in flight. So do those of a closed queue, which the next start drops.
     */
    static void record(WorkQueue queue, List<Item> inFlight, QueueStore store) {
        if (queue.isClosed()) {
            return;
        }
        Comparator<Item> byOrder = Comparator.comparingLong(Item::order);
        inFlight.stream()
                .filter(item -> item.isRecorded() && !item.isDetached())
                .sorted(queue.config().kind() == Kind.LIFO ? byOrder : byOrder.reversed())
                .forEach(item -> {
                    item.uncountAttempt();
                    item.record(store.cameBack(item, 0));
                });
    }
}
