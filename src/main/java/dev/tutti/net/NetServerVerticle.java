package dev.tutti.net;

import dev.tutti.bus.Addresses;
import dev.tutti.bus.Replies;
import dev.tutti.bus.ReplySender;
import dev.tutti.bus.Requests;
import dev.tutti.cluster.ClusterAdmin;
import dev.tutti.cluster.ClusterView;
import dev.tutti.command.CommandTable;
import dev.tutti.command.EchoQuery;
import dev.tutti.command.Notice.Echo;
import dev.tutti.command.Refusal;
import dev.tutti.config.Configuration;
import dev.tutti.config.ServerConfig;
import dev.tutti.journal.Journal;
import dev.tutti.ops.CommandMeter;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.Meters;
import dev.tutti.ops.ServerInfo;
import dev.tutti.platform.AcceptGuard;
import dev.tutti.platform.GuardedTransport;
import dev.tutti.platform.TcpSocket;
import dev.tutti.resp.RequestLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TcpServerConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Accepts the connections of one event loop, and moves commands and replies between them and the owners. */
public final class NetServerVerticle extends VerticleBase {

    private static final int ACCEPT_BACKLOG = 4096;
    private static final long CONTENTION_CHECK_MILLIS = 1000;
    private static final long IDLE_CHECK_MILLIS = 1000;
    /**
     * Vert.x gives each instance a free port of its own for 0, and one free port to all instances for a negative one.
     */
    private static final int FREE_PORT = -1;

    private final int instance;
    private Configuration configuration;
    private final LongSupplier connectionIds;
    private final LongSupplier taskIds;
    private final ServerInfo info;
    private final Supplier<Journal> journal;
    private final ConnectionLimits limits;
    private final ConfigurationReload reload;
    private final ClusterView cluster;
    private final ClusterAdmin clusterAdmin;
    private final ConnectionCount count;
    private final RefusedClients refused;
    private Clients clients;
    private ConnectionContext connections;
    private HelloTimers hellos;
    private Arrivals arrivals;
    private PeerWatch peerWatch;
    private NetServer server;
    private LeaderNews news;
    private Runnable leaveCluster = () -> {};
    /** Null unless this instance is the first. */
    private AcceptGuard.Orders guard;

    /**
     * @param connectionIds positive, growing, and unique in the server; safe to call from any thread
     * @param taskIds negative, and otherwise like the connection ids
     * @param journal gives the one that is in use
     * @param cluster null if the server is in none
     * @param clusterAdmin null if the server is in no cluster
     */
    public NetServerVerticle(
            int instance,
            Configuration configuration,
            LongSupplier connectionIds,
            LongSupplier taskIds,
            ServerInfo info,
            Supplier<Journal> journal,
            ConnectionLimits limits,
            ConfigurationReload reload,
            ClusterView cluster,
            ClusterAdmin clusterAdmin) {
        this.instance = instance;
        this.configuration = configuration;
        this.connectionIds = connectionIds;
        this.taskIds = taskIds;
        this.info = info;
        this.journal = journal;
        this.limits = limits;
        this.reload = reload;
        this.cluster = cluster;
        this.clusterAdmin = clusterAdmin;
        this.count = new ConnectionCount(info.statistics(), limits::maxConnections, limits.events());
        this.refused = new RefusedClients(limits.events());
    }

    /** The port that it listens on, known once it has started. */
    public int actualPort() {
        return server.actualPort();
    }

