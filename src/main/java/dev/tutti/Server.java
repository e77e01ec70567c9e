package dev.tutti;

import dev.tutti.cluster.ClusterAdmin;
import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterView;
import dev.tutti.config.ClusterConfig;
import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.MetricsConfig;
import dev.tutti.config.ServerConfig;
import dev.tutti.log.EventLog;
import dev.tutti.net.ConfigurationReload;
import dev.tutti.net.NetServerVerticle;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.Meters;
import dev.tutti.ops.ServerInfo;
import dev.tutti.ops.Statistics;
import dev.tutti.ops.WatchedServer;
import dev.tutti.platform.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the server, from opening the journal to closing it. A server starts once and stops once. A process may
 * start another server after that, in the same Vert.x and with the same journal: a stopped server leaves nothing
 * behind.
 *
 * <p>The start goes in stages: the HTTP server for metrics if it is configured, the owners of queues and locks, the
 * consumers, and the net servers last, so that no client finds a server that is half there. The stop goes the other way
 * round.
 */
final class Server {

    private static final Logger log = LoggerFactory.getLogger(Server.class);
    /** A start that takes longer says how far it has come, again and again. */
    private static final long PROGRESS_MILLIS = 2000;

    private final Vertx vertx;
    private final Configuration configuration;
    /** The same, as reloads have changed it. */
    private Configuration inForce;

    private final EventLoops loops;
    private final CallerIds callerIds;
    private final SharedLimits limits;
    private final Statistics statistics;
    private final EventLog events = new EventLog();
    private final ServerStages stages = ServerStages.create();
    private final Backend backend;
    /** Null in no cluster. */
    private final ClusterView cluster;
    /** Null in no cluster. */
    private ClusterAdmin clusterAdmin;

    /** Null unless metrics are configured. */
    private MetricsServer metricsServer;

    private final List<NetServerVerticle> netServerVerticles = new ArrayList<>();
    private final ConfigurationReload reload;
    private Future<?> started;
    private long telling;
    /** The part of the start that is under way. */
    private Supplier<String> step;

    /**
     * @param loops the event loops on which the server runs
     * @param callerIds shared by all servers of this process
     * @param maxConnections the most connections, which may be fewer than the configuration allows
     * @param reload for clients that ask for it
     */
    Server(
            Vertx vertx,
            Configuration configuration,
            EventLoops loops,
            CallerIds callerIds,
            int maxConnections,
            ConfigurationReload reload) {
        this.vertx = vertx;
        this.configuration = configuration;
        this.inForce = configuration;
        this.loops = loops;
        this.callerIds = callerIds;
        this.reload = reload;
        this.limits = SharedLimits.of(configuration, maxConnections, events);
        this.statistics = new Statistics(limits.slowCommands(), configuration.metrics() == null ? null : new Meters());
        this.cluster = configuration.cluster() == null ? null : view(configuration.cluster());
        this.backend = configuration.connect() != null ? remote() : cluster == null ? single() : clustered();
        this.step = backend::step;
    }

    private Backend single() {
        return new SingleBackend(configuration.producer(), events, service(configuration, this::isStopping));
    }

    private Backend remote() {
        return new RemoteBackend(vertx, configuration, loops, callerIds, statistics, events, stages);
    }

    private Backend clustered() {
        ClusterBackend node = new ClusterBackend(
                vertx,
                configuration,
                cluster,
                isEnding -> service(inForce, isEnding),
                events,
                ProcessEnd::haltFromWithin);
        clusterAdmin = new ClusterOperations(vertx.getOrCreateContext(), cluster, node);
        return node;
    }

    private Service service(Configuration now, BooleanSupplier isEnding) {
        return new Service(vertx, now, loops, callerIds, limits, statistics, events, stages, isEnding);
    }

    private static ClusterView view(ClusterConfig config) {
        Map<String, ClusterNode> nodes = new HashMap<>();
        config.peers()
                .forEach((node, peer) -> nodes.put(
                        node,
                        new ClusterNode(
                                node, peer.client().host(), peer.client().port())));
        return new ClusterView(config.name(), nodes.get(config.node()), List.copyOf(nodes.values()));
    }

    /** Returns the port of the first net server. Call this only after the start. */
    int actualPort() {
        return netServerVerticles.get(0).actualPort();
    }

    /** Returns the port for metrics. Call this only after the start, and only if metrics are configured. */
    int metricsPort() {
        return metricsServer.port();
    }

    /**
     * Starts the server. If a step fails, everything that has started is stopped again before the future fails. The
     * cause is a {@link ConfigurationException} or a {@link dev.tutti.journal.JournalException} if the user can mend
     * it.
     */
    Future<?> start() {
        telling = vertx.setPeriodic(EventLog.TELL_MILLIS, tick -> events.tell());
        long progress = vertx.setPeriodic(PROGRESS_MILLIS, tick -> log.info("starting: {}", step.get()));
        started = deployMetrics()
                .compose(deployed -> backend.start(Server::unlessSignalled))
                .compose(running -> unlessSignalled())
                .compose(turn -> serve())
                .onComplete(ended -> vertx.cancelTimer(progress))
                .recover(failure -> shutDown().transform(ended -> Future.failedFuture(failure)));
        return started;
    }

