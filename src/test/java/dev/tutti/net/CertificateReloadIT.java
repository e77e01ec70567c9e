package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate is renewed. */
@Timeout(60)
class CertificateReloadIT {

    @TempDir
    private static Path directory;

    private final KeyPairFiles first = pair("first");
    private final KeyPairFiles second = pair("second");

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare()
            .server("tls", new JsonObject().put("cert", first.cert()).put("key", first.key()));

    private static KeyPairFiles pair(String name) {
        try {
            return KeyPairFiles.make(Files.createDirectories(directory.resolve(name)), "-keyalg", "EC");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificate shown() {
        try (SSLSocket socket = TrustingTls.connect(server.port())) {
            assertThat(TrustingTls.ask(socket, "PING")).isEqualTo("+PONG");
            return socket.getSession().getPeerCertificates()[0];
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String reload() throws Exception {
        try (SSLSocket socket = TrustingTls.connect(server.port())) {
            return TrustingTls.ask(socket, "CONFIG RELOAD");
        }
    }

    @Test
    void otherFilesAreUsedAfterAReload() throws Exception {
        Certificate before = shown();
        try (SSLSocket open = TrustingTls.connect(server.port())) {
            open.startHandshake();
            server.server("tls", new JsonObject().put("cert", second.cert()).put("key", second.key()));
            assertThat(reload()).isEqualTo("+OK");
            assertThat(shown()).isNotEqualTo(before);
            assertThat(TrustingTls.ask(open, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void filesThatDoNotBelongTogetherChangeNothing() throws Exception {
        Certificate before = shown();
        server.server("tls", new JsonObject().put("cert", first.cert()).put("key", second.key()));
        assertThat(reload()).startsWith("-ERR server.tls.key: ").contains("does not belong");
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void renewedFilesAreUsedWithoutAReload() throws Exception {
        Certificate before = shown();
        Files.move(Path.of(second.key()), Path.of(first.key()), StandardCopyOption.REPLACE_EXISTING);
        Files.move(Path.of(second.cert()), Path.of(first.cert()), StandardCopyOption.REPLACE_EXISTING);
        Await.until("the renewed certificate is shown", () -> !shown().equals(before));
    }
}
