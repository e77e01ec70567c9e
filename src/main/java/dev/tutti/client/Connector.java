package dev.tutti.client;

import dev.tutti.client.TuttiException.NotPermitted;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes connections that have said HELLO. With several addresses it tries one after another, the last one that served
 * first. A server that follows another one is passed over, and the one that it names is tried next.
 */
final class Connector {

    private static final String LIB_NAME = "tutti-java";
    private static final int CONNECT_MILLIS = 10_000;
    /** When the system asks whether a silent server's machine is still there, in seconds, and how often it does. */
    private static final int KEEPALIVE_IDLE = 30;

    private static final int KEEPALIVE_INTERVAL = 10;
    private static final int KEEPALIVE_COUNT = 3;

    private final Vertx vertx;
    private final NetClient client;
    private final ClientSSLOptions ssl;
    private final List<SocketAddress> addresses;
    private final Command hello;
    private SocketAddress preferred;
    /** The server that has refused a command since it does not lead any more; tried last. */
    private SocketAddress avoided;

    Connector(Vertx vertx, TuttiOptions options) {
        this.vertx = vertx;
        // A linger of 0 makes a close a reset, since the server goes on with a RUN for a while after an ordinary close.
        NetClientOptions net = new NetClientOptions().setConnectTimeout(CONNECT_MILLIS);
        net.setTcpKeepAlive(true).setSoLinger(0);
        net.setTcpKeepAliveIdleSeconds(KEEPALIVE_IDLE);
        net.setTcpKeepAliveIntervalSeconds(KEEPALIVE_INTERVAL).setTcpKeepAliveCount(KEEPALIVE_COUNT);
        this.client = vertx.createNetClient(net);
        this.ssl =
                options.getSslOptions() == null ? null : options.getSslOptions().copy();
        if (ssl != null && ssl.getHostnameVerificationAlgorithm() == null) {
            ssl.setHostnameVerificationAlgorithm("HTTPS");
        }
        SocketAddress usual = SocketAddress.inetSocketAddress(TuttiOptions.DEFAULT_PORT, "localhost");
        this.addresses = options.getAddresses().isEmpty() ? List.of(usual) : List.copyOf(options.getAddresses());
        this.hello = hello(options);
    }

    private static Command hello(TuttiOptions options) {
        Command hello = Command.of("HELLO", 3);
        if (options.getPassword() != null || options.getUser() != null) {
            String user = options.getUser() == null ? "default" : options.getUser();
            String password = options.getPassword() == null ? "" : options.getPassword();
            hello = hello.and("AUTH", user, password);
        }
        return hello.and("SETNAME", options.getClientName() == null ? LIB_NAME : options.getClientName());
    }

    /** Connects to the first server that serves. A wrong password fails at once. */
    Future<Connection> open() {
        Deque<SocketAddress> candidates = new ArrayDeque<>();
        if (preferred != null) {
            candidates.add(preferred);
        }
        addresses.stream().filter(address -> !address.equals(preferred)).forEach(candidates::add);
        if (candidates.remove(avoided)) {
            candidates.add(avoided);
        }
        return tryNext(candidates, new HashSet<>());
    }

    private Future<Connection> tryNext(Deque<SocketAddress> candidates, Set<SocketAddress> tried) {
        SocketAddress address = candidates.remove();
        tried.add(address);
        ConnectOptions connect = new ConnectOptions().setRemoteAddress(address);
        if (ssl != null) {
            connect.setSsl(true).setSslOptions(ssl);
        }
        return client.connect(connect)
                .compose(socket -> new Connection(vertx, address, socket).greet(hello))
                .onSuccess(this::prefer)
                .recover(error -> {
                    if (error instanceof NotServing follower && follower.leader() != null) {
                        SocketAddress leader = follower.leader();
                        candidates.remove(leader);
                        if (!tried.contains(leader)) {
                            candidates.addFirst(leader);
                        }
                    }
                    return candidates.isEmpty() || error instanceof NotPermitted
                            ? Future.failedFuture(error)
                            : tryNext(candidates, tried);
                });
    }

    private void prefer(Connection connection) {
        SocketAddress address = connection.address();
        preferred = address;
        connection.whenLost(end -> {
            if (connection.hasRefused()) {
                avoided = address;
                preferred = address.equals(preferred) ? null : preferred;
            }
        });
    }

    /** The addresses, for people. */
    @Override
    public String toString() {
        return String.join(", ", addresses.stream().map(SocketAddress::toString).toList());
    }
}
