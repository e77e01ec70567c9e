package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests what becomes of connections that do not give the password in time. */
class HelloTimeoutIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server =
            TuttiServer.bare().server("password", "secret").server("helloTimeout", "500ms");

    @Test
    void whoDoesNotGiveThePasswordInTimeIsClosedHoweverMuchIsSaid() {
        RespClient known = server.connect();
        known.ask("AUTH secret");
        RespClient silent = server.connect();
        RespClient talker = server.connect();
        assertThat(talker.refusal("PING")).startsWith("NOAUTH ");
        RespClient half = server.connect();
        half.send("*2\r\n$4\r\nAUTH\r\n$6\r\nsec");
        assertThat(silent.isAtEnd()).isTrue();
        assertThat(talker.isAtEnd()).isTrue();
        assertThat(half.isAtEnd()).isTrue();
        assertThat(known.ask("PING")).isEqualTo("PONG");
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .hasSize(3)
                .allMatch(line -> line.endsWith("its client has not given the password in time (server.helloTimeout)"));
    }

    @Test
    void theTimeInWhichTheServerDelaysThePasswordDoesNotCount() {
        for (int i = 0; i < 10; i++) {
            assertThat(server.connect().refusal("AUTH wrong")).startsWith("WRONGPASS ");
        }
        RespClient right = server.connect();
        assertThat(right.ask("AUTH secret")).isEqualTo("OK");
        assertThat(right.ask("PING")).isEqualTo("PONG");
        RespClient wrong = server.connect();
        assertThat(wrong.refusal("AUTH wrong")).startsWith("WRONGPASS ");
        assertThat(wrong.isAtEnd()).isTrue();
    }
}
