package dev.tutti.consumer;

import dev.tutti.config.ConsumerConfig;
import dev.tutti.log.EventLog;
import dev.tutti.ops.Meters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One instance of a consumer, which asks the owner of its queue for items, runs a task for each, and reports the
 * outcomes to the owner, as a remote worker does. Nothing in this class blocks: tasks that may block run on other
 * threads.
 */
public final class ConsumerVerticle extends VerticleBase {

    private static final long LOOK_MILLIS = 20;

    private final int consumer;
    private final int instance;
    private final ConsumerConfig config;
    private final int maxItemSize;
    private final SlotOwner owner;
    private final LongSupplier slotIds;
    private final int ownerLoops;
    private final EventLog events;
    private final Meters meters;
    private TaskSupervisor supervisor;
    private ConsumerSlots slots;

    /**
     * @param consumer a number that no other consumer of this server has or had
     * @param maxItemSize the most bytes of a result
     * @param owner of the queue, for this instance alone
     * @param slotIds gives positive ids that are unique in the server; safe to call from any thread
     * @param ownerLoops the number of event loops of connections and owners, which come first among those of Vert.x
     * @param meters null if there are no metrics
     */
    public ConsumerVerticle(
            int consumer,
            int instance,
            ConsumerConfig config,
            int maxItemSize,
            SlotOwner owner,
            LongSupplier slotIds,
            int ownerLoops,
            EventLog events,
            Meters meters) {
        this.consumer = consumer;
        this.instance = instance;
        this.config = config;
        this.maxItemSize = maxItemSize;
        this.owner = owner;
        this.slotIds = slotIds;
        this.ownerLoops = ownerLoops;
        this.events = events;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        TaskEventLoop eventLoop = new TaskEventLoop(ownerLoops, consumer + instance);
        supervisor = new TaskSupervisor(vertx, config, eventLoop, maxItemSize, events);
        supervisor.measure(TaskMeter.of(meters, config));
        slots = new ConsumerSlots(context, config.queue(), owner, supervisor);
        return owner.open(slots::caller).compose(listening -> supervisor.start());
    }

    /** A number for the choice of an event loop, which the next instance has one higher. */
    public int number() {
        return consumer + instance;
    }

    /** Takes items from now on. To be called once, when the verticle has started. */
    public void open() {
        context.runOnContext(turn -> slots.open(config.concurrency(), slotIds));
    }

    /**
     * Takes no further item, and completes when those that it has are finished, or after that time. The verticle can be
     * undeployed then. Its unfinished items go back to the queue.
     */
    public Future<?> drain(long millis) {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(turn -> {
            slots.retire();
            awaitItems(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), drained);
        });
        return drained.future();
    }

    private void awaitItems(long end, Promise<Void> drained) {
        if (slots.isIdle() || System.nanoTime() - end >= 0) {
            drained.complete();
        } else {
            vertx.setTimer(LOOK_MILLIS, later -> awaitItems(end, drained));
        }
    }

    /** To be called while the owner still runs, which answers until no item runs any more. */
    @Override
    public Future<?> stop() {
        return supervisor.stop().eventually(slots::close).eventually(owner::close);
    }
}
