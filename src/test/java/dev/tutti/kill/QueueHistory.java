package dev.tutti.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The requests of all clients on queues and the replies to them, over any number of restarts of the server, with a
 * check like that of Jepsen's total-queue. An item that was acknowledged and not finished is delivered again. An item
 * whose end was acknowledged is never delivered again. Nothing else is delivered. A request without a reply may have
 * been carried out or not.
 *
 * <p>Items are known by their bodies, each of which is put once. A request is recorded before it is sent, and a reply
 * after it has been read. Safe to use from any thread.
 */
final class QueueHistory {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int SHOWN = 12;
    /** A server counts whole milliseconds, by one clock while it runs and by another over restarts. */
    private static final long ROUNDING_MILLIS = 3;

    private static final class TrackedItem {
        private final String body;
        private boolean refused;
        /** 0 until it is acknowledged. */
        private long id;
        /**
         * True once its put was acknowledged or it was delivered: an item that may still be lost is shown to nobody.
         */
        private boolean acknowledged;

        private int deliveries;
        /** The number of commands that asked for its end and were not refused. */
        private int ends;

        private long endedAt = NEVER;
        private int left;
        /** The item may not be delivered before this time, in nanoseconds of the clock. */
        private long due = Long.MIN_VALUE;

        private TrackedItem(String body) {
            this.body = body;
        }

        /** The start of the body, which may be long. */
        @Override
        public String toString() {
            return body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
        }
    }

    private final Map<String, TrackedItem> items = new HashMap<>();
    private final Map<Long, TrackedItem> ids = new HashMap<>();
    /** The number of GETs without a reply, by family of queues. Each of them may have delivered any item once. */
    private final Map<String, Integer> unanswered = new HashMap<>();

    private final List<String> violations = new ArrayList<>();
    private final LongSupplier nanoTime;
    private long now;

    /** @param nanoTime the clock by which delays are checked, such as {@link System#nanoTime} */
    QueueHistory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    // ---- put

    synchronized void putting(String body) {
        if (items.put(body, new TrackedItem(body)) != null) {
            throw new IllegalArgumentException("put twice: " + body);
        }
    }

    /** Records the request to put an item with a delay in milliseconds. */
    synchronized void putting(String body, long delay) {
        putting(body);
        items.get(body).due = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(delay - ROUNDING_MILLIS);
    }

    synchronized void put(String body, long id) {
        TrackedItem item = items.get(body);
        acknowledge(item, id);
    }

    /** Records that the server refused to put the item. */
    synchronized void refused(String body) {
        items.get(body).refused = true;
    }

    private void acknowledge(TrackedItem item, long id) {
        item.acknowledged = true;
        TrackedItem other = ids.put(id, item);
        if (item.id != 0 && item.id != id) {
            violations.add(item + " had the id " + item.id + " and has " + id);
        } else if (other != null && other != item) {
            violations.add(item + " has the id " + id + " of " + other);
        }
        item.id = id;
    }

    /** The body of the item with that id, which must have been acknowledged. */
    synchronized String bodyOf(long id) {
        return ids.get(id).body;
    }

    // ---- get

    /**
     * To be called before a GET is sent.
     *
     * @param family the queue, or the group of queues between which items are moved
     * @return the time, for {@link #got}
     */
    synchronized long getting(String family) {
        unanswered.merge(family, 1, Integer::sum);
        return ++now;
    }

    /** Records the reply to a GET, after all of its items. */
    synchronized void answered(String family) {
        unanswered.merge(family, -1, Integer::sum);
    }

    /**
     * Records the delivery of an item.
     *
     * @param asked the time that {@link #getting} returned
     */
    synchronized void got(String family, long asked, String body, long id, long attempt) {
        TrackedItem item = items.get(body);
        if (item == null || item.refused) {
            violations.add("came out, and " + (item == null ? "nobody put it" : "its put was refused") + ": "
                    + new TrackedItem(body));
            return;
        }
        acknowledge(item, id);
        item.deliveries++;
        if (asked > item.endedAt) {
            violations.add(item + " came out again after its end was acknowledged");
        }
        if (nanoTime.getAsLong() < item.due) {
            violations.add(item + " came out before its delay was over");
        }
        int mostDeliveries = item.deliveries + unanswered.get(family) - 1;
        if (attempt > mostDeliveries) {
            violations.add(item + " is in its attempt " + attempt + " after " + mostDeliveries + " deliveries at most");
        }
    }

    /** Records an item that was in a queue at the end of the test. */
    synchronized void left(String body) {
        TrackedItem item = items.get(body);
        if (item != null && ++item.left > 1) {
            violations.add(item + " is there " + item.left + " times");
        }
    }

    // ---- the end of an item

    synchronized void ending(String body) {
        items.get(body).ends++;
    }

    /** Records that the server refused to end the item. */
    synchronized void notEnded(String body) {
        items.get(body).ends--;
    }

    synchronized void ended(String body) {
        TrackedItem item = items.get(body);
        item.endedAt = Math.min(item.endedAt, ++now);
    }

    // ---- what cannot be

    synchronized void violation(String what) {
        violations.add(what);
    }

    /** All violations. To be called after {@link #left} was called for every item in a queue. */
    synchronized List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        for (TrackedItem item : items.values()) {
            if (item.acknowledged && item.ends == 0 && item.left == 0) {
                all.add(item + " is lost");
            }
        }
        return all;
    }

    /** The number of items that were acknowledged, delivered, ended. */
    synchronized String summary() {
        return items.size() + " items, " + count(item -> item.refused) + " refused, "
                + count(item -> item.acknowledged) + " acknowledged, "
                + count(item -> item.deliveries > 0) + " delivered, " + count(item -> item.deliveries > 1)
                + " of them again, " + count(item -> item.endedAt != NEVER) + " ended, "
                + count(item -> item.left > 0) + " left";
    }

    private long count(Predicate<TrackedItem> which) {
        return items.values().stream().filter(which).count();
    }
}
