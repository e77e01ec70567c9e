package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.TuttiServer;
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
}
