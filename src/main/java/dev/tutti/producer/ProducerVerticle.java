package dev.tutti.producer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand;
import dev.tutti.config.Configuration;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Companion;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Inbox;
import dev.tutti.coroutine.Outbox;
import dev.tutti.coroutine.OwnerTurns;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.journal.Journal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.SlowCommands;
import dev.tutti.ops.Statistics;
import dev.tutti.persistence.JournaledQueueStore;
import dev.tutti.persistence.JournaledScheduleStore;
import dev.tutti.persistence.Numbers;
import dev.tutti.persistence.TurnLog;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.QueueStore;
import dev.tutti.queue.Queues;
import dev.tutti.queue.ReplyRoom;
import dev.tutti.schedule.ScheduleCount;
import dev.tutti.schedule.Schedules;
import dev.tutti.waiting.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Owns a share of the queues, and through its {@link Companion} of the events, locks and their kin: those whose names
 * hash to this instance. All of them are used on this verticle's event loop only. The verticle receives batches of
 * commands and sends batches of replies.
 */
public final class ProducerVerticle extends VerticleBase {

    private final int instance;
    private Configuration configuration;
    private final Numbers itemIds;
    private final LongSupplier taskIds;
    private final Journal journal;
    private final Timers timers = Timers.monotonic();
    private final TurnLog turnLog = new TurnLog();
    private final JournaledQueueStore store;
    private final Queues queues;
    private final Schedules schedules = new Schedules();
    private final ScheduleCount scheduleCount;
    private final Companion companion;
    private final SlowCommands slowCommands;
    private OwnerTurns turns;
    private QueueService service;
    private CommandScheduler<Holder, QueueCommand> scheduler;
    private Inbox inbox;
    private PeerOwners peers;

    /**
     * Creates the owner. Its queues and schedules may be filled by the recovery before it is deployed.
     *
     * @param itemIds the source of item ids, unique in the server
     * @param taskIds negative ids, unique in the server; called from every owner's event loop
     * @param scheduleCount of all owners' schedules
     * @param companion the events, locks and their kin whose names hash to this instance
     */
    public ProducerVerticle(
            int instance,
            Configuration configuration,
            Numbers itemIds,
            LongSupplier taskIds,
            Statistics statistics,
            MemoryLimit memory,
            ScheduleCount scheduleCount,
            Journal journal,
            Companion companion,
            EventLog events) {
        this.instance = instance;
        this.configuration = configuration;
        this.itemIds = itemIds;
        this.taskIds = taskIds;
        this.scheduleCount = scheduleCount;
        this.journal = journal;
        this.companion = companion;
        this.slowCommands = statistics.slowCommands();
        store = new JournaledQueueStore(turnLog, itemIds, Clock.systemUTC(), journal);
        queues = new Queues(
                configuration.queues(),
                itemIds,
                statistics.items(),
                memory,
                new ReplyRoom(configuration.server().maxReplyItems()),
                timers,
                journal.isDurable() ? store : QueueStore.NONE,
                events);
    }

    /** The queues, for the recovery. Once the verticle is deployed they belong to its event loop. */
    public Queues queues() {
        return queues;
    }

    /** The schedules, for the recovery. Once the verticle is deployed they belong to its event loop. */
    public Schedules schedules() {
        return schedules;
    }

    @Override
    public Future<?> start() {
        Outbox outbox = new Outbox(
                new ReplySender(vertx.eventBus()),
                journal,
                turnLog,
                configuration.producer().sync() != Sync.NONE);
        store.turns(outbox::turn);
        turns = new OwnerTurns(timers, turnLog, outbox, queues.events(), slowCommands);
        inbox = new Inbox(vertx, turns);
        peers = new PeerOwners(
                vertx.eventBus(),
                Addresses::producer,
                configuration.producer().instances(),
                configuration.server().instances(),
                Addresses.producerReplies(instance),
                taskIds);
        service = service();
        scheduler = new CommandScheduler<>(
                QueueCommand.class, service, turns, configuration.server().maxWaiters());
        scheduler.partner(companion.begin(vertx.eventBus(), turns, inbox));
        inbox.open(Addresses.producer(instance), scheduler, peers);
        return inbox.opened();
    }

    private QueueService service() {
        queues.watch(configuration.server().heldWarningMillis(), (item, holder, millis, others) -> {
            if (holder instanceof Coroutine<?> connection) {
                connection.tell(new Notice.HeldLong(item.queue().name(), item.id(), holder.name(), millis, others));
            }
        });
        WriteGuard guard = new WriteGuard(journal, turnLog, itemIds::areScarce);
        ScheduleService scheduleService = new ScheduleService(
                schedules,
                queues,
                guard,
                new JournaledScheduleStore(turnLog, journal),
                scheduleCount,
                itemIds,
                peers,
                instance,
                Clock.systemUTC());
        scheduleService.begin();
        return new QueueService(
                queues, guard, instance, peers, configuration.server().runTimeoutMillis(), scheduleService);
    }

    /**
     * Works by another configuration from now on, as far as {@link dev.tutti.config.Reload} changes it. Completes with
     * the changes that were refused, as texts.
     */
    public Future<List<String>> reload(Configuration next) {
        Promise<List<String>> done = Promise.promise();
        inbox.run(() -> {
            new OwnerReload(queues, peers, instance, done::complete).start(configuration, next);
            configuration = next;
            service.reload(next.server());
            scheduler.maxWaiters(next.server().maxWaiters());
            companion.reload(next);
            turns.reload();
        });
        return done.future();
    }

    /**
     * Nobody but the other owners asks any more. Whatever those still ask has been answered when the inbox is closed.
     */
    @Override
    public Future<?> stop() {
        return inbox.close(instance, queues::stop);
    }
}
