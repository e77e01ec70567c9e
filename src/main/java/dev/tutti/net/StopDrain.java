package dev.tutti.net;

import dev.tutti.command.DrainQuery;
import dev.tutti.command.Notice.Drained;
import dev.tutti.config.Units;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first part of a stop: nothing is delivered any more, and the items in flight have {@code server.drainTimeout} to
 * be finished. Connections go on meanwhile, so DONE and FAIL are still taken. Bound to the event loop of a net server.
 */
final class StopDrain {

    private static final Logger log = LoggerFactory.getLogger(StopDrain.class);
    private static final long LOOK_MILLIS = 20;

    private final Vertx vertx;
    private final OwnerRouter router;
    private final FlushCycle cycle;
    private final Arrivals arrivals;
    private final long millis;
    private final boolean isTold;
    private final Promise<Void> end = Promise.promise();
    private long begin;
    private boolean isFirstLook = true;
    /** Whether everything that arrived in time is carried out. */
    private boolean isLastLook;

    /**
     * @param millis the longest time, 0 to wait for nothing
     * @param isTold whether the log is told; every net server drains, and one tells
     */
    StopDrain(Vertx vertx, OwnerRouter router, FlushCycle cycle, Arrivals arrivals, long millis, boolean isTold) {
        this.vertx = vertx;
        this.router = router;
        this.cycle = cycle;
        this.arrivals = arrivals;
        this.millis = millis;
        this.isTold = isTold;
    }

    /** Completes when nothing is in flight any more, or the time is up. Fails if an owner cannot answer. */
    Future<Void> start() {
        if (millis == 0) {
            return Future.succeededFuture();
        }
        begin = System.nanoTime();
        look();
        return end.future();
    }

    private void look() {
        router.poll(new DrainQuery(true)).start(this::found, error -> end.fail(error.toString()));
        cycle.touch();
    }

    private void found(List<Drained> answers) {
        long inFlight = answers.stream().mapToLong(Drained::inFlight).sum();
        if (inFlight == 0) {
            end.complete();
        } else if (millis > passedMillis()) {
            if (isFirstLook) {
                tell(
                        "{} in flight may be finished within {} ms (server.drainTimeout) before the server stops",
                        inFlight);
            }
            isFirstLook = false;
            vertx.setTimer(LOOK_MILLIS, later -> look());
        } else if (!isLastLook) {
            isLastLook = true;
            arrivals.ofThisServer(this::look); // another one may have stopped already, and answers nothing
        } else {
            tell("{} not finished within {} ms (server.drainTimeout) before the server stops", inFlight);
            end.complete();
        }
    }

    private long passedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private void tell(String text, long inFlight) {
        if (isTold) {
            log.info(text, Units.count(inFlight, "item"), millis);
        }
    }
}
