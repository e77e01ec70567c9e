package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tutti.config.ConfigurationException;
import dev.tutti.config.TlsConfig;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ServerCertificateTest {

    @TempDir
    private Path directory;

    private static void assertRefused(Vertx vertx, TlsConfig config, String... parts) {
        assertThatThrownBy(() -> ServerCertificate.check(vertx, config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void isNotCheckedOnAnEventLoop(Vertx vertx) throws Exception {
        TlsConfig config = KeyPairFiles.make(directory, "-keyalg", "EC").config();
        Promise<Throwable> failure = Promise.promise();
        vertx.runOnContext(now -> failure.complete(catchThrowable(() -> ServerCertificate.check(vertx, config))));
        assertThat(failure.future().await(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isUsedWithItsOwnKeyOnly(Vertx vertx) throws Exception {
        List<KeyPairFiles> pairs = new ArrayList<>();
        for (String algorithm : List.of("RSA", "EC", "EC")) {
            Path files = Files.createDirectory(directory.resolve(String.valueOf(pairs.size())));
            pairs.add(KeyPairFiles.make(files, "-keyalg", algorithm));
        }
        for (KeyPairFiles pair : pairs) {
            assertThat(ServerCertificate.check(vertx, pair.config()).warning(Instant.now()))
                    .isEmpty();
            for (KeyPairFiles other : pairs) {
                if (other != pair) {
                    String line =
                            "server.tls.key: \"" + other.key() + "\" does not belong to the first certificate in ";
                    assertRefused(vertx, new TlsConfig(pair.cert(), other.key(), null), line + pair.cert());
                }
            }
        }
    }

    /** Java's TLS has no use for such a key, so that no client could connect. */
    @Test
    void isRefusedWhereNoHandshakeIsPossible(Vertx vertx) throws Exception {
        KeyPairFiles files = KeyPairFiles.make(directory, "-keyalg", "Ed25519");
        assertRefused(vertx, files.config(), "server.tls.key: \"" + files.key() + "\" ");
    }

    @Test
    void isRefusedWithTheFileThatIsWrong(Vertx vertx) throws Exception {
        KeyPairFiles files = KeyPairFiles.make(directory, "-keyalg", "EC");
        String cert = "server.tls.cert: \"" + files.cert() + "\" holds no certificate in PEM format";
        String key = "server.tls.key: \"" + files.key() + "\" ";
        String certificate = Files.readString(Path.of(files.cert()));
        String pem = Files.readString(Path.of(files.key()));

        assertRefused(vertx, new TlsConfig(files.key(), files.cert(), null), "server.tls.cert: \"" + files.key());
        for (String broken : new String[] {
            "", "no certificate", certificate.substring(0, 200), certificate.replace("M", "N"), "\u0000\u0001"
        }) {
            Files.writeString(Path.of(files.cert()), broken);
            assertRefused(vertx, files.config(), cert);
        }
        Files.writeString(Path.of(files.cert()), certificate);
        for (String broken : new String[] {"", certificate, pem.substring(0, 60), pem.replace("M", "N"), "\u0000"}) {
            Files.writeString(Path.of(files.key()), broken);
            assertRefused(vertx, files.config(), key + "holds no private key in PEM format");
        }
        Files.writeString(Path.of(files.key()), pem.replace("PRIVATE", "ENCRYPTED PRIVATE"));
        assertRefused(vertx, files.config(), key + "is encrypted, expected a key without a passphrase");
        Files.writeString(Path.of(files.key()), pem);
        assertThat(ServerCertificate.check(vertx, files.config())).isNotNull();
    }

    @Test
    void isWarnedOfWhenItsTimeIsNotNow(Vertx vertx) throws Exception {
        KeyPairFiles files = KeyPairFiles.make(directory, "-keyalg", "EC", "-validity", "90");
        ServerCertificate certificate = ServerCertificate.check(vertx, files.config());
        Instant now = Instant.now();
        String start = "server.tls.cert: \"" + files.cert() + "\" ";
        assertThat(certificate.warning(now.plus(Duration.ofDays(59)))).isEmpty();
        assertThat(certificate.warning(now.plus(Duration.ofDays(61))).orElseThrow())
                .startsWith(start + "expires in 28 days, at ");
        assertThat(certificate.warning(now.plus(Duration.ofDays(91))).orElseThrow())
                .startsWith(start)
                .contains("has EXPIRED");
        assertThat(certificate.warning(now.minus(Duration.ofDays(1))).orElseThrow())
                .startsWith(start + "is not valid before ");
    }
}
