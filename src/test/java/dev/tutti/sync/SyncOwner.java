package dev.tutti.sync;

import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.Command;
import dev.tutti.command.CommandTable;
import dev.tutti.command.ContentionQuery;
import dev.tutti.command.Signal;
import dev.tutti.command.SyncCommand;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Outbox;
import dev.tutti.coroutine.OwnerTurns;
import dev.tutti.journal.Journal;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.JournaledPermitStore;
import dev.tutti.persistence.TurnLog;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.resp.ProtocolException;
import dev.tutti.resp.RequestParser;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ContentionSum;
import dev.tutti.waiting.ManualClock;
import dev.tutti.waiting.Timers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An owner of primitives without a server around it. A test sends commands for connections, turns the clock, and reads
 * the replies, such as {@code 1: OK} for connection 1. Tokens are 1, 2 and so on.
 */
final class SyncOwner {

    static final int MAX_WAITERS = 1000;

    private final RecordedBus bus = new RecordedBus();
    private final CommandTable table = new CommandTable(1024, 4096, Map.of());
    private final RequestParser parser = new RequestParser(1024, 4096);
    /** True if the owner may not issue tokens. */
    boolean numbersAreScarce;

    private long now = 1000;
    /** The milliseconds that pass with each look at the clock during a turn. */
    long lookMillis;

    private final Timers timers = new Timers(() -> now, this::nanoTime);
    final MemoryLimit memory;
    private final SyncService service;
    private final OwnerTurns ownerTurns;
    private final CommandScheduler<Holdings, SyncCommand> scheduler;
    /** The completions of the journal, each of which is a turn of its own. */
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();

    SyncOwner() {
        this(new VolatileJournal());
    }

    /** An owner that reads the events in this journal. */
    SyncOwner(Journal journal) {
        this(journal, 1 << 20);
    }

    SyncOwner(Journal journal, long maxMemory) {
        memory = new MemoryLimit(maxMemory);
        TurnLog turnLog = new TurnLog();
        ManualClock clock = new ManualClock(() -> now);
        service = new SyncService(
                timers,
                new AtomicLong()::incrementAndGet,
                new AtomicLong()::incrementAndGet,
                () -> {},
                new JournaledEventStore(turnLog, journal),
                new JournaledPermitStore(turnLog, journal, clock),
                new WriteGuard(journal, turnLog, () -> numbersAreScarce),
                memory);
        service.setEvents(JournaledEventStore.read(journal));
        service.restore(JournaledPermitStore.read(journal, clock));
        Outbox outbox = new Outbox(new ReplySender(bus.eventBus()), journal, turnLog, true);
        outbox.turns(turns::add);
        ownerTurns = new OwnerTurns(timers, turnLog, outbox, new EventLog(), NoSlowCommands.keep());
        scheduler = new CommandScheduler<>(SyncCommand.class, service, ownerTurns, MAX_WAITERS);
    }

    private long nanoTime() {
        now += lookMillis;
        return TimeUnit.MILLISECONDS.toNanos(now);
    }

    /** Sends lines of a connection in one turn. Returns the replies to all connections. */
    List<String> ask(long connection, String... lines) {
        return send(connection, Arrays.stream(lines).map(this::decode).toArray(Command[]::new));
    }

    private Command decode(String line) {
        try {
            byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
            parser.feed(bytes, 0, bytes.length);
            return table.decode(parser.next());
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    List<String> send(long connection, Command... commands) {
        scheduler.receive(RecordedBus.request("net", connection, commands));
        return told();
    }

    /** Runs the completions of the journal. Returns the replies to all connections. */
    List<String> told() {
        for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
            ownerTurns.turn(turn);
        }
        return bus.replies().stream()
                .map(reply -> reply.replaceFirst("^net ", ""))
                .toList();
    }

    List<String> close(long connection) {
        return send(connection, new Signal.Closed());
    }

    List<String> reset(long connection) {
        return send(connection, new Signal.Reset());
    }

    /** Ends the input of a connection, as when its client shuts down the sending side. */
    List<String> endInput(long connection) {
        return send(connection, new Signal.InputEnded());
    }

    /** Sends CLIENT UNBLOCK. Its reply is that to {@code asker 0}. */
    List<String> unblock(long connection, boolean withError) {
        return send(connection, new Signal.Unblock(withError, "asker", 0));
    }

    /** Turns the clock. Returns the replies to all connections meanwhile. */
    List<String> pass(long millis) {
        now += millis;
        ownerTurns.tick();
        return told();
    }

    /** The number of events, locks and so on that exist. */
    int remembered() {
        return service.size();
    }

    List<Contention> contentions() {
        return service.contentions(new ContentionQuery(null, false)).all();
    }

    /** The numbers of each thing that is held or waited for. */
    List<ContentionSum> sums() {
        return service.contentionSums().all().stream()
                .filter(sum -> sum.holders() + sum.waiters() > 0)
                .toList();
    }

    boolean nothingIsDue() {
        return timers.next() == Long.MAX_VALUE;
    }
}
