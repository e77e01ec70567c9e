package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A connection counts against {@code server.maxConnections} from the moment it is accepted, not from its handshake on. */
@Timeout(60)
class TlsLimitIT {

    private static final int MAX_CONNECTIONS = 2;
    private static final String TOO_MANY = "-ERR max number of clients reached";

    @TempDir
    private static Path directory;

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server =
            TuttiServer.bare().server("tls", TrustingTls.config(directory)).server("maxConnections", MAX_CONNECTIONS);

    private final List<Socket> silent = new ArrayList<>();

    private void connectSilently(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
    }

    @AfterEach
    void closeSilent() throws IOException {
        for (Socket socket : silent) {
            socket.close();
        }
    }

    private String ping() throws Exception {
        try (SSLSocket socket = TrustingTls.connect(server.port())) {
            return TrustingTls.ask(socket, "PING");
        }
    }

    @Test
    void clientsWithoutAHandshakeCount() throws Exception {
        connectSilently(MAX_CONNECTIONS);
        try (SSLSocket tooMany = TrustingTls.connect(server.port())) {
            assertThat(TrustingTls.line(tooMany)).isEqualTo(TOO_MANY);
        }
        closeSilent();
        String reply = ping();
        while (reply.equals(TOO_MANY)) {
            reply = ping();
        }
        assertThat(reply).isEqualTo("+PONG");
    }

    @Test
    void aClientWithoutTlsIsToldWhyAndNamedInTheLogButItsPasswordIsNot() throws Exception {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            plain.getOutputStream().write("AUTH secret\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(plain.getInputStream().readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("-ERR this port speaks TLS, connect with TLS\r\n");
        }
        Await.until("the log names it", logged.has(EventKind.REFUSED_CLIENT));
        assertThat(logged.of(EventKind.REFUSED_CLIENT))
                .singleElement()
                .asString()
                .matches(
                        "a connection from"
                                + " 127\\.0\\.0\\.1:\\d+ is refused: its client does not speak TLS, which server\\.tls asks for");
    }

    @Test
    void clientsThatWouldOnlyBeRefusedWaitUntilOneCloses() throws Exception {
        connectSilently(MAX_CONNECTIONS + ConnectionLimits.MOST_REFUSED);
        try (SSLSocket waiting = TrustingTls.connect(server.port())) {
            closeSilent();
            assertThat(TrustingTls.ask(waiting, "PING")).isIn("+PONG", TOO_MANY);
        }
        assertThat(ping()).isIn("+PONG", TOO_MANY);
    }
}
