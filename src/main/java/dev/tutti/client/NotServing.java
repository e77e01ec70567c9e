package dev.tutti.client;

import io.vertx.core.net.SocketAddress;

/**
 * A server has carried out nothing for this client, because it follows another one or is loading its journal. So any
 * command may be sent to another server, or again.
 */
final class NotServing extends TuttiException.ConnectionLost {

    private static final long serialVersionUID = 1;

    private final transient SocketAddress leader;

    private NotServing(String message, SocketAddress leader) {
        super(message);
        this.leader = leader;
    }

    /** The server answered a command so. */
    static NotServing of(ErrorReply error) {
        return new NotServing(error.kind() + " " + error.message(), null);
    }

    /** The server follows the one at this address, which may be unknown. */
    static NotServing follower(String host, int port) {
        boolean isKnown = !host.isEmpty() && port > 0;
        return new NotServing(
                "the server follows " + (isKnown ? host + ":" + port : "another one"),
                isKnown ? SocketAddress.inetSocketAddress(port, host) : null);
    }

    /** The address of the server that leads, or null if it is unknown. */
    SocketAddress leader() {
        return leader;
    }
}
