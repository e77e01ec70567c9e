package dev.tutti.producer;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.Command;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Signal;
import dev.tutti.command.Transaction;
import dev.tutti.command.Typed;
import dev.tutti.config.QueueConfig;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Companion;
import dev.tutti.coroutine.Outbox;
import dev.tutti.coroutine.OwnerTurns;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.journal.Journal;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.ItemTotals;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.persistence.JournaledQueueStore;
import dev.tutti.persistence.JournaledScheduleStore;
import dev.tutti.persistence.TurnLog;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.QueueStore;
import dev.tutti.queue.Queues;
import dev.tutti.queue.ReplyRoom;
import dev.tutti.queue.UsedMemory;
import dev.tutti.schedule.ScheduleCount;
import dev.tutti.schedule.Schedules;
import dev.tutti.waiting.ManualClock;
import dev.tutti.waiting.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The owner of all queues, without verticle and event bus, in a time that a test turns by hand. It is asked as clients
 * type, and a reply reads {@code 1: OK}: who is answered, and what.
 */
final class OneOwner {

    static final int MAX_WAITERS = 20;
    static final int MAX_SCHEDULES = 10_000;
    static final long RUN_TIMEOUT = 60_000;

    final ItemTotals totals = new ItemTotals();
    final MemoryLimit memory;
    final Timers timers;
    final EventLog events;
    private final RecordedBus bus = new RecordedBus();
    private final Typed typed = new Typed();
    private final OwnerTurns ownerTurns;
    private final CommandScheduler<Holder, QueueCommand> scheduler;
    /** What the journal has told, each for a turn of its own. */
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();

    final Queues queues;
    final Schedules found = new Schedules();
    /** Whether no more ids may be given out. */
    boolean numbersAreScarce;

    /** What connections were told of their items. */
    private final List<String> cancelled = new ArrayList<>();

    private long now = 1000;
    /** The milliseconds by which the time of day was set forward, or back. */
    private long jumped;
    /** The nanoseconds that have passed besides. */
    private long passed;
    /** The nanoseconds that pass with each look at the clock. */
    private long slowness;

    private OneOwner(Map<String, QueueConfig> configured, long maxMemory, long maxReplyItems, Journal journal) {
        memory = new MemoryLimit(maxMemory);
        TurnLog turnLog = new TurnLog();
        timers = new Timers(() -> now, () -> TimeUnit.MILLISECONDS.toNanos(now) + (passed += slowness));
        events = new EventLog(timers::nanoTime);
        LongSupplier ids = new AtomicLong()::incrementAndGet;
        ManualClock clock = new ManualClock(() -> now + jumped);
        JournaledQueueStore store = new JournaledQueueStore(turnLog, ids, clock, journal);
        store.turns(turns::add);
        queues = new Queues(
                configured,
                ids,
                totals,
                memory,
                new ReplyRoom(maxReplyItems),
                timers,
                journal.isDurable() ? store : QueueStore.NONE,
                events);
        queues.clock(clock);
        PeerOwners peers =
                new PeerOwners(bus.eventBus(), Addresses::producer, 1, 1, Addresses.producerReplies(0), () -> -1);
        Outbox outbox = new Outbox(new ReplySender(bus.eventBus()), journal, turnLog, true);
        outbox.turns(turns::add);
        ownerTurns = new OwnerTurns(timers, turnLog, outbox, events, NoSlowCommands.keep());
        WriteGuard guard = new WriteGuard(journal, turnLog, () -> numbersAreScarce);
        ScheduleService schedules = new ScheduleService(
                found,
                queues,
                guard,
                new JournaledScheduleStore(turnLog, journal),
                new ScheduleCount(MAX_SCHEDULES),
                ids,
                peers,
                0,
                clock);
        schedules.begin();
        scheduler = new CommandScheduler<>(
                QueueCommand.class,
                new QueueService(queues, guard, 0, peers, RUN_TIMEOUT, schedules),
                ownerTurns,
                MAX_WAITERS);
    }

    /** The companion shares the turns of this owner. Returns its scheduler. */
    CommandScheduler<?, ?> join(Companion companion) {
        CommandScheduler<?, ?> partner = companion.begin(bus.eventBus(), ownerTurns, (address, opened, peers) -> {});
        scheduler.partner(partner);
        return partner;
    }

