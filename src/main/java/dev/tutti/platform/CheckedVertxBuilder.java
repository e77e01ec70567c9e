package dev.tutti.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.transport.Transport;
import java.util.function.Consumer;

/** Builds Vert.x with options of the command line, and tells if it does not start with them. */
public final class CheckedVertxBuilder implements VertxBuilder {

    private final VertxBuilder builder;
    private final Consumer<RuntimeException> failed;

    /** @param failed told why Vert.x does not start, before the launcher is */
    public CheckedVertxBuilder(VertxBuilder builder, Consumer<RuntimeException> failed) {
        this.builder = builder;
        this.failed = failed;
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
            failed.accept(e);
            throw e;
        }
    }

    @Override
    public Future<Vertx> buildClustered() {
        return builder.buildClustered();
    }
}
