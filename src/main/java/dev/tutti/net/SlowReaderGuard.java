package dev.tutti.net;

import dev.tutti.platform.TcpSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off a client that has stopped reading its replies. A client is watched while more than {@code server.maxOutput}
 * bytes are unread, or once the last reply is written. It is cut off if it then reads nothing for
 * {@code server.closeGrace}. All methods belong to the connection's event loop.
 */
final class SlowReaderGuard {

    private static final Logger log = LoggerFactory.getLogger(SlowReaderGuard.class);
    private static final long NO_TIMER = -1;

    private final long id;
    private final TcpSocket socket;
    private final ConnectionContext context;
    private final Runnable cutOff;
    private boolean lastIsWritten;
    private long timer = NO_TIMER;

    /** @param id the connection's, for the log */
    SlowReaderGuard(long id, TcpSocket socket, ConnectionContext context, Runnable cutOff) {
        this.id = id;
        this.socket = socket;
        this.context = context;
        this.cutOff = cutOff;
    }

    /** Replies have been written. */
    void wrote() {
        if (socket.unsentBytes() > context.config().maxOutput()) {
            watch();
        }
    }

    /** The last reply has been written. From now on the client has to read everything. */
    void wroteLast() {
        lastIsWritten = true;
        watch();
    }

    /** The connection is closed. */
    void close() {
        context.vertx().cancelTimer(timer);
    }

    private void watch() {
        if (timer == NO_TIMER) {
            long unread = socket.unsentBytes();
            timer = context.vertx().setTimer(context.closeGraceMillis(), fired -> {
                timer = NO_TIMER;
                check(unread);
            });
        }
    }

    private void check(long unreadBefore) {
        long unread = socket.unsentBytes();
        if (unread == 0 || !lastIsWritten && unread <= context.config().maxOutput()) {
            return;
        }
        if (unread >= unreadBefore) {
            log.warn("connection {}: closed, for its client leaves {} bytes of replies unread", id, unread);
            cutOff.run();
        } else {
            watch();
        }
    }
}