    @Override
    public Future<?> start() {
        ServerConfig config = configuration.server();
        OwnerRouter router = new OwnerRouter(
                vertx.eventBus(), instance, configuration.producer().instances(), config.instances(), taskIds);
        LeadGate gate = new LeadGate(cluster != null);
        FlushCycle cycle = new FlushCycle(context, router, gate, System::nanoTime);
        CommandTable table = new CommandTable(
                new RequestLimits(config.maxItemSize(), config.maxCommandSize()), shown(configuration));
        connections = new ConnectionContext(
                vertx,
                new AtomicReference<>(config),
                router,
                cycle,
                gate,
                new LoopBudget(
                        vertx,
                        cycle,
                        System::nanoTime,
                        info.statistics().slowCommands().leastNanos()),
                new HandOut(vertx, cycle, System::nanoTime),
                table,
                info,
                journal,
                limits,
                meter(table),
                task -> context.runOnContext(turn -> task.run()),
                reload,
                cluster,
                clusterAdmin);
        arrivals = new Arrivals(vertx, router, cycle);
        clients = new Clients(new ReplySender(vertx.eventBus()), connections.budget(), arrivals);
        hellos = new HelloTimers(vertx, clients);
        vertx.setPeriodic(IDLE_CHECK_MILLIS, tick -> closeIdle());
        vertx.setPeriodic(CONTENTION_CHECK_MILLIS, tick -> {
            if (limits.turns().isContended()) {
                clients.all().forEach(connection -> connection.output().hurry());
            }
        });
        if (instance == 0) {
            PeerWatch.warnIfImpossible();
        }
        peerWatch = new PeerWatch(vertx, clients);
        peerWatch.patience(config.tcpKeepAliveMillis(), config.idleTimeoutMillis());
        peerWatch.start();
        if (cluster != null) {
            joinCluster();
        }
        server = createServer(config).connectHandler(this::connected).exceptionHandler(this::handshakeFailed);
        return Future.all(inboxes()).compose(ready -> {
            guard(config);
            return server.listen();
        });
    }

    private void joinCluster() {
        news = new LeaderNews(cluster, clients);
        leaveCluster = cluster.listen((before, after) -> context.runOnContext(turn -> clusterChanged()));
        clusterChanged();
    }

    private void clusterChanged() {
        if (connections.gate().change(cluster.state())) {
            clients.leadEnded();
        }
        news.changed();
        connections.cycle().touch();
    }

    private static Map<String, String> shown(Configuration configuration) {
        Map<String, String> settings = new HashMap<>(configuration.settings());
        settings.putAll(RedisSettings.of(configuration.producer()));
        return settings;
    }

    private void closeIdle() {
        long millis = configuration.server().idleTimeoutMillis();
        if (millis > 0) {
            clients.closeIdle(vertx, millis);
        }
    }

