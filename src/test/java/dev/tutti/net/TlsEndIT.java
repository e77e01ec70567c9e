package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tutti.Await;
import dev.tutti.TuttiServer;
import dev.tutti.platform.TcpTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that ends TLS by {@code close_notify} and leaves the TCP connection open, as stunnel and socat do. */
@Timeout(60)
class TlsEndIT {

    private static final int MAX_PIPELINE = 10_000;
    private static final String WAITING = " cmd-waiting=";

    @TempDir
    private static Path directory;

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual().server("tls", TrustingTls.config(directory));

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closeNotifyEndsTheClientsInput(String protocol) throws Exception {
        try (SSLSocket holder = TrustingTls.connect(server.port(), protocol);
                SSLSocket next = TrustingTls.connect(server.port(), protocol)) {
            assertThat(TrustingTls.ask(holder, "LOCK ACQUIRE l")).startsWith(":");
            holder.getOutputStream().write("EVENT WAIT never\r\n".getBytes(StandardCharsets.UTF_8));
            holder.shutdownOutput();
            assertThat(TrustingTls.ask(next, "LOCK ACQUIRE l TIMEOUT 5000")).startsWith(":");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closeNotifyIsNoticedOfAClientThatIsNotRead(String protocol) throws Exception {
        assumeThat(TcpTable.isReadable()).isTrue();
        try (SSLSocket holder = TrustingTls.connect(server.port(), protocol);
                SSLSocket next = TrustingTls.connect(server.port(), protocol)) {
            assertThat(TrustingTls.ask(holder, "LOCK ACQUIRE l")).startsWith(":");
            String id = TrustingTls.ask(holder, "CLIENT ID").substring(1);
            OutputStream output = holder.getOutputStream();
            output.write("EVENT WAIT never\r\n".getBytes(StandardCharsets.UTF_8));
            output.write("PING\r\n".repeat(MAX_PIPELINE + 1).getBytes(StandardCharsets.UTF_8));
            BufferedReader replies = new BufferedReader(new InputStreamReader(next.getInputStream()));
            Await.until("it is not read", () -> waitingCommands(next, replies, id) > MAX_PIPELINE);
            for (int i = 0; i < 40; i++) {
                output.write("PING\r\n".getBytes(StandardCharsets.UTF_8));
            }
            holder.shutdownOutput();
            next.getOutputStream().write("LOCK ACQUIRE l TIMEOUT 5000\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(replies.readLine()).startsWith(":");
        }
    }

    private static int waitingCommands(SSLSocket asker, BufferedReader replies, String id) {
        try {
            asker.getOutputStream().write(("CLIENT LIST ID " + id + "\r\n").getBytes(StandardCharsets.UTF_8));
            replies.readLine(); // the length
            String line = replies.readLine();
            replies.readLine(); // the end of the reply
            return Integer.parseInt(line.substring(line.indexOf(WAITING) + WAITING.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
