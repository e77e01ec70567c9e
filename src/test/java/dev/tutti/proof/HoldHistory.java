package dev.tutti.proof;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Which clients were told that they hold which locks. A hold is certain from the reply that grants it until the sending
 * of the last request by its token that succeeded, or, on a detached lease, for that lease. Times are in nanoseconds of
 * one clock. Safe to use from any thread.
 */
public final class HoldHistory {

    /** Leases are counted in milliseconds, by the clock of the system. */
    private static final long LEASE_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** How many holds of a lock are compared with a new one. */
    private static final int REMEMBERED = 100;

    /** One client's hold of a lock. */
    public static final class Hold {
        private final String lock;
        private final long token;
        private final long asked;
        private final long read;
        private long until;

        private Hold(String lock, long token, long asked, long read) {
            this.lock = lock;
            this.token = token;
            this.asked = asked;
            this.read = read;
            this.until = read;
        }

        public String lock() {
            return lock;
        }

        public long token() {
            return token;
        }

        /** Whether the other one was granted, or was certain, at a time at which this one was certain. */
        private boolean covers(Hold other) {
            boolean atItsGrant = other.asked >= read && other.read <= until;
            boolean later = Math.max(read, other.read) < Math.min(until, other.until);
            return atItsGrant || later;
        }

        @Override
        public String toString() {
            return lock + " with token " + token + ", asked at " + asked + ", granted until " + read
                    + ", held at least until " + until;
        }
    }

    private static final class Holds {
        private final Deque<Hold> last = new ArrayDeque<>();
        /** The largest token that was granted until each time. */
        private final TreeMap<Long, Long> tokens = new TreeMap<>();
    }

    private final Violations violations;
    private final Map<String, Holds> locks = new HashMap<>();
    private long grants;

    public HoldHistory(Violations violations) {
        this.violations = violations;
    }

    /**
     * A client has got the lock.
     *
     * @param asked the time before its request
     * @param read the time behind the reply
     */
    public synchronized Hold granted(String lock, long token, long asked, long read) {
        grants++;
        Hold hold = new Hold(lock, token, asked, read);
        Holds holds = locks.computeIfAbsent(lock, first -> new Holds());
        checkToken(holds, hold);
        holds.last.add(hold);
        if (holds.last.size() > REMEMBERED) {
            holds.last.remove();
        }
        checkAlone(hold);
        return hold;
    }

    private void checkToken(Holds holds, Hold hold) {
        Map.Entry<Long, Long> before = holds.tokens.floorEntry(hold.asked);
        if (before != null && before.getValue() >= hold.token) {
            violations.add("the token does not grow: " + hold + ", behind token " + before.getValue());
        }
        Map.Entry<Long, Long> last = holds.tokens.floorEntry(hold.read);
        holds.tokens.put(hold.read, last == null ? hold.token : Math.max(last.getValue(), hold.token));
        holds.tokens.tailMap(hold.read).replaceAll((time, token) -> Math.max(token, hold.token));
        if (holds.tokens.size() > REMEMBERED) {
            holds.tokens.pollFirstEntry();
        }
    }

    private void checkAlone(Hold hold) {
        for (Hold other : locks.get(hold.lock).last) {
            if (other != hold && (hold.covers(other) || other.covers(hold))) {
                violations.add("two hold a lock at the same time: " + hold + "; " + other);
            }
        }
    }

    /** A request by the token was acknowledged, so the lock was held when that was sent. */
    public synchronized void used(Hold hold, long sent) {
        hold.until = Math.max(hold.until, sent);
        checkAlone(hold);
    }

    /** A lease without a connection has begun at this time or later. */
    public synchronized void leased(Hold hold, long sent, long millis) {
        used(hold, sent + TimeUnit.MILLISECONDS.toNanos(millis) - LEASE_MARGIN_NANOS);
    }

    /** The holder is about to release the lock, and may have released it from now on. */
    public synchronized void releasing(Hold hold, long now) {
        hold.until = Math.min(hold.until, now);
    }

    /** A client was told that its token holds nothing. */
    public synchronized void lost(Hold hold, long read) {
        if (read < hold.until) {
            violations.add("a lease has ended before its time, as was told at " + read + ": " + hold);
        }
    }

    public synchronized String summary() {
        return grants + " grants of locks";
    }
}
