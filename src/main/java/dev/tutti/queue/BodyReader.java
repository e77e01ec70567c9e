package dev.tutti.queue;

import dev.tutti.ready.ReadyItems;
import dev.tutti.ready.WantedItems;
import java.util.List;

/**
 * Reads the bodies of a queue's next ready items that only the journal has. The event loop does not wait for a read.
 * There is one at a time for each queue, and its result comes in a turn of its own.
 */
final class BodyReader implements QueueStore.Reading {

    /** The number of items that a read ahead looks at. */
    private static final int AHEAD = 64;

    private static final long AHEAD_BYTES = 1 << 20;
    /** The milliseconds for which bodies that were read stay at least, though memory is short and nobody takes them. */
    private static final long STAY = 5_000;

    private final ItemQueue queue;
    private final QueueContext context;
    private final ReadyItems<Item> ready;
    private final QueueListener listener;
    /** Whether a ready item may lack its body. */
    private boolean mayLack;
    /** The items whose bodies are being read, or null. */
    private List<Item> asked;
    /** Whether the last read failed. Then nothing is read until somebody needs it. */
    private boolean failed;
    /** The cause of the failure in that turn. */
    private String failure;

    private long failedInTurn = -1;
    private boolean dropIsDue;
    /** Whether bodies stay, since a client looks at them. */
    private boolean keepsBodies;

    /** @param listener is told when a read has ended */
    BodyReader(ItemQueue queue, QueueContext context, ReadyItems<Item> ready, QueueListener listener) {
        this.queue = queue;
        this.context = context;
        this.ready = ready;
        this.listener = listener;
    }

    /** From now on a ready item may lack its body. */
    void bodiesLeave() {
        mayLack = true;
        context.bodiesLeave();
    }

    /** Whether a ready item may lack its body. A queue that was always in memory asks nothing else. */
    boolean mayLack() {
        return mayLack;
    }

    /**
     * Reads ahead if few bodies are at hand.
     *
     * @param isAwaited whether a client waits for the next item
     */
    void readAhead(boolean isAwaited) {
        if (ready.size() == 0) {
            mayLack = false;
        } else if (isAwaited ? ready.hasNext() && !ready.hasNextBody() : !failed && ready.isLow()) {
            begin(new WantedItems<>(AHEAD, AHEAD_BYTES), AHEAD_BYTES);
        }
    }

    /**
     * Whether the bodies of the named items and of the next ones are here, as many as go into so many bytes. If not,
     * they are being read from now on, except in the turn in which a read has failed.
     *
     * @param count the number of all these items
     */
    boolean has(List<Item> named, int count, long maxBytes) {
        if (!mayLack && named.stream().allMatch(Item::hasBody)) {
            return true;
        }
        WantedItems<Item> wanted = new WantedItems<>(count, maxBytes);
        named.forEach(wanted::add);
        return begin(wanted, maxBytes);
    }

    /** Begins to read what is wanted, unless a read goes on. Returns whether all is here. */
    private boolean begin(WantedItems<Item> wanted, long maxBytes) {
        ready.want(wanted);
        List<Item> missing = wanted.missing();
        if (asked == null && !missing.isEmpty() && failure() == null) {
            asked = missing;
            missing.forEach(Item::beginRead);
            long[] ids = missing.stream().mapToLong(Item::id).toArray();
            context.store().read(queue, ids, maxBytes, this);
        }
        return wanted.areHere();
    }

    @Override
    public void read(List<RecordedItem> items) {
        String lost = null;
        for (int i = 0; i < items.size(); i++) {
            Item item = asked.get(i);
            if (item.isBeingRead() && items.get(i) != null) {
                items.get(i).load(item, context.memory());
            } else if (item.isBeingRead()) {
                lost = "item " + item.id() + " is not in the journal";
            }
        }
        if (lost != null) {
            context.store().unreadable(queue, lost);
        }
        end(lost);
    }

    @Override
    public void failed(String cause) {
        end(cause);
    }

    private void end(String cause) {
        List<Item> all = asked;
        asked = null;
        all.forEach(Item::endRead);
        failed = cause != null;
        if (failed) {
            failure = cause;
            failedInTurn = context.timers().turns();
            context.timers().after(1, this::lookedAt); // drops the bodies before the one that could not be read
        }
        listener.readEnded(cause);
    }

    /** The cause if a read has failed in this turn, or null. */
    String failure() {
        return failedInTurn == context.timers().turns() ? failure : null;
    }

    /** A client has looked at items: where memory is short, those that were read for it are dropped again. */
    void lookedAt() {
        if (mayLack && !keepsBodies && asked == null && context.memory().isTight()) {
            ready.dropLookedAt();
        }
    }

    /** Lets the bodies that were read stay, or no longer: {@link #lookedAt} may drop them then. */
    void keepBodies(boolean stay) {
        keepsBodies = stay;
    }

    /**
     * Bodies are read for a client, which may be gone before they are here: then they are dropped again some time
     * later.
     */
    void dropLater() {
        if (!dropIsDue) {
            dropIsDue = true;
            context.timers().after(STAY, () -> {
                dropIsDue = false;
                if (asked == null) {
                    lookedAt();
                } else {
                    dropLater();
                }
            });
        }
    }
}
