package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LoggedEvents;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.ops.Statistics;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The connections that are admitted, and the line about those that cannot be accepted. */
class ConnectionCountTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final ConnectionCount count =
            new ConnectionCount(new Statistics(NoSlowCommands.keep(), null), () -> 1, new EventLog());

    @Test
    void whoLeavesMakesRoom() {
        assertThat(count.admit()).isTrue();
        assertThat(count.admit()).isFalse();
        count.left();
        assertThat(count.admit()).isTrue();
    }

    @Test
    void failuresTakeOneLineAMinuteWithoutAStackTrace() {
        for (int i = 0; i < 100; i++) {
            count.failed(new IOException("Too many open files"));
        }
        assertThat(logged.traces(EventKind.FAILED_ACCEPT)).isEmpty();
        assertThat(logged.of(EventKind.FAILED_ACCEPT))
                .singleElement()
                .asString()
                .startsWith("no connection can be accepted (Too many open files): ");
    }
}
