package dev.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import io.vertx.core.internal.threadchecker.BlockedThreadChecker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallFilterTest {

    private final LoggerContext loggers = new LoggerContext();
    private final AtomicLong seconds = new AtomicLong();
    private final StallFilter filter = new StallFilter(() -> TimeUnit.SECONDS.toNanos(seconds.get()));

    private boolean isLogged(String logger, String message, Throwable trace) {
        Logger by = loggers.getLogger(logger);
        return filter.decide(null, by, Level.WARN, message, null, trace) != FilterReply.DENY;
    }

    private boolean isLogged(String thread, int millis) {
        String message = "Thread " + thread + " has been blocked for " + millis + " ms, time limit is 2000 ms";
        return isLogged(BlockedThreadChecker.LOGGER_NAME, message, new Exception("Thread blocked"));
    }

    @Test
    void logsAStackTraceOncePerBlockedThread() {
        assertThat(isLogged("a", 5000)).isTrue();
        for (int second = 1; second <= 60; second++) {
            seconds.set(second);
            assertThat(isLogged("a", 5000 + 1000 * second)).isFalse();
        }
        assertThat(isLogged("b", 5000)).isTrue();
    }

    @Test
    void logsAgainWhenTheThreadIsBlockedAgain() {
        assertThat(isLogged("a", 5000)).isTrue();
        seconds.set(20);
        assertThat(isLogged("a", 5000)).isTrue();
    }

    @Test
    void concernsNothingElse() {
        for (int i = 0; i < 2; i++) {
            assertThat(isLogged("another", "Thread a has been blocked for 1 ms", new Exception()))
                    .isTrue();
            assertThat(isLogged(BlockedThreadChecker.LOGGER_NAME, "Thread a has been blocked for 1 ms", null))
                    .isTrue();
        }
    }
}
