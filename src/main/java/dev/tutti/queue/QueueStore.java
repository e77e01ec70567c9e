package dev.tutti.queue;

import dev.tutti.queue.QueueRebuilder.Recorded;
import java.util.List;

/**
 * Where it is written down what becomes of items and queues, so that they come back after the end of the process. It is
 * told in the turn in which that happens, and returns at once; items that it does not keep are passed over.
 *
 * <p>An item's order says where it stands among those of its queue when they come back, the smallest first, but in a
 * lifo queue the largest; 0 says that no record is kept of it.
 */
public interface QueueStore {

    /** Keeps nothing. */
    QueueStore NONE = new QueueStore() {};

    /** A queue has taken the item in for the first time. Gives its order. */
    default long entered(Item item) {
        return 0;
    }

    /** It stands at the end of another queue, or of the same one again. Gives its order. */
    default long moved(Item item) {
        return 0;
    }

    /** Somebody has got it; nobody waits until that is on the disk. */
    default void delivered(Item item) {}

    /** It came back, to the front when that many milliseconds are over. Gives its order. */
    default long cameBack(Item item, long delay) {
        return 0;
    }

    /** Its delay is over; nobody waits until that is on the disk. Gives its order. */
    default long due(Item item, boolean atFront) {
        return 0;
    }

    /** The item of that id is gone for good. */
    default void ended(long id) {}

    /** The same for all from the one id to the other, many runs of which may go: a crash may find some of them gone. */
    default void ended(long firstId, long lastId) {}

    /** Reads items from where they were recorded; all must be there. May read from the disk. */
    default List<Recorded> read(long[] ids) {
        return List.of();
    }

    /** A submitted item is being stopped: its result is kept when it has ended, or when the server has before. */
    default void cancelled(Submission submission) {}

    /** A submitted item has ended, and its result is kept. */
    default void kept(Submission submission) {}

    /** A result that was kept is not any more. */
    default void forgotten(Submission submission) {}

    /** The queue is to come back as it stands: created by somebody, or shut down. */
    default void changed(WorkQueue queue) {}

    /** It is not. */
    default void deleted(WorkQueue queue) {}
}
