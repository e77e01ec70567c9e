package dev.tutti.net;

import dev.tutti.log.ThrottledLog;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.AcceptGuard;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits each socket as a connection, from the moment it is accepted, as long as there are not too many. Thread-safe.
 */
final class ConnectionCount implements AcceptGuard.Gatekeeper {

    private static final Logger log = LoggerFactory.getLogger(ConnectionCount.class);

    private final ThrottledLog failures = new ThrottledLog(log, System::nanoTime, TimeUnit.MINUTES.toNanos(1));
    private final Statistics statistics;
    private final int most;

    ConnectionCount(Statistics statistics, int most) {
        this.statistics = statistics;
        this.most = most;
    }

    @Override
    public boolean admit() {
        return statistics.connect(most);
    }

    @Override
    public void left() {
        statistics.disconnect();
    }

    @Override
    public void failed(Throwable cause) {
        failures.warn("no connection can be accepted (" + cause.getMessage()
                + "): new clients wait, and the server tries again every second");
    }
}
