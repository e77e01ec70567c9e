package dev.tutti.net;

import dev.tutti.platform.TcpTable;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the peers that have gone without a sign that the event loop gets. There are two kinds:
 *
 * <ul>
 *   <li>A peer that acknowledges nothing. While bytes are unacknowledged, TCP sends no keep-alive probes and gives up
 *       only after a quarter of an hour. Here its connection is closed after {@code server.tcpKeepAlive}.
 *   <li>A peer that has closed or reset a connection which is not read at the moment.
 * </ul>
 *
 * <p>The kernel's table of connections is read on a worker thread, and only while there is a connection of one of these
 * kinds. Everything else happens on the event loop of the net server.
 */
final class PeerWatch {

    private static final Logger log = LoggerFactory.getLogger(PeerWatch.class);

    /** Short enough to notice within a second that an unread connection has ended, which takes two looks. */
    private static final long TICK_MILLIS = 400;

    /** Unconfirmed bytes are looked for so many times in the time after which a peer counts as gone, or as idle. */
    private static final int LOOKS = 4;

    private static final long LONGEST_MILLIS = 15_000;

    private final Vertx vertx;
    private final Clients clients;
    private long keepAliveMillis;
    /** Every so many ticks, connections with unconfirmed bytes are looked at; 0 for never. */
    private long ticksPerLook;

    private long ticks;
    private boolean isLookDue;
    private boolean isReading;
    private long timer;

    PeerWatch(Vertx vertx, Clients clients) {
        this.vertx = vertx;
        this.clients = clients;
    }

    /**
     * Sets the times, at the start and later.
     *
     * @param keepAliveMillis after so long a peer that acknowledges nothing is gone; 0 for never
     * @param idleMillis after so long a silent client is closed, unless it reads its replies; 0 for never
     */
    void patience(long keepAliveMillis, long idleMillis) {
        this.keepAliveMillis = keepAliveMillis;
        this.ticksPerLook = ticksPerLook(keepAliveMillis, idleMillis);
    }

    private static long ticksPerLook(long keepAliveMillis, long idleMillis) {
        if (keepAliveMillis == 0 && idleMillis == 0) {
            return 0;
        }
        long shorter = keepAliveMillis == 0 || idleMillis == 0
                ? Math.max(keepAliveMillis, idleMillis)
                : Math.min(keepAliveMillis, idleMillis);
        return Math.max(1, Math.min(LONGEST_MILLIS, shorter / LOOKS) / TICK_MILLIS);
    }

    /** Begins, unless this machine has no such table. */
    void start() {
        if (TcpTable.isReadable()) {
            timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
        }
    }

    /** Says in the log, once, if this machine cannot do what this class is for. */
    static void warnIfImpossible() {
        if (!TcpTable.isReadable()) {
            log.warn("/proc/self/net/tcp cannot be read: a client whose machine vanishes while it is sent something is"
                    + " noticed only when TCP gives up, after about 15 minutes, and one that closes while it is not"
                    + " read, only when it is read again");
        }
    }

    private void tick() {
        ticks++;
        isLookDue |= ticksPerLook > 0 && ticks % ticksPerLook == 0;
        if (isReading) {
            return;
        }
        boolean all = isLookDue;
        isLookDue = false;
        List<Connection> watched = clients.matching(connection ->
                connection.isPaused() || all && connection.peer().state().isUnconfirmed());
        if (!watched.isEmpty()) {
            read(watched);
        }
    }

    private void read(List<Connection> watched) {
        isReading = true;
        Set<String> keys = new HashSet<>();
        watched.forEach(connection -> keys.add(connection.peer().tableKey()));
        vertx.executeBlocking(() -> TcpTable.read(keys), false)
                .onComplete(
                        table -> {
                            isReading = false;
                            watched.forEach(connection -> judge(
                                    connection, table.find(connection.peer().tableKey())));
                        },
                        failure -> {
                            vertx.cancelTimer(timer);
                            log.warn(
                                    "the kernel's table of connections cannot be read any more: {}",
                                    failure.toString());
                        });
    }

    private void judge(Connection connection, TcpTable.Entry entry) {
        if (entry == null || entry.isReset()) {
            if (connection.isPaused() && connection.peer().state().isGone()) {
                log.debug("connection {}: closed, since its peer has reset it", connection.id());
                connection.cutOff();
            }
            return;
        }
        long now = System.nanoTime();
        connection.peer().look(entry, now);
        long stalled = connection.peer().state().stalledMillis(now);
        if (keepAliveMillis > 0 && stalled >= keepAliveMillis) {
            connection.cutOff("its peer has acknowledged nothing for " + stalled + " ms (server.tcpKeepAlive)");
        } else if (entry.isInputEnded() && connection.isPaused()) {
            connection.inputWillEnd();
        }
    }
}
