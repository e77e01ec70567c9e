package dev.tutti.net;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.AcceptGuard;
import dev.tutti.platform.HandshakeFailure;
import dev.tutti.platform.NetworkAddress;
import java.util.function.IntSupplier;

/**
 * Admits each socket as a connection, from the moment it is accepted, as long as there are not too many. Thread-safe.
 */
final class ConnectionCount implements AcceptGuard.Gatekeeper {

    private final Statistics statistics;
    private final IntSupplier most;
    private final EventLog events;

    ConnectionCount(Statistics statistics, IntSupplier most, EventLog events) {
        this.statistics = statistics;
        this.most = most;
        this.events = events;
    }

    @Override
    public boolean admit() {
        return statistics.connect(most.getAsInt());
    }

    @Override
    public void left() {
        statistics.disconnect();
    }

    @Override
    public void withoutTls(String client) {
        events.add(
                EventKind.REFUSED_CLIENT,
                NetworkAddress.withoutPort(client),
                () -> new LogLine("a connection from " + client + " is refused: its client does not speak TLS, which"
                                + " server.tls asks for")
                        .with("client", client));
    }

    @Override
    public void handshakeFailed(String client, Throwable cause) {
        events.add(
                EventKind.REFUSED_CLIENT,
                NetworkAddress.withoutPort(client),
                () -> new LogLine("a TLS handshake with " + client + " failed: " + HandshakeFailure.text(cause))
                        .with("client", client));
    }

    @Override
    public void failed(Throwable cause) {
        events.add(
                EventKind.FAILED_ACCEPT,
                "",
                () -> new LogLine("no connection can be accepted (" + cause.getMessage()
                        + "): new clients wait, and the server tries again every second"));
    }
}
