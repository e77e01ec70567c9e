package dev.tutti.net;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Cuts off a client that has stopped reading its replies. A client is watched while more than {@code server.maxOutput}
 * bytes are unread, or once the last reply is written. It is cut off if it then reads nothing for
 * {@code server.closeGrace}. All methods belong to the connection's event loop.
 */
final class SlowReaderGuard {

    private static final long NO_TIMER = -1;
    /** A client that others wait for has to read one part in so many of its unread bytes within the grace. */
    private static final int HURRY_PARTS = 16;
    /** A client that others wait for may read nothing between so many calls of {@link #hurry}. */
    private static final int MAX_STALLS = 1;

    private final LongSupplier unreadBytes;
    private final LongSupplier readBytes;
    private final ConnectionContext context;
    private final Consumer<String> cutOff;
    private boolean lastIsWritten;
    private boolean hurried;
    private long readAtHurry = Long.MIN_VALUE;
    private int stalls;
    private long timer = NO_TIMER;

    /**
     * @param unreadBytes of the replies that are made and not sent
     * @param readBytes of all replies so far that are sent
     * @param cutOff closes the connection at once, for a reason
     */
    SlowReaderGuard(
            LongSupplier unreadBytes, LongSupplier readBytes, ConnectionContext context, Consumer<String> cutOff) {
        this.unreadBytes = unreadBytes;
        this.readBytes = readBytes;
        this.context = context;
        this.cutOff = cutOff;
    }

    /** Replies have been written. */
    void wrote() {
        if (unreadBytes.getAsLong() > context.config().maxOutput()) {
            watch();
        }
    }

    /** The last reply has been written. From now on the client has to read everything. */
    void wroteLast() {
        lastIsWritten = true;
        watch();
    }

    /**
     * Others wait for room for their replies, so the client has to go on reading. To be called about once a second
     * while that is so. A client that reads may have as much unread each time, since it is sent more.
     */
    void hurry() {
        long unread = unreadBytes.getAsLong();
        long read = readBytes.getAsLong();
        stalls = unread > 0 && read <= readAtHurry ? stalls + 1 : 0;
        readAtHurry = read;
        if (stalls > MAX_STALLS) {
            cutOff(unread);
        } else if (unread > 0) {
            hurried = true;
            watch();
        }
    }

    /** The connection is closed. */
    void close() {
        context.vertx().cancelTimer(timer);
    }

    private void watch() {
        if (timer == NO_TIMER) {
            long unread = unreadBytes.getAsLong();
            long read = readBytes.getAsLong();
            timer = context.vertx().setTimer(context.closeGraceMillis(), fired -> {
                timer = NO_TIMER;
                check(unread, readBytes.getAsLong() - read);
            });
        }
    }

    /** @param read the bytes that the client has read since */
    private void check(long unreadBefore, long read) {
        long unread = unreadBytes.getAsLong();
        boolean contended = hurried && context.limits().turns().isContended();
        hurried = false;
        if (unread == 0
                || !lastIsWritten && !contended && unread <= context.config().maxOutput()) {
            return;
        }
        long least = contended ? unreadBefore / HURRY_PARTS : 0;
        if (read <= least) {
            cutOff(unread);
        } else {
            watch();
        }
    }

    private void cutOff(long unread) {
        cutOff.accept("its client leaves " + unread + " bytes of replies unread");
    }
}
