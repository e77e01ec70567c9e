package dev.tutti.producer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Replies;
import dev.tutti.bus.ReplySender;
import dev.tutti.bus.Requests;
import dev.tutti.command.QueueCommand;
import dev.tutti.config.Configuration;
import dev.tutti.config.Names;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Outbox;
import dev.tutti.coroutine.OwnerTurns;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.coroutine.PeerOwnersDriver;
import dev.tutti.log.EventLog;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.JournaledPermitStore;
import dev.tutti.persistence.JournaledQueueStore;
import dev.tutti.persistence.JournaledScheduleStore;
import dev.tutti.persistence.Numbers;
import dev.tutti.persistence.TurnLog;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.Queues;
import dev.tutti.queue.ReplyRoom;
import dev.tutti.schedule.Schedules;
import dev.tutti.sync.Primitives;
import dev.tutti.waiting.Timers;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One of {@link SeveralOwners}: the owner of some queues, and of the events, locks and so on of the same names. */
final class OneOfSeveral {

    private static final EventLog EVENTS = new EventLog();

    private final SeveralOwners all;
    private final int number;
    private final int count;
    private final MemoryLimit memory;
    private final TurnLog turnLog = new TurnLog();
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
    private final PeerOwners peers;
    private final ScheduleService service;
    private final OwnerTurns ownerTurns;
    private final CommandScheduler<Holder, QueueCommand> scheduler;
    private CommandScheduler<?, ?> syncScheduler;
    private PeerOwners syncPeers;
    final Timers timers;
    final Queues queues;
    final Schedules schedules = new Schedules();

    OneOfSeveral(SeveralOwners all, int number, int count, LongSupplier ids, long maxMemory) {
        this.all = all;
        this.number = number;
        this.count = count;
        memory = new MemoryLimit(maxMemory);
        timers = new Timers(all::now, all::nanoTime);
        JournaledQueueStore store = new JournaledQueueStore(turnLog, ids, SeveralOwners.CLOCK, all.journal);
        store.turns(turns::add);
        queues = new Queues(Map.of(), ids, all.totals, memory, new ReplyRoom(32 << 20), timers, store, EVENTS);
        peers = new PeerOwners(
                all.bus, Addresses::producer, count, 1, Addresses.producerReplies(number), all.tasks::decrementAndGet);
        Outbox outbox = new Outbox(new ReplySender(all.bus), all.journal, turnLog, true);
        outbox.turns(turns::add);
        ownerTurns = new OwnerTurns(timers, turnLog, outbox, queues.events(), NoSlowCommands.keep());
        WriteGuard guard = new WriteGuard(all.journal, turnLog, () -> false);
        service = new ScheduleService(
                schedules,
                queues,
                guard,
                new JournaledScheduleStore(turnLog, all.journal),
                all.scheduleCount,
                ids,
                peers,
                number,
                SeveralOwners.CLOCK);
        scheduler = new CommandScheduler<>(
                QueueCommand.class, new QueueService(queues, guard, number, peers, 0, service), ownerTurns, 1000);
    }

    /** All queues and schedules are recovered. */
    void begin(Numbers tokens) {
        service.begin();
        JsonObject producer = new JsonObject().put("instances", count);
        Primitives primitives = new Primitives(
                number,
                Configuration.from(
                        new JsonObject().put("queues", new JsonObject()).put("producer", producer)),
                tokens,
                all.tasks::decrementAndGet,
                memory,
                all.journal);
        JournaledEventStore.read(all.journal).stream()
                .filter(name -> Names.owner(name, count) == number)
                .forEach(primitives::found);
        JournaledPermitStore.read(all.journal, SeveralOwners.CLOCK).stream()
                .filter(permit -> Names.owner(permit.name(), count) == number)
                .forEach(primitives::found);
        syncScheduler = primitives.begin(all.bus, ownerTurns, (address, opened, asked) -> syncPeers = asked);
        scheduler.partner(syncScheduler);
    }

    /** Works by another configuration in a turn to come. */
    void reload(Configuration before, Configuration next, Consumer<List<String>> end) {
        turns.add(() -> new OwnerReload(queues, peers, number, end).start(before, next));
    }

    /** Takes a message if it has one of the addresses of this owner. */
    void receive(String address, Object body) {
        if (address.equals(Addresses.producer(number))) {
            scheduler.receive((Requests) body);
        } else if (address.equals(Addresses.producerReplies(number))) {
            PeerOwnersDriver.receive(ownerTurns, peers, (Replies) body);
        } else if (address.equals(Addresses.sync(number))) {
            syncScheduler.receive((Requests) body);
        } else if (address.equals(Addresses.syncReplies(number))) {
            PeerOwnersDriver.receive(ownerTurns, syncPeers, (Replies) body);
        }
        flush();
    }

    private void flush() {
        for (PeerOwners asked : List.of(peers, syncPeers)) {
            PeerOwnersDriver.flush(asked);
        }
    }

    /** Runs what is due. */
    void tick() {
        ownerTurns.tick();
        flush();
    }

    /** Hears what the journal has told, in a turn for each. */
    void hear() {
        for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
            ownerTurns.turn(turn);
            flush();
        }
    }
}
