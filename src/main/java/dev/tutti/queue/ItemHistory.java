package dev.tutti.queue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The last {@value #MOST} items of one owner that a worker lost or that ended, each with its {@link Fate}. So a client
 * that acts on such an item can be told why it may not. A hash table of places in a ring; an item that comes again
 * takes a new place. All of it takes 3 MB at most, in arrays that grow with use.
 */
public final class ItemHistory {

    /**
     * The last that is known of an item.
     *
     * @param attempt the number of deliveries that counted by then
     * @param queue the queue to which it was moved, null if that is not known any more
     */
    public record Entry(Fate fate, int attempt, String queue) {}

    /** The number of items that are remembered. */
    public static final int MOST = 100_000;

    private static final int SMALLEST = 64;
    /** The number of queues that are remembered as the goals of a MOVE. */
    private static final int MOST_GOALS = 256;

    private static final Fate[] FATES = Fate.values();
    private static final int FATE_BITS = 8;
    private static final int NUMBER_BITS = 24;
    private static final int MOST_ATTEMPTS = (1 << NUMBER_BITS) - 1;

    /** The ids in the order of their coming, as a ring; 0 at the place of one that has come again. */
    private long[] ids = new long[SMALLEST];
    /** For each id the hash of its queue's name, the attempt and the fate, or the number of the goal and the fate. */
    private long[] facts = new long[SMALLEST];
    /** The place of an id in the ring plus 1, at its hash or the next free entry behind; 0 for none. */
    private int[] table = new int[2 * SMALLEST];

    private int next;
    private final String[] goals = new String[MOST_GOALS];
    private final Map<String, Long> numbers = new HashMap<>();
    private long lastGoal;

    /** Remembers the fate of an item. Its queue is still the one in which that happened. */
    void add(Item item, Fate fate) {
        long attempt = Math.min(item.attempts(), MOST_ATTEMPTS);
        add(item.id(), hash(item.queue().name()) << 32 | attempt << FATE_BITS | fate.ordinal());
    }

    private static long hash(String queue) {
        return queue.hashCode();
    }

    /** Adds items that no worker ever had, except those that are known. */
    void addUnknown(long firstId, long lastId, ItemQueue queue, Fate fate) {
        for (long id = Math.max(firstId, lastId - MOST + 1); id <= lastId; id++) {
            if (find(id) < 0) {
                add(id, hash(queue.name()) << 32 | fate.ordinal());
            }
        }
    }

    /** The item was moved to that queue. */
    void addMoved(long id, String goal) {
        Long known = numbers.get(goal);
        add(id, (known == null ? number(goal) : known) << FATE_BITS | Fate.MOVED.ordinal());
    }

    /** Numbers another goal, which takes the place of the one that was numbered first. */
    private long number(String goal) {
        lastGoal++;
        numbers.remove(goals[place(lastGoal)]);
        goals[place(lastGoal)] = goal;
        numbers.put(goal, lastGoal);
        return lastGoal;
    }

    private static int place(long goal) {
        return (int) (goal % MOST_GOALS);
    }

    /** The last that is known of the item with that id, or null. */
    public Entry of(long id) {
        int entry = find(id);
        if (entry < 0) {
            return null;
        }
        long known = facts[table[entry] - 1];
        Fate fate = FATES[(int) (known & (1 << FATE_BITS) - 1)];
        if (fate == Fate.MOVED) {
            long goal = known >>> FATE_BITS;
            return new Entry(fate, 0, lastGoal - goal < MOST_GOALS ? goals[place(goal)] : null);
        }
        return new Entry(fate, (int) (known >>> FATE_BITS) & MOST_ATTEMPTS, null);
    }

    /** Whether the item was finished by a DONE of that attempt in that queue. */
    public boolean isDone(long id, int attempt, String queue) {
        int entry = find(id);
        return entry >= 0
                && facts[table[entry] - 1] == (hash(queue) << 32 | (long) attempt << FATE_BITS | Fate.DONE.ordinal());
    }

    // ---- the ring and its table

    private void add(long id, long fact) {
        if (next == ids.length && next < MOST) {
            grow();
        }
        if (next == MOST) {
            next = 0;
        }
        if (ids[next] != 0) {
            remove(find(ids[next]));
        }
        int entry = find(id);
        if (entry >= 0) {
            ids[table[entry] - 1] = 0;
        } else {
            entry = -entry - 1;
        }
        ids[next] = id;
        facts[next] = fact;
        next++;
        table[entry] = next;
    }

    /** The table's entry of an id, or else the free one for it as {@code -entry - 1}. */
    private int find(long id) {
        int entry = home(id);
        while (table[entry] != 0) {
            if (ids[table[entry] - 1] == id) {
                return entry;
            }
            entry = after(entry);
        }
        return -entry - 1;
    }

    private int home(long id) {
        long mixed = id * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & table.length - 1;
    }

    private int after(int entry) {
        return entry + 1 & table.length - 1;
    }

    /** Frees an entry, and moves those behind it up that would not be found otherwise. */
    private void remove(int entry) {
        int free = entry;
        for (int other = after(entry); table[other] != 0; other = after(other)) {
            int home = home(ids[table[other] - 1]);
            int mask = table.length - 1;
            if ((other - home & mask) >= (other - free & mask)) {
                table[free] = table[other];
                free = other;
            }
        }
        table[free] = 0;
    }

    private void grow() {
        int length = Math.min(MOST, 2 * ids.length);
        ids = Arrays.copyOf(ids, length);
        facts = Arrays.copyOf(facts, length);
        table = new int[Integer.highestOneBit(length) * 4];
        for (int place = 0; place < next; place++) {
            if (ids[place] != 0) {
                table[-find(ids[place]) - 1] = place + 1;
            }
        }
    }
}
