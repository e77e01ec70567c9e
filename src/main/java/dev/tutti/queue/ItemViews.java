package dev.tutti.queue;

import dev.tutti.queue.ItemView.State;

/** Makes views of the items of a queue. */
final class ItemViews {

    private final ItemQueue queue;
    private final QueueCore core;
    private final QueueContext context;

    ItemViews(ItemQueue queue, QueueCore core, QueueContext context) {
        this.queue = queue;
        this.core = core;
        this.context = context;
    }

    /** The item that ended in that queue, as far as the {@link ItemHistory} remembers it; or null. */
    static ItemView ended(String queue, long id, QueueContext context) {
        ItemHistory.Entry last = context.history().of(id);
        if (last == null || last.fate().endState() == null || !context.history().isOf(id, queue)) {
            return null;
        }
        return new ItemView(
                id,
                last.fate().endState(),
                last.attempt(),
                null,
                null,
                null,
                known(context.putTime(id)),
                null,
                known(last.time()),
                null,
                null,
                false,
                ItemTrace.NONE);
    }

    private static Long known(long time) {
        return time == TimeMarks.UNKNOWN ? null : (Long) time;
    }

    /** The state of an item that is ready or delayed, or that a worker has. */
    State stateInQueue(Item item) {
        if (item.isCancelled()) {
            return State.CANCELLED;
        } else if (item.is(ItemState.IN_FLIGHT)) {
            return State.INFLIGHT;
        } else if (core.header.isDeadLetterQueue()) {
            return State.DEAD;
        }
        return item.is(ItemState.DELAYED) ? State.DELAYED : State.READY;
    }

    /** The state of an item that may have ended or left the queue: null if it has, and no result is kept. */
    State state(Item item) {
        Submission kept = kept(item);
        if (kept != null) {
            return Outcome.of(kept).state();
        }
        boolean isHere = item.queue() == queue && !item.is(ItemState.OUTSIDE) && !item.is(ItemState.ENDED);
        return isHere ? stateInQueue(item) : null;
    }

    private Submission kept(Item item) {
        Submission submission = core.submissions.find(item.id());
        return submission != null && submission.hasEnded() ? submission : null;
    }

    /** The view of an item that has a state. */
    ItemView of(Item item) {
        Submission kept = kept(item);
        if (kept != null) {
            Outcome outcome = Outcome.of(kept);
            long since = context.timeOfDay().of(kept.endedAt());
            return of(item, outcome.state(), kept.putAt(), since, outcome.trace());
        }
        State state = stateInQueue(item);
        return of(item, state, item.putAt(), since(item, state), item.trace());
    }

    private ItemView of(Item item, State state, long put, Long since, ItemTrace trace) {
        Lease lease = item.lease();
        boolean isLimited = lease != null && lease.isLimited();
        return new ItemView(
                item.id(),
                state,
                state == State.DEAD ? item.attempts() + trace.attempts() : item.attempts(),
                item.options().given(),
                item.options().group(),
                item.options().key(),
                known(put),
                item.is(ItemState.DELAYED)
                        ? (Long) context.timeOfDay().of(item.due().time())
                        : null,
                since,
                lease == null ? null : item.holder().participant(),
                isLimited ? (Long) (lease.endsAt() - context.timers().now()) : null,
                core.header.isDeadLetterQueue(),
                trace);
    }

    /**
     * The time at which an unfinished item came into its state, or null. From the history, if a worker lost the item.
     * Else the item has its place since it was put, or since its delay ended.
     */
    Long since(Item item, State state) {
        if (item.lease() != null) {
            return context.timeOfDay().of(item.lease().since());
        }
        long ready = readySince(item, state);
        ItemHistory.Entry last = context.history().of(item.id());
        if (last != null) {
            return Math.max(last.time(), ready);
        }
        if (state == State.DEAD && item.trace().died() != TimeMarks.UNKNOWN) {
            return item.trace().died();
        }
        boolean isAsPut = item.attempts() == 0 && (state == State.READY || state == State.DELAYED);
        return known(ready != TimeMarks.UNKNOWN || !isAsPut ? ready : item.putAt());
    }

    /** The end of the delay of a ready item, or {@link TimeMarks#UNKNOWN} if it had none. */
    private static long readySince(Item item, State state) {
        long delay = item.options().delay();
        boolean wasDelayed = state == State.READY && delay > 0 && item.putAt() != TimeMarks.UNKNOWN;
        return wasDelayed ? item.putAt() + delay : TimeMarks.UNKNOWN;
    }
}
