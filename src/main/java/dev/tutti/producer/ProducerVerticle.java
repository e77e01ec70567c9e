package dev.tutti.producer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.ReplySender;
import dev.tutti.bus.Requests;
import dev.tutti.command.QueueCommand;
import dev.tutti.config.Configuration;
import dev.tutti.coroutine.Alarm;
import dev.tutti.coroutine.Coroutines;
import dev.tutti.queue.Holder;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.Queues;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Owns a share of the queues, by name, on its event loop: takes batches of commands, and sends batches of replies. */
public final class ProducerVerticle extends VerticleBase {

    private final int instance;
    private final Configuration configuration;
    private final LongSupplier itemIds;
    private final MemoryLimit memory;
    private MessageConsumer<Requests> inbox;
    private Coroutines<Holder, QueueCommand> coroutines;
    private Alarm alarm;

    /** @param itemIds unique in the server and growing; safe to call from every producer's event loop */
    public ProducerVerticle(int instance, Configuration configuration, LongSupplier itemIds, MemoryLimit memory) {
        this.instance = instance;
        this.configuration = configuration;
        this.itemIds = itemIds;
        this.memory = memory;
    }

    @Override
    public Future<?> start() {
        Queues queues = new Queues(configuration.queues(), itemIds, memory);
        QueueService service = new QueueService(queues, configuration.server().runTimeoutMillis());
        coroutines = new Coroutines<>(
                QueueCommand.class,
                service,
                new ReplySender(vertx.eventBus()),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                configuration.server().maxWaiters());
        service.bind(coroutines);
        alarm = new Alarm(vertx, coroutines);
        inbox = vertx.eventBus().localConsumer(Addresses.producer(instance), this::receive);
        return inbox.completion();
    }

    private void receive(Message<Requests> message) {
        coroutines.receive(message.body());
        alarm.set();
    }

    @Override
    public Future<?> stop() {
        alarm.cancel();
        return inbox.unregister();
    }
}
