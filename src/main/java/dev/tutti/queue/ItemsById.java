package dev.tutti.queue;

import dev.tutti.ready.IdPage;
import dev.tutti.waiting.Walk;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Items by their ids: a hash table whose entries are the items themselves, so that an item takes its share of the table
 * and no other memory. An item is in one such table at a time.
 *
 * <p>The table grows by one bucket with an item, so that no item has to wait for all others to find a new place (linear
 * hashing).
 */
final class ItemsById {

    private static final int SMALLEST = 4;
    /** The number of bits of an id that are laid over its lowest bits at a time. */
    private static final int FOLD = 7;

    private static final int BUCKETS_A_STEP = 64;

    /** A power of two, of which the first {@link #used} are buckets; each item leads to the next one of its bucket. */
    private Item[] buckets = new Item[SMALLEST];
    /** More than half of all. */
    private int used = SMALLEST;

    private int size;
    /** No item is in a bucket before this one. */
    private int first;
    /** No id is outside of these bounds. */
    private long smallestId = Long.MAX_VALUE;

    private long largestId = Long.MIN_VALUE;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The item with that id, or null. */
    Item find(long id) {
        Item item = buckets[bucket(id)];
        while (item != null && item.id() != id) {
            item = item.nextInBucket();
        }
        return item;
    }

    /** Adds an item. No item with its id may be here. */
    void add(Item item) {
        if (size >= used) {
            grow();
        }
        enter(item);
        size++;
        smallestId = Math.min(smallestId, item.id());
        largestId = Math.max(largestId, item.id());
    }

    private void enter(Item item) {
        int bucket = bucket(item.id());
        first = Math.min(first, bucket);
        item.nextInBucket(buckets[bucket]);
        buckets[bucket] = item;
    }

    /**
     * Consecutive ids, the usual case, have a bucket each, and neighbouring items are neighbours in the table. The
     * higher bits spread ids that come in steps.
     */
    private int bucket(long id) {
        int bucket = (int) (id ^ id >>> FOLD ^ id >>> 2 * FOLD ^ id >>> 3 * FOLD) & buckets.length - 1;
        return bucket < used ? bucket : bucket - buckets.length / 2;
    }

    /** Adds a bucket, which gets its items from the one half a table before it. */
    private void grow() {
        if (used == buckets.length) {
            buckets = Arrays.copyOf(buckets, 2 * used);
        }
        int divided = used - buckets.length / 2;
        used++;
        Item item = buckets[divided];
        buckets[divided] = null;
        while (item != null) {
            Item next = item.nextInBucket();
            enter(item);
            item = next;
        }
    }

    /**
     * Any of the items, or null if there is none. To take all of them one by one takes time in proportion to their
     * number.
     */
    Item any() {
        if (isEmpty()) {
            return null;
        }
        while (buckets[first] == null) {
            first++;
        }
        return buckets[first];
    }

    /** Removes an item, which must be here. */
    void remove(Item item) {
        int bucket = bucket(item.id());
        if (buckets[bucket] == item) {
            buckets[bucket] = item.nextInBucket();
        } else {
            Item before = buckets[bucket];
            while (before.nextInBucket() != item) {
                before = before.nextInBucket();
            }
            before.nextInBucket(item.nextInBucket());
        }
        item.nextInBucket(null);
        size--;
        if (size == 0) {
            smallestId = Long.MAX_VALUE;
            largestId = Long.MIN_VALUE;
        }
    }

    /**
     * Past all items, in no order, of which a step meets a few. An item that is here from the first step to the last is
     * met once. One that comes or goes meanwhile may be met or not.
     */
    Walk<Item> walk() {
        return new AllItems();
    }

    /**
     * Adds those of the wanted items that belong to the page, in short steps. Looks for one id after another, and so
     * for few where the ids are close together. If that takes as long as to meet all items, it meets all. An item that
     * is here from the first step to the last is met.
     *
     * @return makes the next step, and returns whether there are more
     */
    BooleanSupplier addTo(IdPage<Item> page, Predicate<Item> wanted) {
        return new BooleanSupplier() {
            private long next = Math.max(page.after() + 1, smallestId);
            private int left = size;
            /** Null while one id after another is looked for. */
            private Walk<Item> all;

            @Override
            public boolean getAsBoolean() {
                return all == null ? lookForNext() : all.step(this::add);
            }

            private boolean lookForNext() {
                for (int i = 0; i < BUCKETS_A_STEP; i++) {
                    if (next > largestId || page.isBehind(next)) {
                        return false;
                    } else if (left == 0) {
                        all = walk();
                        return true;
                    }
                    add(find(next));
                    next++;
                    left--;
                }
                return true;
            }

            private void add(Item item) {
                if (item != null && page.wants(item.id()) && wanted.test(item)) {
                    page.add(item);
                }
            }
        };
    }

    /** Past the buckets of the beginning, each with those that have got items from it since. */
    private final class AllItems implements Walk<Item> {
        private final int atBegin = used;
        private final int half = buckets.length / 2;
        private int next;

        @Override
        public boolean step(Consumer<? super Item> found) {
            int end = Math.min(next + BUCKETS_A_STEP, atBegin);
            while (next < end) {
                boolean wasDivided = next >= half || next + half < atBegin;
                int distance = wasDivided ? 2 * half : half;
                for (int bucket = next; bucket < used; bucket += distance) {
                    pass(bucket, found);
                }
                next++;
            }
            return next < atBegin;
        }

        private void pass(int bucket, Consumer<? super Item> found) {
            for (Item item = buckets[bucket]; item != null; item = item.nextInBucket()) {
                found.accept(item);
            }
        }
    }
}
