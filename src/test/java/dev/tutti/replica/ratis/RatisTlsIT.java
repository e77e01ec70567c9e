package dev.tutti.replica.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.net.KeyPairFiles;
import dev.tutti.replica.LogPosition;
import dev.tutti.replica.Member;
import dev.tutti.replica.ReplicaConfig;
import dev.tutti.replica.ReplicaTls;
import dev.tutti.replica.RoleListener;
import dev.tutti.replica.StateMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.ClientAuth;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.JdkSslContext;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes talk to each other only if each shows a certificate that the other one trusts. */
@Timeout(60)
class RatisTlsIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    private KeyPairFiles a;
    private KeyPairFiles b;
    private KeyPairFiles stranger;
    /** Vouches for a and b. */
    private Path ca;

    @BeforeEach
    void makeCertificates() throws Exception {
        a = certificate("a");
        b = certificate("b");
        stranger = certificate("stranger");
        ca = Files.writeString(
                directory.resolve("ca.pem"), Files.readString(Path.of(a.cert())) + Files.readString(Path.of(b.cert())));
    }

    private KeyPairFiles certificate(String name) throws Exception {
        return KeyPairFiles.make(
                Files.createDirectory(directory.resolve(name + "-tls")), "-keyalg", "EC", "-ext", "SAN=IP:127.0.0.1");
    }

    /** Keeps nothing. */
    private static final class Nothing implements StateMachine {
        private LogPosition position = LogPosition.NONE;

        @Override
        public LogPosition position() {
            return position;
        }

        @Override
        public boolean apply(LogPosition at, ByteBuffer entry) {
            position = at;
            return true;
        }

        @Override
        public void checkpoint(LogPosition at, Path copy) throws IOException {
            Files.createDirectory(copy);
        }

        @Override
        public void checkRoom() {}

        @Override
        public void replace(Path checkpoint) {
            throw new IllegalStateException("there is no other state");
        }
    }

    private static final class Lead implements RoleListener {
        private final CompletableFuture<Long> term = new CompletableFuture<>();

        @Override
        public void leads(long now) {
            term.complete(now);
        }

        @Override
        public void follows(String leader) {}

        @Override
        public void failed(Throwable cause) {
            term.completeExceptionally(cause);
        }
    }

    private static Member member(String name, int port) {
        return new Member(name, "127.0.0.1:" + port, name + ":1");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            return free.getLocalPort();
        }
    }

    private RatisReplica start(KeyPairFiles own, Member self, List<Member> founders, Lead lead) {
        ReplicaTls tls = new ReplicaTls(Path.of(own.cert()), Path.of(own.key()), ca);
        ReplicaConfig config = new ReplicaConfig(
                new UUID(1, 2),
                self,
                founders,
                directory.resolve(self.name()),
                Duration.ofMillis(200),
                1000,
                1000,
                tls);
        return RatisReplica.start(config, new Nothing(), lead);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void nodesWithCertificatesKeepALog() throws Exception {
        List<Member> founders = List.of(member("a", freePort()), member("b", freePort()));
        Lead leadOfA = new Lead();
        Lead leadOfB = new Lead();
        try (RatisReplica first = start(a, founders.get(0), founders, leadOfA);
                RatisReplica second = start(b, founders.get(1), founders, leadOfB)) {
            await(CompletableFuture.anyOf(leadOfA.term, leadOfB.term));
            if (leadOfA.term.isDone()) {
                await(first.propose(await(leadOfA.term), new byte[1]));
            } else {
                await(second.propose(await(leadOfB.term), new byte[1]));
            }
        }
    }

    @Test
    void whoShowsNoCertificateThatIsTrustedGetsNothing() throws Exception {
        Member alone = member("a", freePort());
        Lead lead = new Lead();
        int port = Integer.parseInt(alone.address().substring("127.0.0.1:".length()));
        try (RatisReplica replica = start(a, alone, List.of(alone), lead)) {
            await(lead.term);
            assertThat(replica.status().leader()).isEqualTo("a");
            assertThat(firstByte(client(b), port, "TLSv1.3")).isNotNegative();
            assertThatThrownBy(() -> firstByte(client(stranger), port, "TLSv1.3"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> firstByte(client(null), port, "TLSv1.3")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> firstByte(client(b), port, "TLSv1.2")).isInstanceOf(SSLException.class);
            assertThat(firstByteInPlainText(port)).as("the end, or an alert").isIn(-1, 21);
        }
    }

    /** What a node says to who connects to it: in the first byte, its settings of HTTP/2 begin. */
    private static int firstByte(SSLContext context, int port, String protocol) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(LOOPBACK, port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            return socket.getInputStream().read();
        }
    }

    private static int firstByteInPlainText(int port) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes());
            return socket.getInputStream().read();
        }
    }

    @Test
    void aNodeSendsNothingToOneThatItDoesNotTrust() throws Exception {
        try (SSLServerSocket port =
                (SSLServerSocket) server(stranger).getServerSocketFactory().createServerSocket(0, 1, LOOPBACK)) {
            List<Member> founders = List.of(member("a", freePort()), member("b", port.getLocalPort()));
            CompletableFuture<Integer> heard = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket socket = (SSLSocket) port.accept()) {
                    var parameters = socket.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"h2"});
                    socket.setSSLParameters(parameters);
                    return socket.getInputStream().read();
                } catch (IOException refused) {
                    return -1;
                }
            });
            try (RatisReplica replica = start(a, founders.get(0), founders, new Lead())) {
                assertThat(await(heard)).isEqualTo(-1);
                assertThat(replica.status().leader()).isNull();
            }
        }
    }

    /** @param own null for none */
    private SSLContext client(KeyPairFiles own) throws Exception {
        SslContextBuilder builder =
                SslContextBuilder.forClient().trustManager(ca.toFile()).sslProvider(SslProvider.JDK);
        if (own != null) {
            builder.keyManager(Path.of(own.cert()).toFile(), Path.of(own.key()).toFile());
        }
        return ((JdkSslContext) builder.build()).context();
    }

    /** Trusts everybody that this test knows. */
    private SSLContext server(KeyPairFiles own) throws Exception {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        Path.of(own.cert()).toFile(), Path.of(own.key()).toFile())
                .trustManager(ca.toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .sslProvider(SslProvider.JDK);
        return ((JdkSslContext) builder.build()).context();
    }
}
