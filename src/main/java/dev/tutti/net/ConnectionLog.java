package dev.tutti.net;

import dev.tutti.command.Notice;
import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.log.ShownName;
import dev.tutti.platform.NetworkAddress;
import dev.tutti.platform.TcpSocket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log tells of one connection. */
final class ConnectionLog {

    private static final Logger log = LoggerFactory.getLogger(ConnectionLog.class);

    private final long id;
    private final TcpSocket socket;
    private final EventLog events;
    private boolean isCutOff;

    /** @param id the connection's */
    ConnectionLog(long id, TcpSocket socket, EventLog events) {
        this.id = id;
        this.socket = socket;
        this.events = events;
    }

    /**
     * The server closes the connection, and its client has not asked for that. A connection has one such line, with the
     * first reason.
     *
     * @param reason as words behind a colon
     */
    void cutOff(String reason) {
        if (isCutOff) {
            return;
        }
        isCutOff = true;
        String client = socket.remoteAddress();
        events.add(
                EventKind.CUT_OFF_CLIENT,
                NetworkAddress.withoutPort(client),
                () -> new LogLine("connection " + id + " (" + client + ") is closed: " + reason)
                        .with("connection", id)
                        .with("client", client));
    }

    /** The socket could not send, as when the client resets the connection, and is closed. */
    void unwritable(Throwable cause) {
        if (cause instanceof IOException) {
            failed(cause);
        } else {
            cutOff("its replies could not be sent (" + cause + ")");
        }
    }

    /** The socket has failed, as when the client resets the connection. */
    void failed(Throwable cause) {
        log.debug("connection {}: {}", id, cause.toString());
    }

    /** Takes what an owner tells of the client. */
    void told(Notice notice) {
        if (notice instanceof Notice.HeldLong held) {
            heldLong(held);
        } else if (notice instanceof Notice.Slow slow) {
            slow.command().address(socket.remoteAddress());
        }
    }

    /** The client has held an item for longer than {@code server.heldWarning} without a lease. */
    private void heldLong(Notice.HeldLong held) {
        String client = socket.remoteAddress();
        String queue = ShownName.of(held.queue());
        String named = held.name().isEmpty() ? "" : ", name " + ShownName.of(held.name());
        String others = held.others() == 0 ? "" : ", and " + held.others() + " more items";
        events.add(
                EventKind.HELD_ITEM,
                queue,
                () -> new LogLine("connection " + id + " (" + client + named
                                + ") has held item " + held.id() + " of queue " + queue + " for "
                                + TimeUnit.MILLISECONDS.toSeconds(held.millis()) + " s without a lease" + others
                                + ": it may have given the GET up (server.heldWarning)")
                        .with("connection", id)
                        .with("client", client)
                        .with("queue", held.queue())
                        .with("id", held.id()));
    }
}
