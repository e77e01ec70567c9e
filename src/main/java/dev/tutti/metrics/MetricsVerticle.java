package dev.tutti.metrics;

import dev.tutti.access.PasswordGate;
import dev.tutti.bus.OwnerQuestions;
import dev.tutti.command.Notice.BusiestQueues;
import dev.tutti.command.Notice.PrimitiveFigures;
import dev.tutti.command.PrimitiveFiguresQuery;
import dev.tutti.command.QueueFiguresQuery;
import dev.tutti.config.MetricsConfig;
import dev.tutti.http.HttpRoutes;
import dev.tutti.http.PasswordProtection;
import dev.tutti.http.RequestUsers;
import dev.tutti.ops.Meters;
import dev.tutti.ops.WatchedServer;
import dev.tutti.page.Page;
import dev.tutti.platform.NetworkAddress;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves metrics and health checks over HTTP. It starts before the journal is read and stops after everything else, so
 * that it can tell both phases.
 */
public final class MetricsVerticle extends VerticleBase {

    /** The most connections at a time. One more is closed. */
    public static final int MOST_CONNECTIONS = 64;

    /** Longer than the usual time between two scrapes, so that these can share a connection. */
    private static final int IDLE_SECONDS = 75;

    private static final Logger log = LoggerFactory.getLogger(MetricsVerticle.class);

    private MetricsConfig config;
    private final RequestUsers users;
    private final WatchedServer watched;
    private OwnerQuestions owners;
    private LoopLag lag;
    private Scrapes scrapes;
    private HttpServer server;
    private int connections;

    /** @param gate asks for a password before it shows metrics */
    public MetricsVerticle(MetricsConfig config, PasswordGate gate, WatchedServer watched) {
        this.config = config;
        this.users = new RequestUsers(gate);
        this.watched = watched;
    }

    /** The port that it listens on, known once it has started. */
    public int actualPort() {
        return server.actualPort();
    }

    /** Works by another configuration from now on, as far as {@link dev.tutti.config.Reload} changes it. */
    public void reload(MetricsConfig next) {
        context.runOnContext(turn -> config = next);
    }

    @Override
    public Future<?> start() {
        HealthChecks health = new HealthChecks(watched);
        owners = new OwnerQuestions(vertx, watched.owners(), watched.servers(), watched.taskIds());
        lag = new LoopLag(vertx);
        scrapes = new Scrapes(vertx, sources(), this::askOwners);
        HttpRoutes routes = new HttpRoutes()
                .add("/health/live", health::live)
                .add("/health/ready", health::ready)
                .add("/metrics", protect(new ScrapeHandler(scrapes)));
        Page page = new Page(() -> config, users, watched, owners, lag::histograms);
        page.paths().forEach((path, handler) -> routes.add(path, protect(handler)));
        page.posts()
                .forEach((path, handler) -> routes.addPost(
                        path,
                        (request, body) -> protect(allowed -> handler.accept(allowed, body))
                                .handle(request)));
        server = vertx.createHttpServer(options())
                .connectionHandler(this::connected)
                .exceptionHandler(failure -> log.debug("a connection of HTTP failed: {}", failure.toString()))
                .requestHandler(routes);
        return owners.open()
                .compose(opened -> server.listen())
                .onSuccess(listening ->
                        log.info("metrics are at http://{}/metrics", NetworkAddress.text(config.host(), actualPort())))
                .recover(failure -> close().transform(closed -> Future.failedFuture(failure)));
    }

    private List<MetricSource> sources() {
        Meters meters = watched.statistics().meters();
        return List.of(
                new ServerMetrics(watched.statistics(), watched.maxConnections(), watched.memory()),
                new CommandMetrics(meters.commands()),
                new ConsumerMetrics(meters.consumers()),
                new EventMetrics(watched.events()),
                new ClusterMetrics(watched.cluster()),
                new JournalMetrics(watched.journal(), watched.reserve(), meters.commits()),
                lag);
    }

    /** Asks for the metrics that the owners have. Without owners, or if one does not answer, they are left out. */
    private Future<List<MetricSource>> askOwners() {
        if (!watched.hasOwners()) {
            return Future.succeededFuture(List.of());
        }
        int maxQueues = config.maxQueues();
        Future<List<BusiestQueues>> queues = owners.askQueues(new QueueFiguresQuery(maxQueues));
        Future<List<PrimitiveFigures>> primitives = owners.askPrimitives(new PrimitiveFiguresQuery());
        return Future.join(queues, primitives)
                .map(answered -> List.of(
                        new QueueMetrics(queues.result(), maxQueues), new PrimitiveMetrics(primitives.result())))
                .recover(failure -> {
                    log.warn("metrics of queues and locks are left out: {}", failure.getMessage());
                    return Future.succeededFuture(List.of());
                });
    }

    private Handler<HttpServerRequest> protect(Handler<HttpServerRequest> handler) {
        return new PasswordProtection(vertx, users, watched.statistics(), handler);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    private void connected(HttpConnection connection) {
        connections++;
        connection.closeHandler(closed -> connections--);
        if (connections > MOST_CONNECTIONS) {
            connection.close();
        }
    }

    @Override
    public Future<?> stop() {
        return Future.join(server.close(), close());
    }

    private Future<?> close() {
        return Future.join(lag.close(), scrapes.close(), owners.close());
    }
}
