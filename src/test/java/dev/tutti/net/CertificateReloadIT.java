package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tutti.Await;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

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

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.tutti.CertificateWatch");
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getMessage());
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        log.addAppender(appender);
    }

    @AfterEach
    void leave() {
        log.detachAppender(appender);
    }

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
    void aReloadTellsOfRenewedFiles() throws Exception {
        Certificate before = shown();
        Files.copy(Path.of(second.key()), Path.of(first.key()), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Path.of(second.cert()), Path.of(first.cert()), StandardCopyOption.REPLACE_EXISTING);
        assertThat(reload()).isEqualTo("+OK");
        assertThat(shown()).isNotEqualTo(before);
        assertThat(hasLogged("have changed, and new connections use them")).isTrue();
    }

    @Test
    void renewedFilesAreUsedWithoutAReload() throws Exception {
        Certificate before = shown();
        Files.move(Path.of(second.key()), Path.of(first.key()), StandardCopyOption.REPLACE_EXISTING);
        Files.move(Path.of(second.cert()), Path.of(first.cert()), StandardCopyOption.REPLACE_EXISTING);
        Await.until("the renewed certificate is shown", () -> !shown().equals(before));
    }

    /** As Kubernetes does with a secret: both names lead through one link, which is replaced. */
    @Test
    void filesBehindALinkThatIsReplacedAreUsed() throws Exception {
        Path mounted = Files.createDirectories(directory.resolve("mounted"));
        Path data = Files.createSymbolicLink(
                mounted.resolve("..data"), Path.of(first.cert()).getParent());
        server.server(
                "tls",
                new JsonObject().put("cert", through(data, first.cert())).put("key", through(data, first.key())));
        assertThat(reload()).isEqualTo("+OK");
        Certificate before = shown();
        Path next = Files.createSymbolicLink(
                mounted.resolve("..next"), Path.of(second.cert()).getParent());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Await.until("the renewed certificate is shown", () -> !shown().equals(before));
    }

    private boolean hasLogged(String part) {
        return logged.stream().anyMatch(line -> line.contains(part));
    }

    private static String through(Path link, String file) {
        return link.resolve(Path.of(file).getFileName()).toString();
    }

    @Test
    void aFileThatIsHalfWrittenIsNotUsedBeforeItIsWhole() throws Exception {
        Certificate before = shown();
        byte[] certificate = Files.readAllBytes(Path.of(second.cert()));
        Files.write(Path.of(first.cert()), Arrays.copyOf(certificate, certificate.length / 2));
        Await.until("the half is refused", () -> hasLogged("goes on with those before"));
        assertThat(shown()).isEqualTo(before);
        assertThat(reload()).startsWith("-ERR server.tls.cert: ");
        Files.write(Path.of(first.cert()), certificate);
        Files.copy(Path.of(second.key()), Path.of(first.key()), StandardCopyOption.REPLACE_EXISTING);
        Await.until("the renewed certificate is shown", () -> !shown().equals(before));
    }
}
