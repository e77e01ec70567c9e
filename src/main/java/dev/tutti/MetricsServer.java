package dev.tutti;

import dev.tutti.access.PasswordGate;
import dev.tutti.config.MetricsConfig;
import dev.tutti.metrics.MetricsVerticle;
import dev.tutti.ops.WatchedServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The HTTP server of one {@link Server}. {@link Server} must not name the verticle itself: the JVM would load it in
 * order to check that class, also where no metrics are configured.
 */
final class MetricsServer {

    private final MetricsConfig config;
    private final MetricsVerticle verticle;

    MetricsServer(MetricsConfig config, PasswordGate gate, WatchedServer watched) {
        this.config = config;
        this.verticle = new MetricsVerticle(config, gate, watched);
    }

    Future<?> deploy(Stage stage, Vertx vertx) {
        return stage.deploy(vertx, verticle)
                .recover(failure ->
                        Future.failedFuture(ListenFailure.explain("metrics", config.host(), config.port(), failure)));
    }

    /** Works by another configuration from now on, as far as {@link dev.tutti.config.Reload} changes it. */
    void reload(MetricsConfig next) {
        verticle.reload(next);
    }

    /** The port that it listens on, known once it is deployed. */
    int port() {
        return verticle.actualPort();
    }
}
