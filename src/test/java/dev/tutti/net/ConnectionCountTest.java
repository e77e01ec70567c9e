package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tutti.ops.Statistics;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The connections that are admitted, and the line about those that cannot be accepted. */
class ConnectionCountTest {

    private final ConnectionCount count = new ConnectionCount(new Statistics(), 1);

    @Test
    void whoLeavesMakesRoom() {
        assertThat(count.admit()).isTrue();
        assertThat(count.admit()).isFalse();
        count.left();
        assertThat(count.admit()).isTrue();
    }

    @Test
    void failuresTakeOneLineAMinuteWithoutAStackTrace() {
        Logger log = (Logger) LoggerFactory.getLogger(ConnectionCount.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            for (int i = 0; i < 100; i++) {
                count.failed(new IOException("Too many open files"));
            }
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).startsWith("no connection can be accepted (Too many open files): ");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }
}
