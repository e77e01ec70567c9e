package dev.tutti.net;

import dev.tutti.platform.TcpSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a client reads what it is told: one that reads nothing at all for as long as closeGrace, though it is owed more than
 * maxOutput, or the last of all, is cut off. On the connection's event loop.
 */
final class SlowReaderGuard {

    private static final Logger log = LoggerFactory.getLogger(SlowReaderGuard.class);
    private static final long NO_TIMER = -1;

    private final long id;
    private final TcpSocket socket;
    private final ConnectionContext context;
    private final Runnable cutOff;
    private boolean hasToReadAll;
    private long timer = NO_TIMER;

    SlowReaderGuard(long id, TcpSocket socket, ConnectionContext context, Runnable cutOff) {
        this.id = id;
        this.socket = socket;
        this.context = context;
        this.cutOff = cutOff;
    }

    /** Replies have been written. */
    void toldMore() {
        if (socket.unsentBytes() > context.config().maxOutput()) {
            watch();
        }
    }

    /** The last ones have. */
    void toldTheLast() {
        hasToReadAll = true;
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
        if (unread == 0 || !hasToReadAll && unread <= context.config().maxOutput()) {
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
