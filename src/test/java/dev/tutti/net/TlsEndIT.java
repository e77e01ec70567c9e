package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
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
    private final TuttiServer server = TuttiServer.usual().server("tls", tls());

    private static JsonObject tls() {
        try {
            KeyPairFiles files = KeyPairFiles.make(directory, "-keyalg", "RSA");
            return new JsonObject().put("cert", files.cert()).put("key", files.key());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection to the server, whatever its certificate is. */
    private SSLSocket connect(String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String type) {
                            throw new UnsupportedOperationException();
                        }

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {
                            assertThat(chain).hasSize(1);
                        }

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String ask(SSLSocket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closeNotifyEndsTheClientsInput(String protocol) throws Exception {
        try (SSLSocket holder = connect(protocol);
                SSLSocket next = connect(protocol)) {
            assertThat(ask(holder, "LOCK ACQUIRE l")).startsWith(":");
            holder.getOutputStream().write("EVENT WAIT never\r\n".getBytes(StandardCharsets.UTF_8));
            holder.shutdownOutput();
            assertThat(ask(next, "LOCK ACQUIRE l TIMEOUT 5000")).startsWith(":");
        }
    }
}
