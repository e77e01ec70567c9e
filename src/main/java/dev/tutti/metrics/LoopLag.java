package dev.tutti.metrics;

import dev.tutti.ops.Histogram;
import dev.tutti.platform.Contexts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late the timers of each event loop go off: for so long the loop did something else. Each loop is looked at ten
 * times a second.
 */
final class LoopLag implements MetricSource {

    private static final long INTERVAL_MILLIS = 100;

    private static final Histogram NONE =
            Histogram.ofSeconds(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10);

    /** The look at one loop. All methods belong to that loop. */
    private static final class Watch {
        private final Vertx vertx;
        private final Context loop;
        private final Histogram lag = NONE.empty();
        private long timer;

        private Watch(Vertx vertx, Context loop) {
            this.vertx = vertx;
            this.loop = loop;
        }

        private void goOn() {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
            timer = vertx.setTimer(INTERVAL_MILLIS, fired -> {
                lag.add(Math.max(0, System.nanoTime() - due));
                goOn();
            });
        }

        private Future<Void> end() {
            Promise<Void> ended = Promise.promise();
            loop.runOnContext(turn -> {
                vertx.cancelTimer(timer);
                ended.complete();
            });
            return ended.future();
        }
    }

    private final List<Watch> watches = new ArrayList<>();

    /** Looks at all event loops of this Vert.x from now on. */
    LoopLag(Vertx vertx) {
        for (int i = 0; i < Contexts.eventLoops(vertx); i++) {
            Watch watch = new Watch(vertx, Contexts.onEventLoop(vertx, i));
            watches.add(watch);
            watch.loop.runOnContext(turn -> watch.goOn());
        }
    }

    @Override
    public void addTo(Families families) {
        Families.Histograms lag =
                families.histogram("event_loop_lag_seconds", "How late timers go off because the event loop is busy");
        for (int i = 0; i < watches.size(); i++) {
            lag.add(List.of(watches.get(i).lag), "loop", String.valueOf(i));
        }
    }

    /** The lag of each loop. */
    List<Histogram> histograms() {
        return watches.stream().map(watch -> watch.lag).toList();
    }

    /** Looks no more. */
    Future<?> close() {
        return Future.join(watches.stream().map(Watch::end).toList());
    }
}
