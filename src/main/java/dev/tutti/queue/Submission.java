package dev.tutti.queue;

import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.function.Consumer;

/** The result of a submitted item, which any number may await, and which is kept for a time after the item's end. */
public final class Submission implements Awaiter {

    private final long ttl;
    private final WaitQueue<Awaiter> awaiting = new WaitQueue<>();
    private Item item;
    private Consumer<Awaiter> outcome;
    private int resultBytes;
    private boolean noted;
    private boolean doubtful;
    /** The queue's that has the item; null before it is in, and once it is forgotten. */
    Submissions home;
    /** When the result is forgotten. */
    Deadline expiry;

    /** @param ttl for how many milliseconds the result is kept */
    public Submission(long ttl) {
        this.ttl = ttl;
    }

    /** The item whose result this is, which has this as its awaiter. */
    public Item item(byte[] body, PutOptions options) {
        item = new Item(body, options, this);
        return item;
    }

    public Item item() {
        return item;
    }

    /** In milliseconds. */
    public long ttl() {
        return ttl;
    }

    /** What the result takes of the {@link MemoryLimit} while it is kept. */
    long bytes() {
        return bytes(resultBytes);
    }

    private static long bytes(int resultBytes) {
        return Footprint.SUBMISSION + (long) resultBytes;
    }

    /** Whether memory has room for a result of that many bytes in the place of the item. */
    boolean hasRoomForResult(int bytes, MemoryLimit memory) {
        return ttl == 0 || memory.hasRoom(bytes(bytes) - item.bytes());
    }

    public boolean isAwaited() {
        return !awaiting.isEmpty();
    }

    public boolean hasEnded() {
        return outcome != null;
    }

    /** Tells the outcome, once it has ended. */
    public void tell(Awaiter awaiter) {
        outcome.accept(awaiter);
    }

    /** The {@link QueueStore} has taken its result down. */
    public void noted() {
        noted = true;
    }

    public boolean isNoted() {
        return noted;
    }

    /** What was or is taken down of its result is lost: the next start may know nothing of it, and have the item again. */
    public void doubt() {
        doubtful = true;
    }

    /** Whether nobody is to be told the outcome, though it has one. */
    public boolean isDoubtful() {
        return doubtful;
    }

    /** Waits for its end. */
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
    public void cancelled() {
        end(Awaiter::cancelled, 0);
    }

    /** It ended before the server did. */
    void restore(Consumer<Awaiter> how, int bytes) {
        outcome = how;
        resultBytes = bytes;
    }

    private void end(Consumer<Awaiter> how, int bytes) {
        restore(how, bytes);
        if (home != null) {
            home.keep(this);
        }
        awaiting.pollAll().forEach(how);
    }
}
