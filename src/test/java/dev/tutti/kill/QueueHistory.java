package dev.tutti.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The requests of all clients on queues and the replies to them, over any number of restarts of the server, with a
 * check like that of Jepsen's total-queue. An item that was acknowledged and not finished is delivered again. An item
 * whose end was acknowledged is never delivered again. Nothing else is delivered. A request without a reply may have
 * been carried out or not, and a transaction as a whole.
 *
 * <p>Items are known by their bodies, each of which is put once. A request is recorded before it is sent, and a reply
 * after it has been read. Safe to use from any thread.
 */
final class QueueHistory {

    /** A server counts whole milliseconds, by one clock while it runs and by another over restarts. */
    static final long ROUNDING_MILLIS = 3;

    private final Map<String, TrackedItem> items = new HashMap<>();
    private final Map<Long, TrackedItem> ids = new HashMap<>();
    /** The number of GETs without a reply, by family of queues. Each of them may have delivered any item once. */
    private final Map<String, Integer> unanswered = new HashMap<>();

    private final List<String> violations = new ArrayList<>();
    private final LongSupplier nanoTime;
    private long now;
    /** Whether each attempt that a server has told of counts, since all of them were killed. */
    private boolean attemptsCount = true;

    /** @param nanoTime the clock by which delays are checked, such as {@link System#nanoTime} */
    QueueHistory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A server starts.
     *
     * @param kills whether the one before was killed
     */
    synchronized void begin(boolean kills) {
        attemptsCount &= kills;
        for (TrackedItem item : items.values()) {
            item.changing = 0;
            item.hasExpired |= nanoTime.getAsLong() >= item.expires;
        }
    }

    // ---- put

    void putting(String body) {
        putting(new TrackedItem(body));
    }

    synchronized void putting(TrackedItem item) {
        if (items.put(item.body, item) != null) {
            throw new IllegalArgumentException("put twice: " + item.body);
        }
        item.due = item.delay == 0 ? Long.MIN_VALUE : in(item.delay - ROUNDING_MILLIS);
        item.mayExpire = item.lifetime == 0 ? TrackedItem.NEVER : in(item.lifetime - ROUNDING_MILLIS);
    }

