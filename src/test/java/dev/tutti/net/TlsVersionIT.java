package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.TuttiServer;
import dev.tutti.config.Configuration;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The versions of TLS that a server speaks. */
@Timeout(60)
class TlsVersionIT {

    private static final int ALERT = 21;
    private static final int FATAL = 2;
    private static final int PROTOCOL_VERSION = 70;

    @TempDir
    private static Path directory;

    private final JsonObject tls = TrustingTls.config(directory);

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare().server("tls", tls);

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void twoVersionsAreSpoken(String version) throws Exception {
        try (SSLSocket socket = TrustingTls.connect(server.port(), version)) {
            assertThat(TrustingTls.ask(socket, "PING")).isEqualTo("+PONG");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    /** Java's own client can't be used: it does not speak these versions any more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void olderOnesAreRefusedWithAnAlert(int minor) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello(minor));
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert[0]).isEqualTo((byte) ALERT);
            assertThat(alert[5]).isEqualTo((byte) FATAL);
            assertThat(alert[6]).isEqualTo((byte) PROTOCOL_VERSION);
        }
    }

    /** They are named by the server itself, and are no defaults of a library. */
    @Test
    void noOthersAreEnabled() {
        JsonObject json = new JsonObject().put("server", new JsonObject().put("tls", tls));
        assertThat(ServerCertificate.tlsOptions(Configuration.from(json).server())
                        .getEnabledSecureTransportProtocols())
                .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    }

    /** A ClientHello of version 3.minor: 3.0 is SSL 3.0, 3.1 is TLS 1.0, and 3.2 is TLS 1.1. */
    private static byte[] hello(int minor) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {3, (byte) minor});
        body.writeBytes(new byte[32]); // random
        body.write(0); // no session
        byte[] suites = {(byte) 0xc0, 0x13, (byte) 0xc0, 0x14, 0, 0x2f, 0, 0x35}; // of RSA, with AES and CBC
        body.writeBytes(new byte[] {0, (byte) suites.length});
        body.writeBytes(suites);
        body.writeBytes(new byte[] {1, 0}); // no compression
        int length = body.size();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {22, 3, (byte) Math.min(minor, 1), 0, (byte) (length + 4)});
        record.writeBytes(new byte[] {1, 0, 0, (byte) length});
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }
}
