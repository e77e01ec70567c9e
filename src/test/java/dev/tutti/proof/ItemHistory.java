package dev.tutti.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients asked for and were told about items, each of which has a number of its own in its body. Requests whose
 * reply never came may have been carried out or not. Times are in nanoseconds of one clock. Safe to use from any
 * thread.
 */
public final class ItemHistory {

    private static final long NEVER = Long.MAX_VALUE;

    /** A client has got an item. */
    public record Delivery(long number, long id, long asked, long read) {}

    private static final class Item {
        /** 0 until somebody was told. */
        private long id;

        private boolean isAcknowledged;
        private boolean isRefused;
        /** The number of requests for its end that were not refused. */
        private int ends;
        /** The time at which its end was acknowledged. */
        private long ended = NEVER;
        /** Those before its end was acknowledged. */
        private List<Delivery> deliveries = new ArrayList<>(1);
    }

    private final Violations violations;
    private final Map<Long, Item> items = new HashMap<>();
    private final Map<Long, Long> numbersById = new HashMap<>();
    private long acknowledged;
    private long deliveries;
    private long ended;

    public ItemHistory(Violations violations) {
        this.violations = violations;
    }

    private Item item(long number) {
        Item item = items.get(number);
        if (item == null) {
            violations.add("item " + number + " was never put");
            item = new Item();
            items.put(number, item);
        }
        return item;
    }

    private void identify(long number, Item item, long id) {
        if (item.id != 0 && item.id != id) {
            violations.add("item " + number + " has the ids " + item.id + " and " + id + ", so it is there twice");
        }
        item.id = id;
        Long other = numbersById.put(id, number);
        if (other != null && other != number) {
            violations.add("the id " + id + " belongs to the items " + other + " and " + number);
        }
    }

    // ---- puts

    /** A client is about to put this item. */
    public synchronized void putting(long number) {
        items.put(number, new Item());
    }

    public synchronized void put(long number, long id) {
        Item item = item(number);
        item.isAcknowledged = true;
        acknowledged++;
        identify(number, item, id);
    }

    /** The server said that it did not put the item. */
    public synchronized void notPut(long number) {
        item(number).isRefused = true;
    }

    // ---- deliveries and ends

    /**
     * A client has got this item.
     *
     * @param asked the time before its request
     * @param read the time behind the reply
     */
    public synchronized Delivery got(long number, long id, long asked, long read) {
        Item item = item(number);
        identify(number, item, id);
        deliveries++;
        Delivery delivery = new Delivery(number, id, asked, read);
        if (item.isRefused) {
            violations.add("item " + number + " was delivered, and its put was refused");
        }
        if (asked > item.ended) {
            violations.add("item " + number + " (id " + id + ") was delivered " + (asked - item.ended) / 1_000_000
                    + " ms after its end was acknowledged");
        }
        if (item.ended == NEVER) {
            item.deliveries.add(delivery);
        }
        return delivery;
    }

    /** A client is about to ask for the end of an item. */
    public synchronized void ending(Delivery delivery) {
        item(delivery.number).ends++;
    }

    /** The server refused to end the item. */
    public synchronized void notEnded(Delivery delivery) {
        item(delivery.number).ends--;
    }

    /**
     * The end was acknowledged.
     *
     * @param sent the time before its request
     * @param read the time behind the reply
     */
    public synchronized void ended(Delivery delivery, long sent, long read) {
        Item item = item(delivery.number);
        checkAlone(item, delivery, sent);
        if (item.ended != NEVER) {
            violations.add("the end of item " + delivery.number + " was acknowledged twice");
        }
        item.ended = Math.min(item.ended, read);
        item.deliveries = List.of();
        ended++;
    }

    /** An item was given back, as acknowledged, by a client that must have had it until then. */
    public synchronized void givenBack(Delivery delivery, long sent) {
        checkAlone(item(delivery.number), delivery, sent);
    }

    /** Whoever ends an item had it since its delivery, and nobody else had. */
    private void checkAlone(Item item, Delivery delivery, long sent) {
        for (Delivery other : item.deliveries) {
            if (other != delivery && other.asked >= delivery.read && other.read <= sent) {
                violations.add("item " + delivery.number + " was delivered to two clients at the same time: " + delivery
                        + " and " + other);
            }
        }
    }

    // ---- the end

    /** All queues are empty, and all items that were in them have been recorded: what is missing is lost. */
    public synchronized void drained() {
        items.forEach((number, item) -> {
            if (item.isAcknowledged && item.ends == 0) {
                violations.add("item " + number + " (id " + item.id + ") was acknowledged and is lost");
            }
        });
    }

    public synchronized String summary() {
        return acknowledged + " puts acknowledged of " + items.size() + ", " + deliveries + " deliveries, " + ended
                + " ends acknowledged";
    }
}