    private long in(long millis) {
        return nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Records the reply to a put: the item's id, or that of another item with its key. */
    synchronized void put(String body, long id) {
        TrackedItem item = items.get(body);
        TrackedItem known = ids.get(id);
        if (known != null && known != item && item.key != null && item.key.equals(known.key)) {
            item.refused = true;
        } else {
            acknowledge(item, id);
            item.expires = item.lifetime == 0 ? TrackedItem.NEVER : in(item.lifetime + ROUNDING_MILLIS);
        }
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

    // ---- get

    /**
     * To be called before a GET is sent.
     *
     * @param families the queues, or the groups of queues between which items are moved
     * @return the time, for {@link #got}
     */
    synchronized long getting(Set<String> families) {
        families.forEach(family -> unanswered.merge(family, 1, Integer::sum));
        return ++now;
    }

    /** Records the reply to a GET, after all of its items. */
    synchronized void answered(Set<String> families) {
        families.forEach(family -> unanswered.merge(family, -1, Integer::sum));
    }

    /**
     * Records the delivery of an item.
     *
     * @param asked the time that {@link #getting} returned
     */
    synchronized void got(String family, long asked, String body, long id, long attempt) {
        learnWhoseItIs(body, id);
        TrackedItem item = items.get(body);
        if (item == null || item.refused) {
            violations.add("came out, and " + (item == null ? "nobody put it" : "its put was refused") + ": "
                    + new TrackedItem(body));
            return;
        }
        acknowledge(item, id);
        settleTransaction(item);
        if (asked > item.endedAt) {
            violations.add(item + " came out again after its end was acknowledged");
        }
        long early = item.due == Long.MIN_VALUE ? 0 : item.due - nanoTime.getAsLong();
        if (early > 0) {
            violations.add(
                    item + " came out " + TimeUnit.NANOSECONDS.toMillis(early) + " ms before its delay was over");
        }
        if (item.hasExpired && item.deliveries == 0 && attempt == 1 && attemptsCount) {
            violations.add(item + " came out after it had expired");
        }
        if (item.detached != 0) {
            violations.add(item + " came out while attempt " + item.detached + " has it on a detached lease");
        }
        item.deliveries++;
        int mostDeliveries = item.deliveries + unanswered.get(family) - 1;
        if (attempt > mostDeliveries) {
            violations.add(item + " is in its attempt " + attempt + " after " + mostDeliveries + " deliveries at most");
        }
    }

    /** If two clients put items with one key, and were told one id, the item that has it shows when it comes out. */
    private void learnWhoseItIs(String body, long id) {
        TrackedItem item = items.get(body);
        TrackedItem known = ids.get(id);
        boolean isMistaken = item != null
                && known != null
                && known != item
                && item.id == 0
                && known.deliveries == 0
                && item.key != null
                && item.key.equals(known.key);
        if (isMistaken) {
            item.body = known.body;
            item.refused = true;
            known.body = body;
            items.put(item.body, item);
            items.put(known.body, known);
        }
    }

    /** Records an item that was in a queue at the end of the test. */
    synchronized void left(String body) {
        TrackedItem item = items.get(body);
        if (item != null && ++item.left > 1) {
            violations.add(item + " is there " + item.left + " times");
        }
    }

    // ---- what happens to an item

    /** A client has the item on a lease that goes on without it. Call {@link #settling} before somebody settles it. */
    synchronized void lent(long id, long attempt) {
        ids.get(id).detached = attempt;
    }

    synchronized void settling(long id) {
        if (ids.containsKey(id)) {
            ids.get(id).detached = 0;
        }
    }

    /** Items whose puts were not answered, and whose ids nobody knows, may be ready from now on. */
    synchronized void delayingOthers() {
        items.values().stream().filter(item -> !item.acknowledged).forEach(item -> item.due = Long.MIN_VALUE);
    }

    /** To be called before a request that changes the time at which the item is ready. Returns its number. */
    synchronized int delaying(long id) {
        TrackedItem item = ids.get(id);
        item.due = Long.MIN_VALUE;
        item.changing++;
        return ++item.changes;
    }

    /**
     * Records the reply. If another request was under way at any time meanwhile, nobody knows which came first.
     *
     * @param since the time of the request, in nanoseconds of the clock
     * @param delay in milliseconds, 0 if it is ready or was refused
     */
    synchronized void delayed(long id, int change, long since, long delay) {
        TrackedItem item = ids.get(id);
        item.changing--;
        if (item.changing == 0 && item.changes == change && delay > ROUNDING_MILLIS) {
            item.due = since + TimeUnit.MILLISECONDS.toNanos(delay - ROUNDING_MILLIS);
        }
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    // ---- the end of an item

    synchronized void ending(long id) {
        ids.get(id).ends++;
    }

    /** Records that the server refused to end the item. */
    synchronized void notEnded(long id) {
        ids.get(id).ends--;
    }

    synchronized void ended(long id) {
        ended(ids.get(id));
    }

    private void ended(TrackedItem item) {
        item.endedAt = Math.min(item.endedAt, ++now);
    }

    /** To be called before a transaction is sent that ends the one item and puts the other. */
    synchronized void handingOn(long id, TrackedItem next) {
        putting(next);
        TrackedItem item = ids.get(id);
        item.ends++;
        item.next = next;
        next.previous = item;
    }

    /** Records that the transaction was answered. What it did is recorded as of commands outside of one. */
    synchronized void handedOn(long id) {
        TrackedItem item = ids.get(id);
        if (item.next != null) { // else the other one has come out by now
            item.next.previous = null;
            item.next = null;
        }
    }

    /** An item that comes out shows whether a transaction without a reply was carried out. */
    private void settleTransaction(TrackedItem item) {
        if (item.previous != null) {
            ended(item.previous);
            item.previous.next = null;
            item.previous = null;
        }
        if (item.next != null) {
            item.ends--;
            item.next.refused = true;
            item.next.previous = null;
            item.next = null;
        }
    }

    // ---- what is known

    /** Null if no item is known to have that id. */
    synchronized TrackedItem item(long id) {
        return ids.get(id);
    }

    /** The items of these queues that must be there. */
    synchronized List<TrackedItem> there(String family) {
        return items.values().stream()
                .filter(item -> family.equals(item.family) && isThere(item))
                .toList();
    }

    private boolean isThere(TrackedItem item) {
        return item.isThere() && nanoTime.getAsLong() < item.mayExpire;
    }

    // ---- what cannot be

    synchronized void violation(String what) {
        violations.add(what);
    }

    /** All violations. To be called after {@link #left} was called for every item in a queue. */
    synchronized List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        for (TrackedItem item : items.values()) {
            if (isThere(item) && item.left == 0) {
                all.add(item + " is lost");
            }
            if (item.next != null && !item.next.refused && !item.next.acknowledged) {
                all.add(item + " is neither there nor handed on");
            }
        }
        return all;
    }

    /** The number of items that were acknowledged, delivered, ended. */
    synchronized String summary() {
        return items.size() + " items, " + count(item -> item.refused) + " refused, "
                + count(item -> item.acknowledged) + " acknowledged, "
                + count(item -> item.deliveries > 0) + " delivered, " + count(item -> item.deliveries > 1)
                + " of them again, " + count(item -> item.endedAt != TrackedItem.NEVER) + " ended, "
                + count(item -> item.left > 0) + " left";
    }

    private long count(Predicate<TrackedItem> which) {
        return items.values().stream().filter(which).count();
    }
}
