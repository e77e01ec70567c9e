package dev.tutti.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The failures of a queue's items. An item keeps the message, and ends or moves if it has failed for good. */
final class ItemFailures {

    static final byte[] HOLDER_CLOSED = "the connection that held it closed, and it is out of attempts".getBytes(UTF_8);
    static final byte[] SERVER_ENDED = "the server ended meanwhile, and it is out of attempts".getBytes(UTF_8);
    static final byte[] LEASE_ENDED = "its lease ended".getBytes(UTF_8);
    static final byte[] LAST_LEASE_ENDED = "its lease ended, and it is out of attempts".getBytes(UTF_8);

    private static final byte[] NO_MESSAGE = {};

    private final ItemQueue queue;
    private final QueueContext context;
    private final Counters counters;

    ItemFailures(ItemQueue queue, QueueContext context, Counters counters) {
        this.queue = queue;
        this.context = context;
        this.counters = counters;
    }

    /** The item has failed and is delivered again: it keeps the message. */
    void keep(Item item, byte[] message) {
        keepError(item, message);
        context.store().traced(item);
    }

    /** The item keeps the message, unless memory has no room for that. */
    private void keepError(Item item, byte[] message) {
        ItemTrace failed = item.trace().failed(message);
        boolean hasRoom = context.memory().hasRoom(failed.bytes() - item.trace().bytes());
        item.trace(hasRoom ? failed : item.trace().failed(NO_MESSAGE), context.memory());
    }

    /** @param fate that of an item which does not go to the dead-letter queue */
    void failForGood(Item item, byte[] message, Fate fate) {
        counters.countFailed();
        boolean wanted = item.failureIsWanted();
        context.history().add(item, wanted ? fate : fate.dead());
        Awaiter awaiter = item.takeAwaiter();
        if (wanted) {
            context.end(item);
        } else {
            bury(item, message);
        }
        if (awaiter != null) {
            awaiter.failed(message);
        }
    }

    private void bury(Item item, byte[] message) {
        counters.countDead();
        context.events().died(queue, item, message);
        keepError(item, message);
        item.trace(
                item.trace()
                        .buried(
                                queue.name(),
                                item.attempts(),
                                context.timeOfDay().now()),
                context.memory());
        counters.take(-item.bytes());
        context.bury(item, queue);
        context.store().traced(item); // behind its burial, since the item of a RUN has no record before
    }
}
