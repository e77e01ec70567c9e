package dev.tutti.queue;

/** Finds the items of a queue by their ids and keys. Changes nothing, and reads no body. */
public final class ItemLookup {

    private final QueueCore core;

    ItemLookup(QueueCore core) {
        this.core = core;
    }

    /** The item with that id, which may lack its body; or null. An item that was submitted may have ended. */
    public Item find(long id) {
        Submission submission = core.submissions.find(id);
        if (submission != null) {
            return submission.item();
        }
        Item delivered = inFlight(id);
        return delivered != null ? delivered : core.pendingItems.find(id);
    }

    /** The item in flight with that id, whoever may act on it, or null. */
    public Item inFlight(long id) {
        return core.inFlight.find(id);
    }

    /** The item with that id that is ready or waits for its delay to end, which may lack its body; or null. */
    public Item pending(long id) {
        return core.pendingItems.find(id);
    }

    /** Whether an item with that id is ready or waits for its delay to end. */
    public boolean isPending(long id) {
        return core.pendingItems.has(id);
    }

    /** Whether an item with that id waits for its delay to end. */
    public boolean isDelayed(long id) {
        return core.pendingItems.isDelayed(id);
    }

    /** The submission that has that id and has not ended, or whose result is kept; or null. */
    public Submission submission(long id) {
        return core.submissions.find(id);
    }

    /** The unfinished item with that key, or the submitted one whose result is kept; or null. */
    public Item keyed(String key) {
        return core.keyed.find(key);
    }
}
