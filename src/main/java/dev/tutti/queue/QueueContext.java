package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.ops.ItemTotals;
import dev.tutti.waiting.Timers;
import java.util.function.DoubleSupplier;

/** The surroundings of a queue, which all queues of one owner share. */
interface QueueContext {

    long nextId();

    /** The time at which this id was given out, in milliseconds since 1970, or {@link TimeMarks#UNKNOWN}. */
    long putTime(long id);

    TimeOfDay timeOfDay();

    /** Lets the counters of a new queue go on from those of the last one of its name, if these are remembered. */
    void goOnCounting(String name, Counters counters);

    /** The totals of the server. */
    ItemTotals totals();

    MemoryLimit memory();

    /** The room for items in the reply to the command at hand. */
    ReplyRoom replies();

    Timers timers();

    QueueStore store();

    LongChanges longChanges();

    FlightControl flights();

    /** Numbers from 0 to 1, by which backoffs are spread. */
    DoubleSupplier random();

    /** From now on the bodies of some ready items may be in the journal alone. */
    void bodiesLeave();

    /** The memory of the items that workers lost or that ended. */
    ItemHistory history();

    /**
     * Gives an item that has failed for good to the dead-letter queue of its queue, which is settled by {@link
     * #settleOthers}.
     */
    void bury(Item item, ItemQueue from);

    QueueEvents events();

    /** The settings that limit this dead-letter queue: those of the queue whose failed items it has. */
    QueueConfig limitsOf(ItemQueue deadLetters);

    /** Settles the dead-letter queues that have received items. */
    void settleOthers();

    /** The holder has got an item without a lease, which is reported if the holder keeps it for long. */
    void watch(Holder holder);

    /** The queue is deleted, or nothing is left in it that is worth its memory. */
    void forget(ItemQueue queue);

    /** The item is gone for good. */
    default void end(Item item) {
        if (item.expiry() != null) {
            timers().cancel(item.expiry());
        }
        boolean mayHaveTrace = item.mayHaveTraceRecord();
        item.end(memory());
        if (item.options().key() != null && item.queue() != null) {
            item.queue().freeKey(item);
        }
        erase(item, mayHaveTrace);
    }

    /** The item is not to return after a restart. */
    default void erase(Item item) {
        erase(item, item.mayHaveTraceRecord());
    }

    private void erase(Item item, boolean mayHaveTrace) {
        if (item.isRecorded()) {
            store().ended(item.id());
            if (mayHaveTrace) {
                store().traceEnded(item.id());
            }
            item.eraseRecord();
        }
    }

    /** Ends the item in that way, and then tells its awaiter. */
    default void drop(Item item, Fate fate) {
        history().add(item, fate);
        end(item);
        item.tellCancelled(fate);
    }
}
