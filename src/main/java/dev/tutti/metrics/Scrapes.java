package dev.tutti.metrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes the text of all metrics, one at a time: requests that come meanwhile share it. So many requests cost no more
 * than one after another. Bound to the event loop of the HTTP server, but the text is made on worker threads.
 */
final class Scrapes {

    private final Vertx vertx;
    private final List<MetricSource> sources;
    private final Supplier<Future<List<MetricSource>>> more;
    private final Future<Exposition> exposition;
    private Future<Buffer> current = Future.succeededFuture();

    /**
     * Begins to load what is needed. The start does not wait for that.
     *
     * @param more asks at each scrape for sources that are used once
     */
    Scrapes(Vertx vertx, List<MetricSource> sources, Supplier<Future<List<MetricSource>>> more) {
        this.vertx = vertx;
        this.sources = sources;
        this.more = more;
        this.exposition = vertx.executeBlocking(Exposition::new);
    }

    /** Completes with a text that is being made, or else with a new one. */
    Future<Buffer> take() {
        if (current.isComplete()) {
            current = exposition.compose(writer -> more.get().compose(asked -> write(writer, asked)));
        }
        return current;
    }

    private Future<Buffer> write(Exposition writer, List<MetricSource> asked) {
        List<MetricSource> all = new ArrayList<>(sources);
        all.addAll(asked);
        return vertx.executeBlocking(() -> Buffer.buffer(writer.write(all)));
    }

    /** To be called once. Waits for the text that is being made. */
    Future<?> close() {
        return current.transform(ended -> exposition)
                .compose(writer -> vertx.executeBlocking(() -> {
                    writer.close();
                    return null;
                }));
    }
}
