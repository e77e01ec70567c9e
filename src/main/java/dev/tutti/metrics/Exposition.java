package dev.tutti.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes all metrics in the text format of Prometheus: those of the JVM and the process, as Micrometer binds them, and
 * those of the server. Takes a while to be created and to write, so use it on worker threads, and on one at a time.
 */
final class Exposition implements AutoCloseable {

    /** The format that every release of Prometheus reads. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private List<MetricSource> sources = List.of();

    Exposition() {
        List<MeterBinder> binders = List.of(
                collections,
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        binders.forEach(binder -> binder.bindTo(registry));
        MultiCollector collector = () -> {
            Families families = new Families();
            sources.forEach(source -> source.addTo(families));
            return families.snapshots();
        };
        registry.getPrometheusRegistry().register(collector);
    }

    /** Returns the text in UTF-8. */
    byte[] write(List<MetricSource> ofServer) {
        sources = ofServer;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            registry.scrape(text, CONTENT_TYPE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    /** Lets go of the JVM, which tells of each collection of garbage. */
    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
