package dev.tutti.consumer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Replies;
import dev.tutti.bus.RequestSender;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.Names;
import dev.tutti.log.EventLog;
import dev.tutti.ops.Meters;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.LongSupplier;

/**
 * One instance of a consumer, which asks the owner of its queue for items, runs a task for each, and reports the
 * outcomes to the owner, as a remote worker does. Nothing in this class blocks: tasks that may block run on other
 * threads.
 */
public final class ConsumerVerticle extends VerticleBase {

    private final int consumer;
    private final int instance;
    private final Configuration configuration;
    private final ConsumerConfig config;
    private final LongSupplier slotIds;
    private final int ownerLoops;
    private final EventLog events;
    private final Meters meters;
    private TaskSupervisor supervisor;
    private ConsumerSlots slots;
    private MessageConsumer<Replies> inbox;

    /**
     * @param consumer the consumer's index in the configuration
     * @param slotIds gives positive ids that are unique in the server; safe to call from any thread
     * @param ownerLoops the number of event loops of connections and owners, which come first among those of Vert.x
     * @param meters null if there are no metrics
     */
    public ConsumerVerticle(
            int consumer,
            int instance,
            Configuration configuration,
            LongSupplier slotIds,
            int ownerLoops,
            EventLog events,
            Meters meters) {
        this.consumer = consumer;
        this.instance = instance;
        this.configuration = configuration;
        this.config = configuration.consumers().get(consumer);
        this.slotIds = slotIds;
        this.ownerLoops = ownerLoops;
        this.events = events;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        String replies = Addresses.consumerReplies(consumer, instance);
        int producer = Names.queueOwner(config.queue(), configuration.producer().instances());
        RequestSender owner = new RequestSender(vertx.eventBus(), Addresses.producer(producer), replies);
        TaskEventLoop eventLoop = new TaskEventLoop(ownerLoops, consumer + instance);
        supervisor = new TaskSupervisor(
                vertx, config, eventLoop, configuration.server().maxItemSize(), events);
        supervisor.measure(TaskMeter.of(meters, config));
        slots = new ConsumerSlots(context, config.queue(), owner, replies, supervisor);
        inbox = vertx.eventBus().localConsumer(replies, message -> slots.receive(message.body()));
        return inbox.completion()
                .compose(listening -> supervisor.start())
                .onSuccess(started -> slots.open(config.concurrency(), slotIds));
    }

    /** To be called while the owner still runs, which answers until no item runs any more. */
    @Override
    public Future<?> stop() {
        return supervisor.stop().eventually(slots::close).eventually(inbox::unregister);
    }
}