    /** Lets clients come, if this process is a server. */
    private Future<?> serve() {
        return configuration.connect() != null
                ? Future.succeededFuture()
                : deployNetServers()
                        .onSuccess(deployed -> statistics.lifecycle().enter(Lifecycle.Phase.RUNNING));
    }

    private static Future<?> unlessSignalled() {
        return ProcessEnd.isSignalled()
                ? Future.failedFuture("a signal has come while the server was starting")
                : Future.succeededFuture();
    }

    /** @throws ConfigurationException if the journal takes no settings and no schedules */
    void checkJournal() {
        backend.service().ifPresent(Service::checkJournal);
    }

    boolean isStopping() {
        return statistics.lifecycle().phase() == Lifecycle.Phase.STOPPING;
    }

    /** Replaces the consumers that have changed. If a new one cannot be started, all stay, and the future fails. */
    Future<?> replaceConsumers(Configuration next) {
        return backend.replaceConsumers(next);
    }

    /**
     * Works by another configuration from now on, as far as {@link dev.tutti.config.Reload} changes it. Completes with
     * the changes that were refused, as texts.
     *
     * @param maxConnections the most connections, which may be fewer than the configuration allows
     */
    Future<List<String>> reload(Configuration next, int maxConnections) {
        inForce = next;
        limits.change(next, maxConnections);
        if (metricsServer != null) {
            metricsServer.reload(next.metrics());
        }
        Future<List<String>> reloaded = backend.service()
                .map(service -> service.reload(next))
                .orElseGet(() -> Future.succeededFuture(List.of()));
        return Future.join(reloaded, reloadNetServers(next)).map(both -> both.resultAt(0));
    }

    private Future<?> reloadNetServers(Configuration next) {
        return Future.join(netServerVerticles.stream()
                .map(netServer -> netServer.reload(next))
                .toList());
    }

    /** New connections use the files of the certificate as they are now. */
    Future<?> readCertificate() {
        return netServerVerticles.get(0).readCertificate();
    }

    /** Stops the server. A start that is still under way is waited for. */
    Future<?> stop() {
        if (started == null) {
            return Future.succeededFuture();
        }
        return started.transform(ended -> ended.succeeded() ? shutDown() : Future.succeededFuture());
    }

    private Future<?> shutDown() {
        statistics.lifecycle().enter(Lifecycle.Phase.STOPPING);
        return stages.netServers()
                .undeploy(vertx)
                .eventually(backend::close)
                .eventually(() -> stages.metrics().undeploy(vertx))
                .onComplete(closed -> {
                    vertx.cancelTimer(telling);
                    events.close();
                });
    }

    private Future<?> deployMetrics() {
        MetricsConfig config = configuration.metrics();
        if (config == null) {
            return Future.succeededFuture();
        }
        boolean isServer = configuration.connect() == null;
        WatchedServer watched = new WatchedServer(
                statistics,
                events,
                limits.connections()::maxConnections,
                isServer ? configuration.producer().instances() : 0,
                isServer ? configuration.server().instances() : 0,
                callerIds::nextTask,
                limits.memoryUses(),
                backend::journal,
                configuration.producer().reserveBytes(),
                cluster);
        metricsServer = new MetricsServer(config, limits.passwords(), watched);
        loops.turnTo(0);
        return metricsServer.deploy(stages.metrics(), vertx);
    }

    /** Deploys the first net server alone: if it may listen, the others share its socket. */
    private Future<?> deployNetServers() {
        step = () -> "the port is opened";
        ServerConfig server = configuration.server();
        ServerInfo info = new ServerInfo(
                statistics, limits.connections()::maxConnections, limits.itemMemory(), backend::journal, cluster);
        for (int i = 0; i < server.instances(); i++) {
            netServerVerticles.add(netServer(i, info));
        }
        return stages.netServers()
                .deployAll(vertx, loops, 0, netServerVerticles.subList(0, 1))
                .get(0)
                .recover(failure ->
                        Future.failedFuture(ListenFailure.explain("server", server.host(), server.port(), failure)))
                .compose(listening -> Future.join(stages.netServers()
                        .deployAll(vertx, loops, 1, netServerVerticles.subList(1, server.instances()))));
    }

    private NetServerVerticle netServer(int instance, ServerInfo info) {
        return new NetServerVerticle(
                instance,
                configuration,
                callerIds::nextConnection,
                callerIds::nextTask,
                info,
                backend::journal,
                limits.connections(),
                reload,
                cluster,
                clusterAdmin);
    }
}
