package dev.tutti.net;

import dev.tutti.access.PasswordGate;
import dev.tutti.bus.ManualTimers;
import dev.tutti.bus.RecordedBus;
import dev.tutti.command.CommandTable;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.config.Configuration;
import dev.tutti.config.ServerConfig;
import dev.tutti.journal.Health;
import dev.tutti.journal.Journal;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.CommandMeter;
import dev.tutti.ops.MemoryUse;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.ops.ServerInfo;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A net server without a network and without an event loop: a test ends the turns, answers for the owners, and says how
 * long a PING takes.
 */
final class NetScene {

    final RecordedBus bus = new RecordedBus();
    final ManualTimers timers = new ManualTimers();
    final OwnerRouter router;
    final LeadGate gate = new LeadGate(false);
    final FlushCycle cycle;
    final LoopBudget budget;
    final ConnectionContext context;
    final CommandMeter meter;
    private long pingMillis;
    private long nanos;
    private long lookNanos;

    /** @param server the section of the configuration */
    NetScene(JsonObject server) {
        this(server, null, 1);
    }

    /** @param others the bus by which so many owners of each kind are asked; null for {@link #bus} */
    NetScene(JsonObject server, EventBus others, int owners) {
        router = new OwnerRouter(
                others == null ? bus.eventBus() : others, 0, owners, 1, new AtomicLong()::decrementAndGet);
        cycle = new FlushCycle(endlessTurn(timers.vertx()), router, gate, () -> nanos);
        budget = new LoopBudget(timers.vertx(), cycle, () -> nanos(), Long.MAX_VALUE);
        ServerConfig config =
                Configuration.from(new JsonObject().put("server", server)).server();
        EventLog events = new EventLog(this::nanos);
        ServerInfo info = new ServerInfo(
                new Statistics(NoSlowCommands.keep(), null),
                () -> 10,
                new MemoryUse("items", () -> 0, () -> 0),
                this::slowJournal,
                null);
        CommandTable table = new CommandTable(config.maxItemSize(), config.maxCommandSize(), Map.of());
        meter = new CommandMeter(table.names());
        context = new ConnectionContext(
                timers.vertx(),
                new AtomicReference<>(config),
                router,
                cycle,
                gate,
                budget,
                new HandOut(timers.vertx(), cycle, () -> nanos()),
                table,
                info,
                VolatileJournal::new,
                new ConnectionLimits(config, 10, new PasswordGate(config.password(), config.users(), events), events),
                meter,
                Runnable::run,
                () -> Future.succeededFuture("OK"),
                null,
                null);
    }

    /** A context that never gets to the end of a turn: the test does. */
    static Context endlessTurn() {
        return endlessTurn(null);
    }

    private static Context endlessTurn(Vertx vertx) {
        return (Context) Proxy.newProxyInstance(
                NetScene.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("owner")) {
                        return vertx;
                    }
                    if (!method.getName().equals("runOnContext")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return null;
                });
    }

    /** A journal that is asked for its health, as each PING does. */
    private Journal slowJournal() {
        return (Journal) Proxy.newProxyInstance(
                NetScene.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("health")) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    passes(pingMillis);
                    return new Health(Health.State.OK, null);
                });
    }

    private long nanos() {
        nanos += lookNanos;
        return nanos;
    }

    /** The clock goes on whenever it is looked at. */
    void timePassesWithEachLook(long millis) {
        lookNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    void passes(long millis) {
        passesNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    void passesNanos(long more) {
        nanos += more;
    }

    void pingTakes(long millis) {
        pingMillis = millis;
    }

    Connection open(long id, RecordedSocket socket, Runnable onClose) {
        Connection connection = new Connection(id, socket.socket(), context, onClose);
        router.add(id, connection);
        connection.open();
        return connection;
    }

    /** The timers of a millisecond go off: that is a later turn. */
    void nextTurn() {
        timers.ring(1);
        cycle.end();
    }

    void ownerReplies(long connection, Reply... replies) {
        router.receive(RecordedBus.reply(connection, replies));
        cycle.end();
    }

    void ownerTells(long connection, Notice notice) {
        router.receive(RecordedBus.notice(connection, notice));
        cycle.end();
    }

    /** The commands and signals that owners were sent since the last time, by their kinds. */
    List<String> sent() {
        cycle.end();
        return bus.requests().stream()
                .map(asked -> asked.command().getClass().getSimpleName())
                .toList();
    }
}
