package dev.tutti.queue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The last {@value #MOST} items of one owner that a worker lost or that ended, each with its {@link Fate}. So a client
 * that acts on such an item can be told why it may not. A ring, since items end all the time; an item that comes again
 * takes a new place. The ring has an index that only searches bring up to date, since they are rare. All of it takes
 * 4 MB at most, in arrays that grow with use.
 */
public final class ItemHistory {

    /**
     * The last that is known of an item.
     *
     * @param attempt the number of deliveries that counted by then
     * @param queue the queue to which it was moved, null if that is not known any more
     * @param time of that, in milliseconds since 1970
     */
    public record Entry(Fate fate, int attempt, String queue, long time) {}

    /** The number of items that are remembered. */
    public static final int MOST = 100_000;

    private static final int SMALLEST = 64;
    /** The number of queues that are remembered as the goals of a MOVE. */
    private static final int MOST_GOALS = 256;

    private static final Fate[] FATES = Fate.values();
    private static final int FATE_BITS = 8;
    private static final int NUMBER_BITS = 24;
    private static final int MOST_ATTEMPTS = (1 << NUMBER_BITS) - 1;

    /** So many new places are searched one by one. Beyond that the index is built anew. */
    private static final int FEW = 1_000;

    /** The ids in the order of their coming, as a ring. 0 at a place that was never used. */
    private long[] ids = new long[SMALLEST];
    /** For each the hash of the queue's name, the attempt and the fate; or the number of the goal and the fate. */
    private long[] facts = new long[SMALLEST];
    /** The place of an id plus 1, at its hash or the next free entry behind; 0 for none. Null before any search. */
    private int[] index;
    /** The number of places that were used since the index was built. */
    private int fresh;

    private int next;
    /** The number of additions ever. */
    private long added;

    private final TimeMarks times = new TimeMarks();
    private final LongSupplier clock;
    private final String[] goals = new String[MOST_GOALS];
    private final Map<String, Long> numbers = new HashMap<>();
    private long lastGoal;

    /** @param clock the time of day in milliseconds since 1970 */
    ItemHistory(LongSupplier clock) {
        this.clock = clock;
    }

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
        boolean many = lastId - firstId > FEW;
        if (many) {
            index();
        }
        for (long id = Math.max(firstId, lastId - MOST + 1); id <= lastId; id++) {
            if ((many ? indexed(id) : find(id)) < 0) {
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
        int place = find(id);
        if (place < 0) {
            return null;
        }
        long known = facts[place];
        Fate fate = FATES[(int) (known & (1 << FATE_BITS) - 1)];
        if (fate == Fate.MOVED) {
            long goal = known >>> FATE_BITS;
            return new Entry(fate, 0, lastGoal - goal < MOST_GOALS ? goals[place(goal)] : null, time(place));
        }
        return new Entry(fate, (int) (known >>> FATE_BITS) & MOST_ATTEMPTS, null, time(place));
    }

    private long time(int place) {
        int later = place < next ? next - 1 - place : next - 1 - place + ids.length;
        return times.of(added - later);
    }

    /** Whether that item lost its worker, or ended, in that queue. Meaningless of an item that was moved. */
    public boolean isOf(long id, String queue) {
        int place = find(id);
        return place >= 0 && (int) (facts[place] >>> 32) == queue.hashCode();
    }

    /** Whether the item was finished by a DONE of that attempt in that queue. */
    public boolean isDone(long id, int attempt, String queue) {
        int place = find(id);
        return place >= 0 && facts[place] == (hash(queue) << 32 | (long) attempt << FATE_BITS | Fate.DONE.ordinal());
    }

    // ---- the ring and its index

    private void add(long id, long fact) {
        if (next == ids.length) {
            grow();
        }
        ids[next] = id;
        facts[next] = fact;
        times.add(++added, clock.getAsLong());
        next++;
        fresh = Math.min(fresh + 1, ids.length);
    }

    private void grow() {
        if (next < MOST) {
            int length = Math.min(MOST, 2 * ids.length);
            ids = Arrays.copyOf(ids, length);
            facts = Arrays.copyOf(facts, length);
        } else {
            next = 0;
        }
    }

    /** The last place of an id in the ring, or -1. */
    private int find(long id) {
        if (fresh > FEW) {
            index();
        }
        for (int i = 1; i <= fresh; i++) {
            int place = next >= i ? next - i : next - i + ids.length;
            if (ids[place] == id) {
                return place;
            }
        }
        return index == null ? -1 : indexed(id);
    }

    private int indexed(long id) {
        for (int entry = home(id); index[entry] != 0; entry = after(entry)) {
            int place = index[entry] - 1;
            if (ids[place] == id) {
                return place;
            }
        }
        return -1;
    }

    /** Builds the index anew, from the oldest place to the newest: the last place of an id is the one that counts. */
    private void index() {
        int length = Integer.highestOneBit(ids.length) * 4;
        if (index == null || index.length != length) {
            index = new int[length];
        } else {
            Arrays.fill(index, 0);
        }
        for (int i = 0; i < ids.length; i++) {
            int place = (next + i) % ids.length;
            if (ids[place] != 0) {
                index(place);
            }
        }
        fresh = 0;
    }

    private void index(int place) {
        int entry = home(ids[place]);
        while (index[entry] != 0 && ids[index[entry] - 1] != ids[place]) {
            entry = after(entry);
        }
        index[entry] = place + 1;
    }

    private int home(long id) {
        long mixed = id * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & index.length - 1;
    }

    private int after(int entry) {
        return entry + 1 & index.length - 1;
    }
}
