package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS with a server on this machine, whatever its certificate is. A read that takes longer than ten seconds fails. */
final class TrustingTls {

    private static final int PATIENCE_MILLIS = 10_000;

    private TrustingTls() {}

    /** A server's configuration of TLS, with a certificate that is made in this directory. */
    static JsonObject config(Path directory) {
        try {
            KeyPairFiles files = KeyPairFiles.make(directory, "-keyalg", "RSA");
            return new JsonObject().put("cert", files.cert()).put("key", files.key());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static SSLSocket connect(int port, String... protocols) throws Exception {
        return connect(port, null, protocols);
    }

    /** @param keys of the client's certificate, or null */
    static SSLSocket connect(int port, KeyManager[] keys, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                keys,
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
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Sends a command and returns the first line of the reply. */
    static String ask(SSLSocket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return line(socket);
    }

    /** The next line. The socket can't be read any more after that. */
    static String line(SSLSocket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
