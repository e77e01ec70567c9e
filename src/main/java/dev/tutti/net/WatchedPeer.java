package dev.tutti.net;

import dev.tutti.platform.TcpSocket;
import dev.tutti.platform.TcpTable;

/**
 * The peer of one connection, as far as the kernel's table of connections tells of it. All methods belong to the
 * connection's event loop.
 */
final class WatchedPeer {

    private final TcpSocket socket;
    private final PeerState state;
    private final CommandReader reader;
    private final Activity activity;

    WatchedPeer(TcpSocket socket, PeerState state, CommandReader reader, Activity activity) {
        this.socket = socket;
        this.state = state;
        this.reader = reader;
        this.activity = activity;
    }

    PeerState state() {
        return state;
    }

    String tableKey() {
        return socket.tableKey();
    }

    /** Takes what the kernel knows of the peer. A client that reads its replies is as active as one that sends. */
    void look(TcpTable.Entry entry, long nowNanos) {
        if (state.look(entry, socket.unsentBytes(), nowNanos)) {
            activity.touch();
        }
        reader.lookAhead(socket, entry.unread(), nowNanos);
    }
}
