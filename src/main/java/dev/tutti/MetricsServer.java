package dev.tutti;

import dev.tutti.config.MetricsConfig;
import dev.tutti.journal.Health;
import dev.tutti.metrics.MetricsVerticle;
import dev.tutti.ops.Lifecycle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * The HTTP server of one {@link Server}. {@link Server} must not name the verticle itself: the JVM would load it in
 * order to check that class, also where no metrics are configured.
 */
final class MetricsServer {

    private final MetricsConfig config;
    private final MetricsVerticle verticle;

    /** @param journal gives the state of the journal, or null while it is not open */
    MetricsServer(MetricsConfig config, Lifecycle lifecycle, Supplier<Health> journal) {
        this.config = config;
        this.verticle = new MetricsVerticle(config, lifecycle, journal);
    }

    Future<?> deploy(Stage stage, Vertx vertx) {
        return stage.deploy(vertx, verticle)
                .recover(failure ->
                        Future.failedFuture(ListenFailure.explain("metrics", config.host(), config.port(), failure)));
    }

    /** The port that it listens on, known once it is deployed. */
    int port() {
        return verticle.actualPort();
    }
}
