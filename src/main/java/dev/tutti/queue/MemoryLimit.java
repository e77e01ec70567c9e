package dev.tutti.queue;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The bytes that the queues of the server, results and events may take in memory together. All event loops share it.
 *
 * <p>New items may take seven eighths of the limit. The last eighth is for results and for what else comes of items
 * that were accepted, so that work can always end. Both are refused when their part is used up. Bytes that cannot be
 * refused count against later requests.
 */
public final class MemoryLimit {

    /** One of so many parts is reserved for the results of accepted items. */
    private static final int PARTS = 8;

    private volatile long max;
    private volatile long maxForNew;
    private final AtomicLong used = new AtomicLong();
    /** The part of {@code used} that is for nothing of a queue's content, by the number of the {@link MemoryKind}. */
    private final AtomicLongArray besidesItems = new AtomicLongArray(MemoryKind.values().length);

    public MemoryLimit(long maxBytes) {
        change(maxBytes);
    }

    /** Sets another limit. What is used beyond it stays. */
    public void change(long maxBytes) {
        this.max = maxBytes;
        this.maxForNew = maxBytes - maxBytes / PARTS;
    }

    /** Takes that many bytes for something new. Takes none and returns false if there is no room. */
    public boolean reserve(long bytes) {
        if (used.addAndGet(bytes) <= maxForNew) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Whether there is room for something new of that many bytes. */
    public boolean hasRoomForNew(long bytes) {
        return used.get() + bytes <= maxForNew;
    }

    /** Whether there is room for so many bytes more of a result. A negative number always has room. */
    public boolean hasRoom(long bytes) {
        return bytes <= 0 || used.get() + bytes <= max;
    }

    /** Takes bytes that cannot be refused, or that {@link #hasRoom} has allowed. A negative number releases bytes. */
    public void take(long bytes) {
        used.addAndGet(bytes);
    }

    /** The same for something that is no item or result of a queue. */
    public void take(MemoryKind use, long bytes) {
        take(bytes);
        note(use, bytes);
    }

    /** So many of the bytes that were taken are for this use. A negative number are not any more. */
    public void note(MemoryKind use, long bytes) {
        besidesItems.addAndGet(use.ordinal(), bytes);
    }

    /** Whether more than half of the limit is used: bodies that the journal has should be dropped. */
    public boolean isTight() {
        return used.get() > max / 2;
    }

    /** Whether more is used than the limit: what could not be refused has taken it. */
    public boolean isExceeded() {
        return used.get() > max;
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Releases what {@link #take(MemoryKind, long)} has taken. */
    public void release(MemoryKind use, long bytes) {
        take(use, -bytes);
    }

    /** Nothing is used any more: all that has used it is gone. */
    public void releaseAll() {
        used.set(0);
        for (MemoryKind use : MemoryKind.values()) {
            besidesItems.set(use.ordinal(), 0);
        }
    }

    public long used() {
        return used.get();
    }

    public long max() {
        return max;
    }

    /** The use of memory and what takes most, for the reply to a refused client. */
    public String state() {
        return state(usedByItems(), "queues");
    }

    /** The part that is for the items and results of queues. The parts of all kinds are the rest. */
    public long usedByItems() {
        long items = used.get();
        for (MemoryKind use : MemoryKind.values()) {
            items -= besidesItems.get(use.ordinal());
        }
        return items;
    }

    /**
     * The same where the largest queue is known.
     *
     * @param bytes of that queue
     * @param queue its name, as words
     */
    String state(long bytes, String queue) {
        long most = bytes;
        String largest = queue;
        for (MemoryKind use : MemoryKind.values()) {
            if (besidesItems.get(use.ordinal()) > most) {
                most = besidesItems.get(use.ordinal());
                largest = use.words();
            }
        }
        String all = used.get() + " of the " + max + " bytes of producer.maxMemory are in use";
        return most > 0 ? all + ", " + most + " of them by " + largest : all;
    }
}
