package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that asks its clients for certificates. */
@Timeout(60)
class ClientCertificateIT {

    @TempDir
    private static Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final KeyPairFiles known = pair("known");

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare()
            .server(
                    "tls",
                    new JsonObject()
                            .put("cert", known.cert())
                            .put("key", known.key())
                            .put("clientCa", known.cert()));

    private static KeyPairFiles pair(String name) {
        try {
            return KeyPairFiles.make(Files.createDirectories(directory.resolve(name)), "-keyalg", "EC");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private KeyManager[] keys(KeyPairFiles pair) throws Exception {
        return new PemKeyCertOptions()
                .setCertPath(pair.cert())
                .setKeyPath(pair.key())
                .getKeyManagerFactory(vertx)
                .getKeyManagers();
    }

    /** The reply to a PING, or null if there is none. */
    private String ping(String protocol, KeyManager... keys) throws Exception {
        try (SSLSocket socket = TrustingTls.connect(server.port(), keys, protocol)) {
            return TrustingTls.ask(socket, "PING");
        } catch (IOException refused) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void onlyAClientWithACertificateOfThatIssuerIsServed(String protocol) throws Exception {
        assertThat(ping(protocol)).isNull();
        assertThat(ping(protocol, keys(pair("unknown")))).isNull();
        assertThat(logged.of(EventKind.REFUSED_CLIENT))
                .hasSize(2)
                .allMatch(line -> line.contains("TLS handshake with 127.0.0.1:"));
        assertThat(ping(protocol, keys(known))).isEqualTo("+PONG");
    }
}
