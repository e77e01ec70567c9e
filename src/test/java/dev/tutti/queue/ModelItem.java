package dev.tutti.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An item of the {@link QueueModel}. */
final class ModelItem {

    enum State {
        OUTSIDE,
        READY,
        DELAYED,
        HELD,
        CANCELLED,
        ENDED
    }

    /** Who is to be told how it ended. */
    enum Interest {
        NOBODY,
        /** Somebody, whose reply a failure is. */
        ALL,
        /** Somebody, whose reply a failure is not. */
        NO_FAILURE,
        /** It was submitted. */
        SUBMITTED
    }

    static final long NEVER = Long.MAX_VALUE;

    final String body;
    final int bytes;
    final Interest interest;
    /** For how long its result is kept. */
    final long ttl;

    final List<String> awaiting = new ArrayList<>();
    /** Those who had it and lost it. */
    final Set<String> former = new HashSet<>();

    PutOptions options;
    State state = State.OUTSIDE;
    ModelQueue queue;
    int attempts;
    String holder;
    long lease;
    /** It belongs to its lease alone. */
    boolean detached;
    /** Among all that are held. */
    long taken;
    /** When it is ready, or its lease ends. */
    long due = NEVER;
    /** Among those of the same time. */
    long order;
    /** Where it would stand in its queue, had nobody got it: those in front have less, in a lifo queue more. */
    long rank;
    /** Delayed, it was got before, and comes to the front. */
    boolean comesBack;
    /** Whoever awaited it knows how it ended; of a submitted one, the result. */
    String outcome;

    /** When it was cancelled in somebody's hands. */
    long cancelled;

    /** What it keeps of its past. */
    ItemTrace trace = ItemTrace.NONE;

    int resultBytes;
    /** When the result is. */
    long forgotten = NEVER;

    ModelItem(String body, int bytes, PutOptions options, Interest interest, long ttl) {
        this.body = body;
        this.bytes = bytes;
        this.options = options;
        this.interest = interest;
        this.ttl = ttl;
    }

    boolean isSubmitted() {
        return interest == Interest.SUBMITTED;
    }

    boolean failureIsWanted() {
        return isSubmitted() || interest == Interest.ALL && outcome == null;
    }

    boolean obeys(String caller) {
        return caller.equals(holder) || detached || !former.contains(caller);
    }

    long priority() {
        return options.given() == null ? 0 : options.given();
    }

    /** Empty for none. */
    String group() {
        return options.group() == null ? "" : options.group();
    }

    /** A worker has failed it. */
    ModelItem failed(String message) {
        trace = trace.failed(QueueScene.bytes(message));
        return this;
    }

    /** Its worker has lost it, which is a failure if its lease ended. */
    ModelItem lost(String message) {
        return message.equals(QueueModel.OVERDUE) ? failed("its lease ended") : this;
    }

    /** It has failed for good. */
    ModelItem buried(String message) {
        failed(message);
        trace = trace.buried(queue.name, attempts, 0);
        return this;
    }

    @Override
    public String toString() {
        return body + "/" + attempts;
    }

    void ends() {
        state = State.ENDED;
        due = NEVER;
        holder = null;
    }
}
