package dev.tutti.queue;

import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Timers;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.function.Consumer;

/**
 * The result of a submitted item. Any number of clients may await it, and it is kept for a time after the item's end.
 */
public final class Submission implements Awaiter {

    /** The owner of submissions, while they are under way and while their results are kept. */
    interface Keeper {
        /** The submission has ended. */
        void keep(Submission ended);

        /** The time of a kept result is over. */
        void expired(Submission kept);
    }

    /** The record of the result in the {@link QueueStore}. */
    private enum Record {
        NONE,
        MADE,
        /** Not written: after a restart the item may be there again, and the result may not. */
        LOST
    }

    private long ttl;
    private final WaitQueue<Awaiter> awaiting = new WaitQueue<>();
    private Item item;
    private Consumer<Awaiter> outcome;
    private int resultBytes;
    private long putAt;

    /** The way in which it ended without a result and without a failure; null if it did not, or an earlier server. */
    private Fate cancelled;

    private Record record = Record.NONE;
    /** Null before a queue has the item, and once the queue has forgotten it. */
    private Keeper keeper;
    /** The time at which the result is forgotten. */
    private Deadline expiry;

    /** @param ttl the time in milliseconds for which the result is kept */
    public Submission(long ttl) {
        this.ttl = ttl;
    }

    /** The result of an item that was put without one, and has not ended. */
    static Submission ofPut(Item item, long ttl) {
        Submission submission = new Submission(ttl);
        submission.item = item;
        return submission;
    }

    /** Creates the item whose result this is. */
    public Item item(byte[] body, PutOptions options) {
        item = new Item(body, options, this, Footprint.SUBMISSION);
        return item;
    }

    public Item item() {
        return item;
    }

    /** In milliseconds. */
    public long ttl() {
        return ttl;
    }

    @Override
    public long resultTtl() {
        return ttl;
    }

    /** The time at which the item was put, in milliseconds since 1970, or 0 if that is not known. */
    public long putAt() {
        return putAt;
    }

    void putAt(long time) {
        putAt = time;
    }

    void keeper(Keeper next) {
        keeper = next;
    }

    /** The bytes of the {@link MemoryLimit} that the result takes while it is kept. */
    long bytes() {
        return bytes(resultBytes);
    }

    private static long bytes(int resultBytes) {
        return Footprint.SUBMISSION + (long) resultBytes;
    }

    /** Whether the memory has room for a result of that many bytes in place of the item. */
    boolean hasRoomForResult(int bytes, MemoryLimit memory) {
        return ttl == 0 || memory.hasRoom(bytes(bytes) - item.bytes());
    }

    public boolean isAwaited() {
        return !awaiting.isEmpty();
    }

    public boolean hasEnded() {
        return outcome != null;
    }

    /**
     * Whether it has ended without a result and without a failure. Unknown of one that ended before the server was
     * started.
     */
    boolean isCancelled() {
        return cancelled != null;
    }

    /** Tells the outcome of a submission that has ended. */
    public void tell(Awaiter awaiter) {
        outcome.accept(awaiter);
    }

    // ---- its record

    /** The {@link QueueStore} has recorded the result. */
    public void noted() {
        record = Record.MADE;
    }

    public boolean isNoted() {
        return record == Record.MADE;
    }

    /**
     * The result, or its record, cannot be written: the next start may know nothing of it, and deliver the item again.
     */
    public void doubt() {
        record = Record.LOST;
    }

    /** Whether no client may be told the outcome, although there is one. */
    public boolean isDoubtful() {
        return record == Record.LOST;
    }

    // ---- its end

    /** Waits for the end. */
    public Wait await(Participant participant, Awaiter awaiter) {
        return awaiting.enter(participant, awaiter, left -> {});
    }

    @Override
    public boolean wantsFailure() {
        return true;
    }

    @Override
    public void done(byte[] result) {
        end(awaiter -> awaiter.done(result), result.length);
    }

    @Override
    public void failed(byte[] message) {
        end(awaiter -> awaiter.failed(message), message.length);
    }

    @Override
    public void cancelled(Fate why) {
        cancelled = why;
        end(awaiter -> awaiter.cancelled(why), 0);
    }

    /** The submission ended before the server was started. */
    void restore(Consumer<Awaiter> how, int bytes) {
        outcome = how;
        resultBytes = bytes;
    }

    private void end(Consumer<Awaiter> how, int bytes) {
        restore(how, bytes);
        if (keeper != null) {
            keeper.keep(this);
        }
        awaiting.pollAll().forEach(how);
    }

    /** Keeps the result for so many milliseconds. The keeper may change meanwhile. */
    void expireAfter(long millis, Timers timers) {
        expiry = timers.after(millis, () -> keeper.expired(this));
    }

    /** The time of its end, by the {@link Timers}. It must have ended. */
    long endedAt() {
        return expiry.time() - ttl;
    }

    /** Keeps the result for so many milliseconds from the item's end on, if that is longer. Returns whether it is. */
    boolean extend(long millis, Timers timers) {
        if (millis <= ttl) {
            return false;
        }
        if (hasEnded()) {
            long end = endedAt();
            stopExpiry(timers);
            expireAfter(end + millis - timers.now(), timers);
        }
        ttl = millis;
        return true;
    }

    void stopExpiry(Timers timers) {
        timers.cancel(expiry);
    }
}
