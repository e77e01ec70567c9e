package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationException;
import dev.tutti.config.MetricsConfig;
import dev.tutti.config.Names;
import dev.tutti.config.ServerConfig;
import dev.tutti.journal.Journal;
import dev.tutti.log.EventLog;
import dev.tutti.net.ConfigurationReload;
import dev.tutti.net.NetServerVerticle;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.Meters;
import dev.tutti.ops.ServerInfo;
import dev.tutti.ops.Statistics;
import dev.tutti.ops.WatchedServer;
import dev.tutti.persistence.HeldPermit;
import dev.tutti.platform.EventLoops;
import dev.tutti.producer.ProducerVerticle;
import dev.tutti.schedule.Schedule;
import dev.tutti.sync.Primitives;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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

    /** One owner, and the share of it that is not queues. */
    private record Owner(ProducerVerticle verticle, Primitives primitives) {}

    private final Vertx vertx;
    private final Configuration configuration;
    private final EventLoops loops;
    private final CallerIds callerIds;
    private final SharedLimits limits;
    private final Statistics statistics;
    private final EventLog events = new EventLog();
    private final Stage netServers = new Stage(null);
    private final Stage consumers = new Stage(netServers);
    private final Stage owners = new Stage(consumers);
    private final Stage metrics = new Stage(owners);
    /** Null until the journal is open. */
    private volatile Storage storage;
    /** Null unless metrics are configured. */
    private MetricsServer metricsServer;

    private final List<NetServerVerticle> netServerVerticles = new ArrayList<>();
    private final ConfigurationReload reload;
    private final List<ProducerVerticle> ownerVerticles = new ArrayList<>();
    private final Consumers runningConsumers;
    private Future<?> started;
    private long telling;
    /** The part of the start that is under way. */
    private volatile Supplier<String> step = () -> "the journal is opened";

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
        this.loops = loops;
        this.callerIds = callerIds;
        this.reload = reload;
        this.limits = SharedLimits.of(configuration, maxConnections, events);
        this.statistics = new Statistics(limits.slowCommands(), configuration.metrics() == null ? null : new Meters());
        this.runningConsumers = new Consumers(
                vertx, consumers, loops, callerIds::nextSlot, events, statistics.meters(), this::isStopping);
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
                .compose(deployed -> vertx.executeBlocking(() -> Storage.open(configuration.producer(), events)))
                .map(this::opened)
                .compose(opened -> unlessSignalled(this::deployOwners))
                .compose(deployed -> unlessSignalled(this::deployConsumers))
                .compose(deployed -> unlessSignalled(this::deployNetServers))
                .onSuccess(deployed -> statistics.lifecycle().enter(Lifecycle.Phase.RUNNING))
                .onComplete(ended -> vertx.cancelTimer(progress))
                .recover(failure -> shutDown().transform(ended -> Future.failedFuture(failure)));
        return started;
    }

    private static Future<?> unlessSignalled(Supplier<Future<?>> step) {
        return ProcessEnd.isSignalled()
                ? Future.failedFuture("a signal has come while the server was starting")
                : step.get();
    }

    private Storage opened(Storage opened) {
        storage = opened;
        if (statistics.meters() != null) {
            opened.journal().listen(statistics.meters().commits());
        }
        return opened;
    }

    /** @throws ConfigurationException if the journal takes no settings and no schedules */
    void checkJournal() {
        String trouble = storage.journal().health().trouble();
        if (trouble != null) {
            throw new ConfigurationException("queues and schedules cannot change: " + trouble);
        }
    }

    boolean isStopping() {
        return statistics.lifecycle().phase() == Lifecycle.Phase.STOPPING;
    }

    /** Replaces the consumers that have changed. If a new one cannot be started, all stay, and the future fails. */
    Future<?> replaceConsumers(Configuration next) {
        return runningConsumers.reload(next);
    }

    /**
     * Works by another configuration from now on, as far as {@link dev.tutti.config.Reload} changes it. Completes with
     * the changes that were refused, as texts.
     *
     * @param maxConnections the most connections, which may be fewer than the configuration allows
     */
    Future<List<String>> reload(Configuration next, int maxConnections) {
        limits.change(next, maxConnections);
        if (metricsServer != null) {
            metricsServer.reload(next.metrics());
        }
        return Future.join(reloadOwners(next), reloadNetServers(next)).map(both -> both.resultAt(0));
    }

    private Future<List<String>> reloadOwners(Configuration next) {
        List<Future<List<String>>> owners =
                ownerVerticles.stream().map(owner -> owner.reload(next)).toList();
        return Future.join(owners)
                .map(done -> owners.stream()
                        .flatMap(owner -> owner.result().stream())
                        .toList());
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
        return netServers
                .undeploy(vertx)
                .eventually(() -> consumers.undeploy(vertx))
                .eventually(() -> owners.undeploy(vertx))
                .eventually(this::closeStorage)
                .eventually(() -> metrics.undeploy(vertx))
                .onComplete(closed -> {
                    vertx.cancelTimer(telling);
                    events.close();
                });
    }

    private Future<?> closeStorage() {
        return vertx.executeBlocking(() -> {
            if (storage != null) {
                storage.close();
            }
            return null;
        });
    }

    private Future<?> deployMetrics() {
        MetricsConfig config = configuration.metrics();
        if (config == null) {
            return Future.succeededFuture();
        }
        WatchedServer watched = new WatchedServer(
                statistics,
                events,
                limits.connections()::maxConnections,
                configuration.producer().instances(),
                configuration.server().instances(),
                callerIds::nextTask,
                limits.memoryUses(),
                this::journal,
                configuration.producer().reserveBytes());
        metricsServer = new MetricsServer(config, limits.passwords(), watched);
        loops.turnTo(0);
        return metricsServer.deploy(metrics, vertx);
    }

    private Journal journal() {
        Storage open = storage;
        return open == null ? null : open.journal();
    }

    private Future<?> deployOwners() {
        List<Owner> all = IntStream.range(0, configuration.producer().instances())
                .mapToObj(this::owner)
                .toList();
        step = storage::progress;
        return vertx.executeBlocking(() -> {
                    recover(all);
                    return all;
                })
                .compose(recovered -> Future.join(
                        deploy(owners, all.size(), 0, i -> all.get(i).verticle())));
    }

    private void recover(List<Owner> all) {
        storage.recover(all.stream().map(owner -> owner.verticle().queues()).toList());
        for (Schedule schedule : storage.schedules(configuration.schedules())) {
            int owner = Names.queueOwner(schedule.spec().queue(), all.size());
            all.get(owner).verticle().schedules().add(schedule);
        }
        for (String event : storage.events()) {
            all.get(Names.owner(event, all.size())).primitives().found(event);
        }
        for (HeldPermit permit : storage.permits()) {
            all.get(Names.owner(permit.name(), all.size())).primitives().found(permit);
        }
    }

    private Owner owner(int instance) {
        Primitives primitives = new Primitives(
                instance, configuration, storage.tokens(), callerIds::nextTask, limits.memory(), storage.journal());
        ProducerVerticle verticle = new ProducerVerticle(
                instance,
                configuration,
                storage.itemIds(),
                callerIds::nextTask,
                statistics,
                limits.memory(),
                limits.schedules(),
                storage.journal(),
                primitives,
                events);
        ownerVerticles.add(verticle);
        return new Owner(verticle, primitives);
    }

    private Future<?> deployConsumers() {
        step = () -> "the consumers are started";
        return runningConsumers.start(configuration);
    }

    /** Deploys the first net server alone: if it may listen, the others share its socket. */
    private Future<?> deployNetServers() {
        step = () -> "the port is opened";
        ServerConfig server = configuration.server();
        ServerInfo info = new ServerInfo(
                statistics, limits.connections()::maxConnections, limits.itemMemory(), storage.journal());
        for (int i = 0; i < server.instances(); i++) {
            netServerVerticles.add(netServer(i, info));
        }
        return deploy(netServers, 1, 0, netServerVerticles::get)
                .get(0)
                .recover(failure ->
                        Future.failedFuture(ListenFailure.explain("server", server.host(), server.port(), failure)))
                .compose(listening ->
                        Future.join(deploy(netServers, server.instances() - 1, 1, i -> netServerVerticles.get(i + 1))));
    }

    private NetServerVerticle netServer(int instance, ServerInfo info) {
        return new NetServerVerticle(
                instance,
                configuration,
                callerIds::nextConnection,
                callerIds::nextTask,
                info,
                storage.journal(),
                limits.connections(),
                reload);
    }

    /** Deploys the instances, each on the next event loop. */
    private List<Future<?>> deploy(Stage stage, int instances, int firstLoop, IntFunction<VerticleBase> verticle) {
        List<Future<?>> deployments = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            loops.turnTo(firstLoop + i);
            deployments.add(stage.deploy(vertx, verticle.apply(i)));
        }
        return deployments;
    }
}