    OneOwner(Map<String, QueueConfig> configured, long maxMemory) {
        this(configured, maxMemory, 32 << 20, new VolatileJournal());
    }

    OneOwner() {
        this(Map.of(), 1 << 20);
    }

    /** With a journal, in which there is nothing yet. */
    OneOwner(Journal journal) {
        this(1 << 20, journal);
    }

    OneOwner(long maxMemory, Journal journal) {
        this(Map.of(), maxMemory, 32 << 20, journal);
    }

    /** With a limit for the items of one reply. */
    static OneOwner withReplyLimit(long maxReplyItems) {
        return new OneOwner(Map.of(), 1 << 20, maxReplyItems, new VolatileJournal());
    }

    /** What everybody is answered when this one has sent these commands as one transaction. */
    List<String> transaction(long connection, String... lines) {
        return send(
                connection, new Transaction(Stream.of(lines).map(typed::decode).toList()));
    }

    /** What everybody is answered when this one has sent these commands in one turn. */
    List<String> ask(long connection, String... lines) {
        return send(connection, Stream.of(lines).map(typed::decode).toArray(Command[]::new));
    }

    List<String> send(long coroutine, Command... commands) {
        scheduler.receive(RecordedBus.request("net", coroutine, commands));
        return replies();
    }

    List<String> close(long connection) {
        return send(connection, new Signal.Closed());
    }

    /** What everybody is answered when it is so much later. */
    List<String> after(long millis) {
        now += millis;
        ownerTurns.tick();
        return replies();
    }

    /** Somebody sets the time of day. */
    void setClock(long millis) {
        jumped += millis;
    }

    /** The schedules, as {@code name next last skipped}, with times in milliseconds since the beginning of the test. */
    List<String> schedules() {
        return found.all().stream()
                .map(schedule -> schedule.name() + " " + sinceBegin(schedule.next()) + " " + sinceBegin(schedule.last())
                        + " " + schedule.skipped())
                .toList();
    }

    private static String sinceBegin(long time) {
        return time == 0 ? "-" : String.valueOf(time - ManualClock.EPOCH - 1000);
    }

    /** From now on whatever is done in slices takes one for each step. */
    void becomeSlow() {
        slowness = TimeUnit.MILLISECONDS.toNanos(3);
    }

    /** From now on no time passes in a turn. */
    void becomeQuick() {
        slowness = 0;
    }

    /** What everybody is answered until all that goes on in slices has ended. */
    List<String> afterAllSlices() {
        List<String> all = new ArrayList<>(replies());
        while (timers.next() <= now + 1) {
            all.addAll(after(1));
        }
        return all;
    }

    /** What everybody is answered when the journal has told what it has to tell, and everybody reads the replies. */
    List<String> replies() {
        List<String> all = new ArrayList<>();
        List<String> next = nextReplies();
        while (!next.isEmpty()) {
            for (String reply : next) {
                if (reply.endsWith(": WantsRoom")) {
                    long connection = Long.parseLong(reply.substring(0, reply.indexOf(':')));
                    scheduler.receive(RecordedBus.request("net", connection, Signal.ROOM));
                } else {
                    (reply.endsWith(": ItemCancelled") ? cancelled : all).add(reply);
                }
            }
            next = nextReplies();
        }
        return all;
    }

    private List<String> nextReplies() {
        for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
            ownerTurns.turn(turn);
        }
        return bus.replies().stream()
                .map(reply -> reply.substring("net ".length()))
                .toList();
    }

    /** The connections that were told since the last time that an item of theirs was cancelled, which no client reads. */
    List<Integer> cancelled() {
        List<Integer> taken = cancelled.stream()
                .map(news -> Integer.valueOf(news.split(":")[0]))
                .toList();
        cancelled.clear();
        return taken;
    }

    /** The owner's last turn. */
    void stop() {
        ownerTurns.turn(queues::stop);
    }

    /** What items and results take of the memory. */
    long usedByItems() {
        return UsedMemory.byItems(queues);
    }

    /** The same as the queues themselves tell. */
    long usedAsQueuesTell(List<String> names) {
        return UsedMemory.asQueuesTell(queues, names);
    }

    /** A number of QUEUE STATS. */
    String stat(String queue, String key) {
        String pairs = ask(99, "QUEUE STATS " + queue).get(0);
        return pairs.replaceFirst(".*\\b" + key + ", ([^,\\]]*).*", "$1");
    }
}
