package dev.tutti.producer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.QueueCommand;
import dev.tutti.config.Configuration;
import dev.tutti.coroutine.Coroutines;
import dev.tutti.coroutine.Inbox;
import dev.tutti.coroutine.Neighbours;
import dev.tutti.queue.Holder;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.Queues;
import dev.tutti.waiting.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.LongSupplier;

/** Owns a share of the queues, by name, on its event loop: takes batches of commands, and sends batches of replies. */
public final class ProducerVerticle extends VerticleBase {

    private final int instance;
    private final Configuration configuration;
    private final LongSupplier itemIds;
    private final LongSupplier taskIds;
    private final MemoryLimit memory;
    private Inbox inbox;

    /**
     * @param itemIds unique in the server and growing; safe to call from every producer's event loop
     * @param taskIds the same, but negative
     */
    public ProducerVerticle(
            int instance, Configuration configuration, LongSupplier itemIds, LongSupplier taskIds, MemoryLimit memory) {
        this.instance = instance;
        this.configuration = configuration;
        this.itemIds = itemIds;
        this.taskIds = taskIds;
        this.memory = memory;
    }

    @Override
    public Future<?> start() {
        Timers timers = Timers.monotonic();
        Queues queues = new Queues(configuration.queues(), itemIds, memory, timers);
        Neighbours neighbours = new Neighbours(
                vertx.eventBus(),
                Addresses::producer,
                configuration.producer().instances(),
                Addresses.producerReplies(instance),
                taskIds);
        QueueService service = new QueueService(
                queues, instance, neighbours, configuration.server().runTimeoutMillis());
        Coroutines<Holder, QueueCommand> coroutines = new Coroutines<>(
                QueueCommand.class,
                service,
                new ReplySender(vertx.eventBus()),
                timers,
                configuration.server().maxWaiters());
        inbox = new Inbox(vertx, Addresses.producer(instance), coroutines, neighbours);
        return inbox.opened();
    }

    @Override
    public Future<?> stop() {
        return inbox.close();
    }
}
