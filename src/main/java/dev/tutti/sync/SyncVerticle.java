package dev.tutti.sync;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.SyncCommand;
import dev.tutti.config.Configuration;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Inbox;
import dev.tutti.coroutine.Outbox;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.journal.Journal;
import dev.tutti.persistence.HeldPermit;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.JournaledPermitStore;
import dev.tutti.persistence.Numbers;
import dev.tutti.persistence.TurnLog;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.waiting.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Owns a share of the events, locks, semaphores, conditions and barriers: those whose names hash to this instance. All
 * of them are used on this verticle's event loop only.
 */
public final class SyncVerticle extends VerticleBase {

    private final int instance;
    private final Configuration configuration;
    private final Numbers tokens;
    private final LongSupplier taskIds;
    private final MemoryLimit memory;
    private final Journal journal;
    private final List<String> setEvents;
    private final List<HeldPermit> permits;
    private Inbox inbox;

    /**
     * @param tokens the source of fencing tokens, each larger than every earlier one, across restarts too
     * @param taskIds negative ids, unique in the server; called from every owner's event loop
     * @param setEvents the names of this owner's events that the journal lists as set
     * @param permits this owner's locks and permits that are detached in the journal
     */
    public SyncVerticle(
            int instance,
            Configuration configuration,
            Numbers tokens,
            LongSupplier taskIds,
            MemoryLimit memory,
            Journal journal,
            List<String> setEvents,
            List<HeldPermit> permits) {
        this.instance = instance;
        this.configuration = configuration;
        this.tokens = tokens;
        this.taskIds = taskIds;
        this.memory = memory;
        this.journal = journal;
        this.setEvents = setEvents;
        this.permits = permits;
    }

    @Override
    public Future<?> start() {
        Timers timers = Timers.monotonic();
        PeerOwners peers = new PeerOwners(
                vertx.eventBus(),
                Addresses::sync,
                configuration.producer().instances(),
                Addresses.syncReplies(instance),
                taskIds);
        DeadlockDetector deadlocks =
                new DeadlockDetector(configuration.server().deadlockTimeoutMillis(), timers, peers);
        TurnLog turnLog = new TurnLog();
        SyncService service = new SyncService(
                timers,
                tokens,
                () -> -taskIds.getAsLong(),
                deadlocks::suspect,
                new JournaledEventStore(turnLog, journal),
                new JournaledPermitStore(turnLog, journal, Clock.systemUTC()),
                new WriteGuard(journal, turnLog, tokens::areScarce),
                memory);
        service.setEvents(setEvents);
        service.restore(permits);
        CommandScheduler<Holdings, SyncCommand> scheduler = new CommandScheduler<>(
                SyncCommand.class,
                service,
                new Outbox(
                        new ReplySender(vertx.eventBus()),
                        journal,
                        turnLog,
                        configuration.producer().sync() != Sync.NONE),
                timers,
                configuration.server().maxWaiters());
        inbox = new Inbox(vertx, Addresses.sync(instance), scheduler, peers);
        return inbox.opened();
    }

    @Override
    public Future<?> stop() {
        return inbox.close(instance, () -> {});
    }
}
