package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Fate;
import dev.tutti.queue.Item;
import dev.tutti.queue.QueueWaiter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Translates the callbacks of a queue into replies. */
final class QueueReplies {

    /** The kind of error that a task itself reports by FAIL. */
    static final String FAILED = "FAILED";

    private QueueReplies() {}

    /**
     * A waiter that resumes the coroutine with a reply when it is served, or with SHUTDOWN when the queue is shut down.
     */
    static <T> QueueWaiter<T> served(Coroutine<?> caller, String queue, Function<T, Reply> reply) {
        return new Waiter<>(caller, queue) {
            @Override
            public void served(T what) {
                caller.resume(reply.apply(what), Basis.JOURNAL);
            }
        };
    }

    /** A waiter that resumes the coroutine with items when they are delivered, see {@link DeliveredItems}. */
    static QueueWaiter<List<Item>> delivered(Coroutine<?> caller, String queue, int count, String named) {
        return new Getter(caller, queue, count, named);
    }

    /** A waiter that makes its reply item by item, since there may be many. */
    private static final class Getter extends Waiter<List<Item>> {
        private final int count;
        private final DeliveredItems delivered;

        private Getter(Coroutine<?> caller, String queue, int count, String named) {
            super(caller, queue);
            this.count = count;
            this.delivered = new DeliveredItems(named);
        }

        @Override
        public void delivering(Item item) {
            delivered.add(item);
        }

        @Override
        public void served(List<Item> items) {
            caller.resume(delivered.reply(count), Basis.ofDelivery(items));
        }
    }

    private abstract static class Waiter<T> implements QueueWaiter<T> {
        final Coroutine<?> caller;
        private final String queue;

        private Waiter(Coroutine<?> caller, String queue) {
            this.caller = caller;
            this.queue = queue;
        }

        @Override
        public void shutDown() {
            caller.resume(Refusal.shutDown(queue).reply());
        }

        @Override
        public void unreadable(String cause) {
            caller.resume(Refusal.unreadable(cause).reply(), Basis.MEMORY);
        }
    }

    /** An awaiter that passes the end of an item to {@code answer} as a reply. */
    static Awaiter outcome(long id, Consumer<Reply> answer) {
        return new Awaiter() {
            @Override
            public boolean wantsFailure() {
                return true;
            }

            @Override
            public void done(byte[] result) {
                answer.accept(Reply.bulk(result));
            }

            @Override
            public void failed(byte[] message) {
                answer.accept(QueueReplies.failed(message));
            }

            @Override
            public void cancelled(Fate why) {
                answer.accept(Refusal.cancelled(why.of("item " + id)).reply());
            }
        };
    }

    static Reply failed(byte[] message) {
        return new Reply.Error(FAILED, message);
    }

    /**
     * Answers a GET with one item, which is not in an array.
     *
     * @param named the queue if the reply names it, or null
     */
    static void deliver(Coroutine<?> caller, Item item, String named) {
        caller.reply(DeliveredItems.delivery(item, named), Basis.ofDelivery(item));
    }

    /** Answers a GET with these items, see {@link DeliveredItems}. */
    static void deliver(Coroutine<?> caller, List<Item> items, int count, String named) {
        DeliveredItems delivered = new DeliveredItems(named);
        items.forEach(delivered::add);
        caller.reply(delivered.reply(count), Basis.ofDelivery(items));
    }
}
