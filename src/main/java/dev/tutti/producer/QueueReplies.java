package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Item;
import dev.tutti.queue.QueueWaiter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Translates the callbacks of a queue into replies. */
final class QueueReplies {

    /** The kind of error that a task itself reports by FAIL. */
    static final String FAILED = "FAILED";

    private QueueReplies() {}

    /**
     * A waiter that resumes the coroutine with a reply when it is served, or with SHUTDOWN when the queue is shut down.
     */
    static <T> QueueWaiter<T> served(Coroutine<?> caller, String queue, Function<T, Reply> reply) {
        return served(caller, queue, reply, what -> Basis.JOURNAL);
    }

    /** A waiter that resumes the coroutine with items when they are delivered, see {@link #deliveries}. */
    static QueueWaiter<List<Item>> delivered(Coroutine<?> caller, String queue, int count, String named) {
        return served(caller, queue, items -> deliveries(items, count, named), Basis::ofDelivery);
    }

    private static <T> QueueWaiter<T> served(
            Coroutine<?> caller, String queue, Function<T, Reply> reply, Function<T, Basis> basis) {
        return new QueueWaiter<>() {
            @Override
            public void served(T what) {
                caller.resume(reply.apply(what), basis.apply(what));
            }

            @Override
            public void shutDown() {
                caller.resume(Refusal.shutDown(queue).reply());
            }

            @Override
            public void unreadable(String cause) {
                caller.resume(Refusal.unreadable(cause).reply(), Basis.MEMORY);
            }
        };
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
            public void cancelled() {
                answer.accept(Refusal.cancelled(id).reply());
            }
        };
    }

    static Reply failed(byte[] message) {
        return new Reply.Error(FAILED, message);
    }

    /** Answers a GET with these items, see {@link #deliveries}. */
    static void deliver(Coroutine<?> caller, List<Item> items, int count, String named) {
        caller.reply(deliveries(items, count, named), Basis.ofDelivery(items));
    }

    /** Answers a GETANY that waits with these items of a queue, see {@link #deliveries}. */
    static void resume(Coroutine<?> caller, List<Item> items, int count, String queue) {
        caller.resume(deliveries(items, count, queue), Basis.ofDelivery(items));
    }

    private static Reply delivery(Item item, String named) {
        return new Reply.Delivery(named, item.id(), item.body(), item.attempts());
    }

    /**
     * The reply of a GET or GETANY.
     *
     * @param count its count: 0 for one item that is not in an array
     * @param named the queue if the reply names it, or null
     */
    private static Reply deliveries(List<Item> items, int count, String named) {
        if (count == 0) {
            return delivery(items.get(0), named);
        }
        return Reply.array(items.stream().map(item -> delivery(item, named)).collect(Collectors.toList()));
    }
}
