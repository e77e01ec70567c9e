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
import dev.tutti.journal.Journal;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.TurnLog;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.resp.ProtocolException;
import dev.tutti.resp.RequestParser;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Timers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An owner of events, locks and their kin without a server around it: a test types commands in the name of connections,
 * turns the clock, and reads what each connection is told: {@code 1: OK}. Tokens are 1, 2 and so on.
 */
final class SyncOwner {

    static final int MAX_WAITERS = 1000;

    private final RecordedBus bus = new RecordedBus();
    private final CommandTable table = new CommandTable(1024, 4096, Map.of());
    private final RequestParser parser = new RequestParser(1024, 4096);
    /** Whether no more tokens may be given out. */
    boolean numbersAreScarce;

    private long now = 1000;
    private final Timers timers = new Timers(() -> now);
    final MemoryLimit memory;
    private final SyncService service;
    private final CommandScheduler<Holdings, SyncCommand> scheduler;
    /** What the journal has told, each for a turn of its own. */
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();

    SyncOwner() {
        this(new VolatileJournal());
    }

    /** With the events that are set in the journal. */
    SyncOwner(Journal journal) {
        this(journal, 1 << 20);
    }

    SyncOwner(Journal journal, long maxMemory) {
        memory = new MemoryLimit(maxMemory);
        TurnLog turnLog = new TurnLog();
        service = new SyncService(
                timers,
                new AtomicLong()::incrementAndGet,
                () -> {},
                new JournaledEventStore(turnLog, journal),
                new WriteGuard(journal, turnLog, () -> numbersAreScarce),
                memory);
        service.setEvents(JournaledEventStore.read(journal));
        Outbox outbox = new Outbox(new ReplySender(bus.eventBus()), journal, turnLog, true);
        outbox.turns(turns::add);
        scheduler = new CommandScheduler<>(SyncCommand.class, service, outbox, timers, MAX_WAITERS);
    }

    /** What everybody is told when a connection sends these lines in one turn. */
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

    /** What everybody is told when the journal has told what it has to tell. */
    List<String> told() {
        for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
            scheduler.turn(turn);
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

    /** Its client ends its side of the stream. */
    List<String> endInput(long connection) {
        return send(connection, new Signal.InputEnded());
    }

    /** CLIENT UNBLOCK by somebody who is told 1 or 0 as {@code asker 0}. */
    List<String> unblock(long connection, boolean withError) {
        return send(connection, new Signal.Unblock(withError, "asker", 0));
    }

    /** What everybody is told in these milliseconds. */
    List<String> pass(long millis) {
        now += millis;
        scheduler.tick();
        return told();
    }

    /** How many events, locks and so on are remembered. */
    int remembered() {
        return service.size();
    }

    List<Contention> contentions() {
        return service.contentions(new ContentionQuery(null, false));
    }

    boolean nothingIsDue() {
        return timers.next() == Long.MAX_VALUE;
    }
}
