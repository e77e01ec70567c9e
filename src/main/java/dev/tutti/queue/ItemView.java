package dev.tutti.queue;

import dev.tutti.waiting.Participant;

/**
 * An item as INSPECT shows it. Times are in milliseconds since 1970. Null stands for anything that does not exist or is
 * not known.
 *
 * @param attempts the deliveries that counted, the current one included. If the item is dead, those in the queue in
 *     which it failed count, too.
 * @param due the end of its delay
 * @param since the time at which it came into its state
 * @param lease the milliseconds that are left of its lease
 * @param isInDeadLetters whether it is in a dead-letter queue, or with a worker that got it there
 */
public record ItemView(
        long id,
        State state,
        int attempts,
        Long priority,
        String group,
        String key,
        Long put,
        Long due,
        Long since,
        Participant holder,
        Long lease,
        boolean isInDeadLetters,
        ItemTrace trace) {

    /** The states that clients know. */
    public enum State {
        READY,
        DELAYED,
        INFLIGHT,
        DONE,
        FAILED,
        CANCELLED,
        /** In a dead-letter queue, and with no worker. */
        DEAD
    }

    /** The trace was not in memory, and has been read. */
    ItemView with(ItemTrace read) {
        int all = state == State.DEAD ? attempts + read.attempts() : attempts;
        Long died = read.died() == TimeMarks.UNKNOWN ? null : (Long) read.died();
        return new ItemView(
                id,
                state,
                all,
                priority,
                group,
                key,
                put,
                due,
                since == null && state == State.DEAD ? died : since,
                holder,
                lease,
                isInDeadLetters,
                read);
    }

    /** The queue in which a dead item failed for good, or null. */
    public String from() {
        return isInDeadLetters ? trace.from() : null;
    }

    /** The bytes of a reply that shows it. */
    public int bytesShown() {
        return Footprint.VIEW + trace.bytes();
    }
}
