package dev.tutti.metrics;

import dev.tutti.config.MetricsConfig;
import dev.tutti.journal.Health;
import dev.tutti.ops.Lifecycle;
import dev.tutti.platform.NetworkAddress;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves health checks over HTTP. It starts before the journal is read and stops after everything else, so that it can
 * tell both phases.
 */
public final class MetricsVerticle extends VerticleBase {

    /** The most connections at a time. One more is closed. */
    public static final int MOST_CONNECTIONS = 64;

    /** Longer than the usual time between two scrapes, so that these can share a connection. */
    private static final int IDLE_SECONDS = 75;

    private static final Logger log = LoggerFactory.getLogger(MetricsVerticle.class);

    private final MetricsConfig config;
    private final Lifecycle lifecycle;
    private final Supplier<Health> journal;
    private HttpServer server;
    private int connections;

    /** @param journal gives the state of the journal, or null while it is not open; called on the event loop */
    public MetricsVerticle(MetricsConfig config, Lifecycle lifecycle, Supplier<Health> journal) {
        this.config = config;
        this.lifecycle = lifecycle;
        this.journal = journal;
    }

    /** The port that it listens on, known once it has started. */
    public int actualPort() {
        return server.actualPort();
    }

    @Override
    public Future<?> start() {
        HealthChecks health = new HealthChecks(lifecycle, journal);
        HttpRoutes routes = new HttpRoutes().add("/health/live", health::live).add("/health/ready", health::ready);
        server = vertx.createHttpServer(options())
                .connectionHandler(this::connected)
                .exceptionHandler(failure -> log.debug("a connection of HTTP failed: {}", failure.toString()))
                .requestHandler(routes);
        return server.listen()
                .onSuccess(listening -> log.info(
                        "health checks are at http://{}/health/ready",
                        NetworkAddress.text(config.host(), actualPort())));
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
        return server.close();
    }
}
