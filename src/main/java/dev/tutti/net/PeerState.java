package dev.tutti.net;

import dev.tutti.platform.TcpTable;
import java.util.concurrent.TimeUnit;

/**
 * The facts of one connection's peer from the kernel's table. Bytes that were written are confirmed as soon as the
 * peer sends something, or has acknowledged them all. Only a connection with unconfirmed bytes has to be looked at.
 */
final class PeerState {

    /** The table is not read in one piece and may skip a connection, but not twice in a row. */
    private static final int MISSES_OF_A_RESET = 2;

    private boolean unconfirmed;
    /** All bytes that were ever written, and those of them that the peer had acknowledged at the last look. */
    private long written;

    private long acknowledged;
    /** Whether the peer acknowledges nothing at present: the next two fields are in force. */
    private boolean stalled;

    private long stalledSinceNanos;
    private int attempts;
    private int misses;

    /** So many bytes have been written. */
    void wrote(int bytes) {
        written += bytes;
        unconfirmed = true;
    }

    /** All bytes that were ever written. */
    long written() {
        return written;
    }

    /** The peer has sent something. */
    void heard() {
        unconfirmed = false;
        stalled = false;
    }

    boolean isUnconfirmed() {
        return unconfirmed;
    }

    /**
     * Takes the connection's entry in the table.
     *
     * @param unsent the bytes that the kernel has not accepted yet
     * @return whether the peer has acknowledged bytes since the last time
     */
    boolean look(TcpTable.Entry entry, long unsent, long nowNanos) {
        misses = 0;
        long nowAcknowledged = written - unsent - entry.unacknowledged();
        boolean progress = nowAcknowledged > acknowledged;
        acknowledged = nowAcknowledged;
        boolean stalls = entry.unacknowledged() > 0 && entry.attempts() > 0;
        if (stalls && (!stalled || progress || entry.attempts() < attempts)) {
            stalledSinceNanos = nowNanos;
        }
        stalled = stalls;
        attempts = entry.attempts();
        unconfirmed &= entry.unacknowledged() > 0 || unsent > 0;
        return progress;
    }

    /** For how many milliseconds the peer has acknowledged nothing although something was sent again and again. */
    long stalledMillis(long nowNanos) {
        return stalled ? TimeUnit.NANOSECONDS.toMillis(nowNanos - stalledSinceNanos) : 0;
    }

    /** The table has no such connection. Returns whether it has really ended. */
    boolean isGone() {
        return ++misses >= MISSES_OF_A_RESET;
    }
}