    /** Works by another configuration from now on, as far as {@link dev.tutti.config.Reload} changes it. */
    public Future<?> reload(Configuration next) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(turn -> {
            ServerConfig config = next.server();
            configuration = next;
            connections.inForce().setPlain(config);
            connections.table().limits().change(config.maxItemSize(), config.maxCommandSize());
            if (guard != null) {
                guard.most(mostSockets());
            }
            connections.budget().slow(info.statistics().slowCommands().leastNanos());
            connections.table().show(shown(next));
            clients.all().forEach(Connection::renewUser);
            peerWatch.patience(config.tcpKeepAliveMillis(), config.idleTimeoutMillis());
            done.complete();
        });
        return done.future();
    }

    /** Uses the files of the certificate as they are now, for new connections. All instances share them. */
    public Future<?> readCertificate() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(
                turn -> useCertificate().onSuccess(read -> done.complete()).onFailure(done::fail));
        return done.future();
    }

    private Future<?> useCertificate() {
        ServerConfig config = configuration.server();
        return config.tls() == null || instance > 0
                ? Future.succeededFuture()
                : Future.succeededFuture()
                        .compose(turn -> server.updateSSLOptions(ServerCertificate.tlsOptions(config), true));
    }

    private CommandMeter meter(CommandTable table) {
        Meters meters = info.statistics().meters();
        return meters == null ? null : meters.ofCommands(table.names());
    }

    /** Counts sockets when they are accepted. All instances share the socket that listens. */
    private void guard(ServerConfig config) {
        if (instance == 0) {
            byte[] toPlainText = config.tls() == null ? null : RefusedClients.toPlainText();
            guard = GuardedTransport.guardNext(vertx, config.port(), count, mostSockets(), toPlainText);
        }
    }

    private int mostSockets() {
        return limits.maxConnections() + ConnectionLimits.MOST_REFUSED;
    }

    private List<Future<Void>> inboxes() {
        MessageConsumer<Replies> replies = vertx.eventBus()
                .localConsumer(Addresses.serverReplies(instance), message -> {
                    connections.router().receive(message.body());
                    connections.cycle().replied();
                });
        MessageConsumer<Requests> requests = vertx.eventBus().localConsumer(Addresses.server(instance), message -> {
            clients.receive(message.body());
            connections.cycle().end();
        });
        return List.of(replies.completion(), requests.completion());
    }

    private NetServer createServer(ServerConfig config) {
        NetServerOptions options = options(config);
        return config.tls() == null
                ? vertx.createNetServer(options)
                : vertx.createNetServer(
                        new TcpServerConfig(options.setSsl(true)), ServerCertificate.tlsOptions(config));
    }

    private static NetServerOptions options(ServerConfig config) {
        return new NetServerOptions()
                .setHost(config.host())
                .setPort(config.port() == 0 ? FREE_PORT : config.port())
                .setAcceptBacklog(ACCEPT_BACKLOG);
    }

    private void connected(NetSocket accepted) {
        TcpSocket socket = new TcpSocket(accepted, limits.writeBudget());
        ServerConfig config = configuration.server();
        if (ProtectedMode.refuses(config, limits.passwords().isNeeded(), socket.remoteAddress())) {
            refused.refuse(socket, ProtectedMode.refusal(), "the server is in protected mode, and has no password");
            return;
        }
        boolean isCounted = socket.isCounted();
        if (!(isCounted ? socket.isAdmitted() : count.admit())) {
            refused.refuse(
                    socket,
                    Refusal.error("ERR", "max number of clients reached"),
                    "there are " + limits.maxConnections() + " connections (server.maxConnections)");
            return;
        }
        socket.acceptHalfClose(config.tcpKeepAliveMillis());
        long id = connectionIds.getAsLong();
        long hello = hellos.begin(id, limits.passwords().isNeeded(), config.helloTimeoutMillis());
        Connection connection = new Connection(id, socket, connections, () -> disconnected(id, hello, isCounted));
        clients.add(connection);
        connections.router().add(id, connection);
        connection.open();
    }

    private void handshakeFailed(Throwable failure) {
        if (!GuardedTransport.isOf(vertx)) { // the count has told of it, with the client's address
            refused.handshakeFailed(failure);
        }
    }

    /** @param isCounted whether the guard counts the connection, and its end */
    private void disconnected(long id, long hello, boolean isCounted) {
        hellos.end(hello);
        if (!isCounted) {
            count.left();
        }
        clients.remove(id);
        connections.router().remove(id);
    }

    /**
     * Accepts no more connections, lets the items in flight be finished, and then closes all connections. Commands that
     * wait get no reply, as if the server had been killed. The stop is over when the owners have answered everything
     * that they were asked, so that no reply comes later.
     */
    @Override
    public Future<?> stop() {
        if (guard != null) {
            guard.stopAccepting();
        }
        info.statistics().lifecycle().enter(Lifecycle.Phase.STOPPING);
        return connections.gate().whileOpen(this::drain).eventually(this::closeAll);
    }

    private Future<?> drain() {
        long millis = configuration.server().drainTimeoutMillis();
        return new StopDrain(vertx, connections.router(), connections.cycle(), arrivals, millis, instance == 0).start();
    }

    private Future<?> closeAll() {
        clients.all().forEach(Connection::shutDown);
        Future<?> owners = connections.gate().whileOpen(this::echo);
        connections.router().leave();
        connections.cycle().end();
        return Future.join(server.close(), owners).onComplete(closed -> leaveCluster.run());
    }

    private Future<?> echo() {
        Promise<List<Echo>> echoed = Promise.promise();
        connections.router().poll(new EchoQuery()).start(echoed::complete, error -> echoed.fail(error.toString()));
        return echoed.future();
    }
}
