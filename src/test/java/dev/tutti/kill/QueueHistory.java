package dev.tutti.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What clients have asked of queues and been answered, over any number of ends of the server, and what of that cannot
 * be, like Jepsen's total-queue: an item that was acknowledged and not finished comes out, one whose end was
 * acknowledged never comes out again, and nothing else does. What was not answered may have happened, or not.
 *
 * <p>Items are known by their bodies, each of which is put once. Whatever is asked is told before it is sent, and an
 * answer after it has been read. Safe from any thread.
 */
final class QueueHistory {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int SHOWN = 12;
    /** A server counts whole milliseconds, by one clock while it runs and by another over restarts. */
    private static final long ROUNDING_MILLIS = 3;

    private static final class Thing {
        private final String body;
        private boolean refused;
        /** 0 until it is acknowledged. */
        private long id;
        /** Its put was, or it has come out: nobody sees what may still be lost. */
        private boolean acknowledged;

        private int deliveries;
        /** How many have asked for its end and not been refused. */
        private int ends;

        private long endedAt = NEVER;
        private int left;
        /** In nanoseconds of the clock: it may not come out before. */
        private long due = Long.MIN_VALUE;

        private Thing(String body) {
            this.body = body;
        }

        /** A body may be long. */
        @Override
        public String toString() {
            return body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
        }
    }

    private final Map<String, Thing> things = new HashMap<>();
    private final Map<Long, Thing> ids = new HashMap<>();
    /** How many gets of a family of queues have not been answered: each may have delivered anything once. */
    private final Map<String, Integer> unanswered = new HashMap<>();

    private final List<String> violations = new ArrayList<>();
    private final LongSupplier nanoTime;
    private long now;

    /** @param nanoTime as {@link System#nanoTime}, by which delays are judged */
    QueueHistory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    // ---- put

    synchronized void putting(String body) {
        if (things.put(body, new Thing(body)) != null) {
            throw new IllegalArgumentException("put twice: " + body);
        }
    }

    /** The same for an item with a delay in milliseconds. */
    synchronized void putting(String body, long delay) {
        putting(body);
        things.get(body).due = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(delay - ROUNDING_MILLIS);
    }

    synchronized void put(String body, long id) {
        Thing thing = things.get(body);
        acknowledge(thing, id);
    }

    /** The answer was that it has not been taken in. */
    synchronized void refused(String body) {
        things.get(body).refused = true;
    }

    private void acknowledge(Thing thing, long id) {
        thing.acknowledged = true;
        Thing other = ids.put(id, thing);
        if (thing.id != 0 && thing.id != id) {
            violations.add(thing + " had the id " + thing.id + " and has " + id);
        } else if (other != null && other != thing) {
            violations.add(thing + " has the id " + id + " of " + other);
        }
        thing.id = id;
    }

    /** The item of that id, which is known by now. */
    synchronized String bodyOf(long id) {
        return ids.get(id).body;
    }

    // ---- get

    /**
     * Somebody asks for items. Gives when.
     *
     * @param family the queue, or queues between which items go to and fro
     */
    synchronized long getting(String family) {
        unanswered.merge(family, 1, Integer::sum);
        return ++now;
    }

    /** He was answered; what he got is told first. */
    synchronized void answered(String family) {
        unanswered.merge(family, -1, Integer::sum);
    }

    /**
     * An item has come out.
     *
     * @param asked when it was asked for
     */
    synchronized void got(String family, long asked, String body, long id, long attempt) {
        Thing thing = things.get(body);
        if (thing == null || thing.refused) {
            violations.add("came out, and " + (thing == null ? "nobody put it" : "its put was refused") + ": "
                    + new Thing(body));
            return;
        }
        acknowledge(thing, id);
        thing.deliveries++;
        if (asked > thing.endedAt) {
            violations.add(thing + " came out again after its end was acknowledged");
        }
        if (nanoTime.getAsLong() < thing.due) {
            violations.add(thing + " came out before its delay was over");
        }
        int mostDeliveries = thing.deliveries + unanswered.get(family) - 1;
        if (attempt > mostDeliveries) {
            violations.add(
                    thing + " is in its attempt " + attempt + " after " + mostDeliveries + " deliveries at most");
        }
    }

    /** It was there when all was over. */
    synchronized void left(String body) {
        Thing thing = things.get(body);
        if (thing != null && ++thing.left > 1) {
            violations.add(thing + " is there " + thing.left + " times");
        }
    }

    // ---- the end of an item

    synchronized void ending(String body) {
        things.get(body).ends++;
    }

    /** The answer was that it has not ended by that. */
    synchronized void notEnded(String body) {
        things.get(body).ends--;
    }

    synchronized void ended(String body) {
        Thing thing = things.get(body);
        thing.endedAt = Math.min(thing.endedAt, ++now);
    }

    // ---- what cannot be

    synchronized void violation(String what) {
        violations.add(what);
    }

    /** To be asked once all that was left has been told. */
    synchronized List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        for (Thing thing : things.values()) {
            if (thing.acknowledged && thing.ends == 0 && thing.left == 0) {
                all.add(thing + " is lost");
            }
        }
        return all;
    }

    /** How many items came out, were acknowledged, ended. */
    synchronized String summary() {
        return things.size() + " items, " + count(thing -> thing.refused) + " refused, "
                + count(thing -> thing.acknowledged) + " acknowledged, "
                + count(thing -> thing.deliveries > 0) + " delivered, " + count(thing -> thing.deliveries > 1)
                + " of them again, " + count(thing -> thing.endedAt != NEVER) + " ended, "
                + count(thing -> thing.left > 0) + " left";
    }

    private long count(Predicate<Thing> which) {
        return things.values().stream().filter(which).count();
    }
}
