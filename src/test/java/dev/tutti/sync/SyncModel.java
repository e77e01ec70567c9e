package dev.tutti.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A simple model of primitives, for comparison. Its state is lists that are searched from end to end, and its rules are
 * applied until nothing changes any more.
 */
abstract class SyncModel {

    static final String UNBLOCKED = "UNBLOCKED client unblocked via CLIENT UNBLOCK";

    /** The wait of a client. */
    static final class Waiting {
        final long client;
        final long since;
        private boolean forEver;
        private boolean givenUp;
        private String over = "Null";
        private Due due;

        private Waiting(long client, long since, boolean forEver) {
            this.client = client;
            this.since = since;
            this.forEver = forEver;
        }
    }

    /** A timer. Of two with the same time the one that was made first runs first. */
    record Due(long time, int order, Runnable action) {}

    final List<String> events = new ArrayList<>();
    final Map<Long, Waiting> waits = new TreeMap<>();
    private final List<Due> dues = new ArrayList<>();
    private long now = 1000;
    private int made;
    private long tokens;

    long now() {
        return now;
    }

    long token() {
        return ++tokens;
    }

    boolean waits(long client) {
        return waits.containsKey(client);
    }

    void tell(long client, String what) {
        Waiting waiting = waits.remove(client);
        if (waiting != null) {
            dues.remove(waiting.due);
        }
        events.add(client + ": " + what);
    }

    /** Tells a client that its wait is over, with the reply that it has for that. */
    void tellOver(long client) {
        tell(client, waits.get(client).over);
    }

    /** @param timeout in milliseconds; negative for none */
    void await(long client, long timeout) {
        await(client, timeout, "Null");
    }

    void await(long client, long timeout, String over) {
        Waiting waiting = new Waiting(client, now, timeout < 0);
        waiting.over = over;
        waits.put(client, waiting);
        if (timeout >= 0) {
            waiting.due = after(timeout, () -> giveUp(waiting, over));
        }
    }

    Due after(long millis, Runnable action) {
        Due due = new Due(now + millis, made++, action);
        dues.add(due);
        return due;
    }

    void cancel(Due due) {
        dues.remove(due);
    }

    void pass(long millis) {
        now += millis;
        for (Due due = next(); due != null && due.time <= now; due = next()) {
            dues.remove(due);
            due.action.run();
        }
    }

    private Due next() {
        return dues.stream()
                .min(Comparator.comparing(Due::time).thenComparing(Due::order))
                .orElse(null);
    }

    void unblock(long client, boolean withError) {
        Waiting waiting = waits.get(client);
        boolean waited = waiting != null && !waiting.givenUp;
        if (waited) {
            dues.remove(waiting.due);
            giveUp(waiting, withError ? UNBLOCKED : waiting.over);
        }
        events.add("asker 0: " + (waited ? 1 : 0));
    }

    private void giveUp(Waiting waiting, String over) {
        waiting.givenUp = true;
        waiting.forEver = false;
        waiting.over = over;
        giveUp(waiting.client);
    }

    /** Removes the client from every line, and tells it that its wait is over, now or when that is possible. */
    void giveUp(long client) {
        withdraw(client);
        tellOver(client);
    }

    void close(long client) {
        Waiting waiting = waits.remove(client);
        if (waiting != null) {
            dues.remove(waiting.due);
            withdraw(client);
        }
        giveBack(client);
    }

    void endInputAndClose(long client) {
        if (waits(client)) {
            events.add(client + ": Withdrawn");
        }
        close(client);
    }

    /** Removes a waiting client from every line. */
    abstract void withdraw(long client);

    /** Releases everything that a client holds. */
    abstract void giveBack(long client);

    /** The holders and waiters of all primitives, in the format of {@link RandomSyncTest}. */
    abstract List<String> contentions();

    abstract int remembered();

    String waiting(long client, String what) {
        return waiting(client, what, waits.get(client).since);
    }

    String waiting(long client, String what, long since) {
        return presence(client, what, since, waits.get(client).forEver);
    }

    static String presence(long client, String what, long since, boolean forEver) {
        return client + " " + what + " since " + since + (forEver ? " for ever" : "");
    }

    static String contention(String kind, String name, List<String> holders, List<String> waiters) {
        return kind + " " + name + " " + holders + " " + waiters;
    }
}
