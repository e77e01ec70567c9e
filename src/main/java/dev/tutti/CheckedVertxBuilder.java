package dev.tutti;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.transport.Transport;

/**
 * Builds Vert.x with options of the command line. If it does not start with them, the process ends with one line
 * instead of the launcher's stack trace.
 */
final class CheckedVertxBuilder implements VertxBuilder {

    private final VertxBuilder builder;

    CheckedVertxBuilder(VertxBuilder builder) {
        this.builder = builder;
    }

    @Override
    public VertxBuilder with(VertxOptions options) {
        builder.with(options);
        return this;
    }

    @Override
    public VertxBuilder withMetrics(VertxMetricsFactory factory) {
        builder.withMetrics(factory);
        return this;
    }

    @Override
    public VertxBuilder withTracer(VertxTracerFactory factory) {
        builder.withTracer(factory);
        return this;
    }

    @Override
    public VertxBuilder withTransport(Transport transport) {
        builder.withTransport(transport);
        return this;
    }

    @Override
    public VertxBuilder withClusterManager(ClusterManager manager) {
        builder.withClusterManager(manager);
        return this;
    }

    @Override
    public Vertx build() {
        try {
            return builder.build();
        } catch (RuntimeException e) {
            Tutti.refuse("--options: Vert.x does not start with them: " + e.getMessage());
            throw e;
        }
    }

    @Override
    public Future<Vertx> buildClustered() {
        return builder.buildClustered();
    }
}
