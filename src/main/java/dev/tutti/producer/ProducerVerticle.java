package dev.tutti.producer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.QueueCommand;
import dev.tutti.config.Configuration;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.coroutine.Coroutines;
import dev.tutti.coroutine.Inbox;
import dev.tutti.coroutine.Neighbours;
import dev.tutti.coroutine.Outbox;
import dev.tutti.journal.Journal;
import dev.tutti.ledger.Notes;
import dev.tutti.ledger.Numbers;
import dev.tutti.ledger.QueueLedger;
import dev.tutti.ledger.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Ledger;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.Queues;
import dev.tutti.waiting.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.function.LongSupplier;

/** Owns a share of the queues, by name, on its event loop: takes batches of commands, and sends batches of replies. */
public final class ProducerVerticle extends VerticleBase {

    private final int instance;
    private final Configuration configuration;
    private final Numbers itemIds;
    private final LongSupplier taskIds;
    private final Journal journal;
    private final Timers timers = Timers.monotonic();
    private final Notes notes = new Notes();
    private final Queues queues;
    private Inbox inbox;

    /**
     * @param itemIds unique in the server
     * @param taskIds negative, and unique in the server; safe to call from every producer's event loop
     */
    public ProducerVerticle(
            int instance,
            Configuration configuration,
            Numbers itemIds,
            LongSupplier taskIds,
            MemoryLimit memory,
            Journal journal) {
        this.instance = instance;
        this.configuration = configuration;
        this.itemIds = itemIds;
        this.taskIds = taskIds;
        this.journal = journal;
        Ledger ledger = journal.isDurable() ? new QueueLedger(notes, itemIds, Clock.systemUTC(), journal) : Ledger.NONE;
        queues = new Queues(configuration.queues(), itemIds, memory, timers, ledger);
    }

    /** For recovery, before it is deployed; from then on they are its event loop's. */
    public Queues queues() {
        return queues;
    }

    @Override
    public Future<?> start() {
        Neighbours neighbours = new Neighbours(
                vertx.eventBus(),
                Addresses::producer,
                configuration.producer().instances(),
                Addresses.producerReplies(instance),
                taskIds);
        QueueService service = new QueueService(
                queues,
                new WriteGuard(journal, notes, itemIds::areScarce),
                instance,
                neighbours,
                configuration.server().runTimeoutMillis());
        Coroutines<Holder, QueueCommand> coroutines = new Coroutines<>(
                QueueCommand.class,
                service,
                new Outbox(
                        new ReplySender(vertx.eventBus()),
                        journal,
                        notes,
                        configuration.producer().sync() != Sync.NONE),
                timers,
                configuration.server().maxWaiters());
        inbox = new Inbox(vertx, Addresses.producer(instance), coroutines, neighbours);
        return inbox.opened();
    }

    @Override
    public Future<?> stop() {
        return inbox.close(instance);
    }
}
