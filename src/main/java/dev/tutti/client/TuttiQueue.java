package dev.tutti.client;

import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.QueueEmpty;
import dev.tutti.client.TuttiException.QueueFull;
import dev.tutti.client.TuttiException.QueueShutDown;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A queue at the server, for any number of programs. An item is on the server's disk when its put has succeeded. A get
 * lends the item to this client, until it is {@link Item#done() done}, fails or is released. An item that is never
 * finished goes to another worker when the connection of this client closes. So every item is delivered at least once.
 */
public class TuttiQueue {

    private final Client client;
    private final String name;
    private final Duration lease;
    /** How often each item is touched; null for never. */
    private final Duration heartbeat;

    TuttiQueue(Client client, String name, Duration lease) {
        this(client, name, lease, lease == null ? null : lease.dividedBy(3));
    }

    TuttiQueue(Client client, String name, Duration lease, Duration heartbeat) {
        this.client = client;
        this.name = name;
        this.lease = lease;
        this.heartbeat = heartbeat;
    }

    /** The name of the queue. */
    public String name() {
        return name;
    }

    /**
     * Puts an item. Waits while the queue is full.
     *
     * @return a future of the item's id. It fails with {@link ConnectionLost} if the connection is lost meanwhile,
     *     since nobody knows then whether the item is there: use a {@link PutOptions#setKey key}. It fails with {@link
     *     QueueShutDown} if the queue takes no more items.
     */
    public Future<Long> put(Buffer body) {
        return put(body, new PutOptions());
    }

    /** As {@link #put(Buffer)}, with options. */
    public Future<Long> put(Buffer body, PutOptions options) {
        return put(body, options, null);
    }

    /**
     * As {@link #put(Buffer)}, with options and a limit of the time.
     *
     * @param timeout after which the future fails with {@link QueueFull}. With zero nothing waits.
     */
    public Future<Long> put(Buffer body, PutOptions options, Duration timeout) {
        Command command = Command.of("QUEUE", "PUT", name, body).and(options.words());
        return client.waitOnLoop(put(name, command, options.getKey(), timeout), this::id);
    }

    /** A request that puts an item, by PUT or SUBMIT. */
    static Request put(String queue, Command command, String key, Duration timeout) {
        if (key != null) {
            // The item of a key may be another's, so it is not taken back.
            return Request.of(command.and("KEY", key), timeout)
                    .beginningWithoutWaiting()
                    .repeatable();
        }
        return Request.of(command, timeout)
                .beginningWithoutWaiting()
                .undo(id -> List.of(Command.of("CANCEL", queue, id)));
    }

    private Long id(Reply reply) {
        if (reply.value() == null) {
            throw new QueueFull("queue " + name + " had no room in time");
        }
        return (Long) reply.value();
    }

    /**
     * Gets the next item. Waits while none is ready, also while the server is away or is started again.
     *
     * @return a future of the item. It fails with {@link QueueShutDown} if the queue is shut down and empty.
     */
    public Future<Item> get() {
        return get(null);
    }

    /**
     * As {@link #get()}, with a limit of the time.
     *
     * @param timeout after which the future fails with {@link QueueEmpty}. With zero nothing waits.
     */
    public Future<Item> get(Duration timeout) {
        Request request = Request.of(leased(Command.of("QUEUE", "GET", name)), timeout)
                .undo(reply -> List.of(release((List<?>) reply)));
        return client.waitOnLoop(request.repeatable().gettingItems(), reply -> {
            if (reply.value() == null) {
                throw new QueueEmpty("queue " + name + " had no ready item in time");
            }
            return item(reply, (List<?>) reply.value());
        });
    }

    /** As {@link #get()}, but gets as many items as are ready at once: one or more, and at most so many. */
    public Future<List<Item>> getSeveral(int most) {
        Request request = Request.of(leased(Command.of("QUEUE", "GET", name, "COUNT", most)), null)
                .undo(reply -> releases((List<?>) reply));
        return client.waitOnLoop(request.repeatable().gettingItems(), reply -> {
            List<Item> items = new ArrayList<>();
            ((List<?>) reply.value()).forEach(delivery -> items.add(item(reply, (List<?>) delivery)));
            return items;
        });
    }

    private Command leased(Command command) {
        return lease == null ? command : command.and("LEASE", lease);
    }

    /** In reverse, since each goes to the front of the queue. */
    private List<Command> releases(List<?> deliveries) {
        List<Command> releases = new ArrayList<>();
        deliveries.forEach(delivery -> releases.add(0, release((List<?>) delivery)));
        return releases;
    }

    private Command release(List<?> delivery) {
        return Command.of("QUEUE", "RELEASE", name, delivery.get(0), "ATTEMPT", delivery.get(2));
    }

    private Item item(Reply reply, List<?> delivery) {
        Item item = new Item(client, name, reply.connection(), delivery);
        if (heartbeat != null) {
            item.renew(heartbeat);
        }
        return item;
    }

    /** Waits until every item that was put, by whatever client, has been finished. */
    public Future<Void> join() {
        Request request = Request.of(Command.of("QUEUE", "JOIN", name), null).repeatable();
        return client.waitOnLoop(request, reply -> null);
    }

    /** The number of items that are ready. */
    public Future<Long> size() {
        return client.callOnLoop(Command.of("QUEUE", "SIZE", name), true).map(Long.class::cast);
    }

    /**
     * Shuts the queue down: puts fail from now on, and gets fail with {@link QueueShutDown} as soon as no item is left.
     *
     * @param immediate whether the items that nobody has got are dropped
     */
    public Future<Void> shutdown(boolean immediate) {
        Command command = Command.of("QUEUE", "SHUTDOWN", name);
        return client.callOnLoop(immediate ? command.and("IMMEDIATE") : command, true)
                .mapEmpty();
    }

    /** Deletes the queue with its items and settings. */
    public Future<Void> delete() {
        return client.callOnLoop(Command.of("QUEUE", "DELETE", name), true).mapEmpty();
    }

    /** The name, for people. */
    @Override
    public String toString() {
        return "queue " + name;
    }
}
