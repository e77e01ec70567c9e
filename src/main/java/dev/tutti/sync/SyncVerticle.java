package dev.tutti.sync;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.SyncCommand;
import dev.tutti.config.Configuration;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.coroutine.Coroutines;
import dev.tutti.coroutine.Inbox;
import dev.tutti.coroutine.Neighbours;
import dev.tutti.coroutine.Outbox;
import dev.tutti.journal.Journal;
import dev.tutti.ledger.EventLedger;
import dev.tutti.ledger.Notes;
import dev.tutti.ledger.Numbers;
import dev.tutti.ledger.WriteGuard;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.waiting.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.function.LongSupplier;

/** Owns a share of the events, locks and their kin, by name, on its event loop. */
public final class SyncVerticle extends VerticleBase {

    private final int instance;
    private final Configuration configuration;
    private final Numbers tokens;
    private final LongSupplier taskIds;
    private final MemoryLimit memory;
    private final Journal journal;
    private final List<String> setEvents;
    private Inbox inbox;

    /**
     * @param tokens each larger than every earlier one, over restarts too
     * @param taskIds negative, and unique in the server; safe to call from every owner's event loop
     * @param setEvents those of its events that are set, from the journal
     */
    public SyncVerticle(
            int instance,
            Configuration configuration,
            Numbers tokens,
            LongSupplier taskIds,
            MemoryLimit memory,
            Journal journal,
            List<String> setEvents) {
        this.instance = instance;
        this.configuration = configuration;
        this.tokens = tokens;
        this.taskIds = taskIds;
        this.memory = memory;
        this.journal = journal;
        this.setEvents = setEvents;
    }

    @Override
    public Future<?> start() {
        Timers timers = Timers.monotonic();
        Neighbours neighbours = new Neighbours(
                vertx.eventBus(),
                Addresses::sync,
                configuration.producer().instances(),
                Addresses.syncReplies(instance),
                taskIds);
        DeadlockDetector deadlocks =
                new DeadlockDetector(configuration.server().deadlockTimeoutMillis(), timers, neighbours);
        Notes notes = new Notes();
        SyncService service = new SyncService(
                timers,
                tokens,
                deadlocks::suspect,
                new EventLedger(notes, journal),
                new WriteGuard(journal, notes, tokens::areScarce),
                memory);
        service.setEvents(setEvents);
        Coroutines<Holdings, SyncCommand> coroutines = new Coroutines<>(
                SyncCommand.class,
                service,
                new Outbox(
                        new ReplySender(vertx.eventBus()),
                        journal,
                        notes,
                        configuration.producer().sync() != Sync.NONE),
                timers,
                configuration.server().maxWaiters());
        inbox = new Inbox(vertx, Addresses.sync(instance), coroutines, neighbours);
        return inbox.opened();
    }

    @Override
    public Future<?> stop() {
        return inbox.close(instance);
    }
}
