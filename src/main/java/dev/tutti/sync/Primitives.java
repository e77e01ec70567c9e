package dev.tutti.sync;

import dev.tutti.bus.Addresses;
import dev.tutti.command.SyncCommand;
import dev.tutti.config.Configuration;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Companion;
import dev.tutti.coroutine.OwnerTurns;
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
import io.vertx.core.eventbus.EventBus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A share of the events, locks, semaphores, conditions and barriers: those whose names hash to this instance. They live
 * with the queues of the same instance, on one event loop and in the same turns. So a transaction of both is one
 * commit.
 */
public final class Primitives implements Companion {

    private final int instance;
    private final Configuration configuration;
    private final Numbers tokens;
    private final LongSupplier taskIds;
    private final MemoryLimit memory;
    private final Journal journal;
    private final List<String> setEvents = new ArrayList<>();
    private final List<HeldPermit> permits = new ArrayList<>();
    private DeadlockDetector deadlocks;
    private CommandScheduler<Holdings, SyncCommand> scheduler;

    /**
     * @param tokens the source of fencing tokens, each larger than every earlier one, across restarts too
     * @param taskIds negative ids, unique in the server; called from every owner's event loop
     */
    public Primitives(
            int instance,
            Configuration configuration,
            Numbers tokens,
            LongSupplier taskIds,
            MemoryLimit memory,
            Journal journal) {
        this.instance = instance;
        this.configuration = configuration;
        this.tokens = tokens;
        this.taskIds = taskIds;
        this.memory = memory;
        this.journal = journal;
    }

    /** The journal lists this event as set. To be called before the owner is deployed. */
    public void found(String setEvent) {
        setEvents.add(setEvent);
    }

    /** The journal has this detached lock or permit. To be called before the owner is deployed. */
    public void found(HeldPermit permit) {
        permits.add(permit);
    }

    @Override
    public CommandScheduler<?, ?> begin(EventBus bus, OwnerTurns turns, Reception reception) {
        Timers timers = turns.timers();
        TurnLog turnLog = turns.turnLog();
        PeerOwners peers = new PeerOwners(
                bus,
                Addresses::sync,
                configuration.producer().instances(),
                configuration.server().instances(),
                Addresses.syncReplies(instance),
                taskIds);
        deadlocks = new DeadlockDetector(configuration.server().deadlockTimeoutMillis(), timers, peers, turns.events());
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
        scheduler = new CommandScheduler<>(
                SyncCommand.class, service, turns, configuration.server().maxWaiters());
        reception.open(Addresses.sync(instance), scheduler, peers);
        return scheduler;
    }

    @Override
    public void reload(Configuration next) {
        deadlocks.change(next.server().deadlockTimeoutMillis());
        scheduler.maxWaiters(next.server().maxWaiters());
    }
}
