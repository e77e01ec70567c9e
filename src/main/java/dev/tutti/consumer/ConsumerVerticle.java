package dev.tutti.consumer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.queue.Queues;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.LongSupplier;

/**
 * One instance of a consumer: asks the owner of its queue for as many items as it may hold, as a remote worker would,
 * runs them beside itself, and tells the owner how they ended. Only coordinates: nothing here blocks.
 */
public final class ConsumerVerticle extends VerticleBase {

    private final int consumer;
    private final int instance;
    private final Configuration configuration;
    private final ConsumerConfig config;
    private final LongSupplier placeIds;
    private TaskRunner runner;
    private ConsumerSlots slots;
    private MessageConsumer<Replies> inbox;

    /**
     * @param consumer its index in the configuration
     * @param placeIds positive and unique in the server; safe to call from any thread
     */
    public ConsumerVerticle(int consumer, int instance, Configuration configuration, LongSupplier placeIds) {
        this.consumer = consumer;
        this.instance = instance;
        this.configuration = configuration;
        this.config = configuration.consumers().get(consumer);
        this.placeIds = placeIds;
    }

    @Override
    public Future<?> start() {
        String replies = Addresses.consumerReplies(consumer, instance);
        int producer = Queues.owner(config.queue(), configuration.producer().instances());
        RequestSender owner = new RequestSender(vertx.eventBus(), Addresses.producer(producer), replies);
        TaskLoop loop = new TaskLoop(configuration.ownerLoops(), consumer + instance);
        runner = new TaskRunner(vertx, config, loop, configuration.server().maxItemSize());
        slots = new ConsumerSlots(context, config.queue(), owner, replies, runner);
        inbox = vertx.eventBus().localConsumer(replies, message -> slots.receive(message.body()));
        return inbox.completion()
                .compose(listening -> runner.start())
                .onSuccess(started -> slots.open(config.concurrency(), placeIds));
    }

    /** The owner is still there, and answers what ends until nothing runs any more. */
    @Override
    public Future<?> stop() {
        return runner.stop().eventually(slots::close).eventually(inbox::unregister);
    }
}
