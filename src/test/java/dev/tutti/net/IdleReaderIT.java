package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import dev.tutti.platform.TcpTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that sends nothing for longer than {@code server.idleTimeout}, but reads a long reply all the time. */
@Timeout(60)
class IdleReaderIT {

    private static final int REPLIES = 20;
    private static final int SIZE = 1_000_000;

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual().server("idleTimeout", "2s");

    @Test
    void isNamedInTheLogWhenItIsClosed() {
        assertThat(server.connect().isAtEnd()).isTrue();
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .singleElement()
                .asString()
                .endsWith(" is closed: its client has been silent for too long (server.idleTimeout)");
    }

    @Test
    void isNotClosedWhileItLeavesAReplyUnread() {
        RespClient other = server.connect();
        other.ask("QUEUE PUT big " + "x".repeat(SIZE));
        RespClient reader = server.connect(65_536);
        for (int i = 0; i < REPLIES; i++) {
            reader.tell("QUEUE PEEK big");
        }
        assertThat(other.ask("QUEUE GET nothing TIMEOUT 5000")).isEqualTo(Null.ARRAY);
        for (int i = 0; i < REPLIES; i++) {
            assertThat(reader.read().toString()).hasSizeGreaterThan(SIZE);
        }
        assertThat(reader.ask("PING")).isEqualTo("PONG");
    }

    @Test
    void isNotClosedAsLongAsItReads() {
        assumeThat(TcpTable.isReadable()).isTrue();
        RespClient other = server.connect();
        other.ask("QUEUE PUT big " + "x".repeat(SIZE));
        RespClient reader = server.connect(65_536);
        for (int i = 0; i < REPLIES; i++) {
            reader.tell("QUEUE PEEK big");
        }
        for (int i = 0; i < REPLIES; i++) {
            assertThat(reader.read().toString()).hasSizeGreaterThan(SIZE);
            assertThat(other.ask("QUEUE GET nothing TIMEOUT 400")).isEqualTo(Null.ARRAY);
        }
        assertThat(reader.ask("PING")).isEqualTo("PONG");
    }
}
