package dev.tutti.platform;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory outside of the heap that bytes on their way to the kernel may take. Netty copies them there, and a socket
 * that its peer does not read keeps its copy. So a socket copies one piece at a time, and the pieces are small while
 * many sockets keep one. Shared by all event loops.
 */
public final class WriteBudget {

    private static final int LARGE_PIECE = 64 * 1024;
    private static final int SMALL_PIECE = 2 * 1024;
    /** One part in so many of the memory outside of the heap is for large pieces. */
    private static final int PARTS = 8;

    private final long maxBytes;
    private final AtomicLong copied = new AtomicLong();

    /** @param maxBytes the bytes from which on pieces are small */
    WriteBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A budget for the memory that Netty may use outside of the heap. */
    public static WriteBudget ofThisProcess() {
        return new WriteBudget(PlatformDependent.maxDirectMemory() / PARTS);
    }

    /** The largest number of bytes that a socket may hand over at once now. */
    int piece() {
        return copied.get() < maxBytes ? LARGE_PIECE : SMALL_PIECE;
    }

    /** A piece of this size was handed over. Small pieces are not counted. */
    void copied(int bytes) {
        if (bytes > SMALL_PIECE) {
            copied.addAndGet(bytes);
        }
    }

    /** The kernel has accepted the piece, or the socket has dropped it. */
    void accepted(int bytes) {
        if (bytes > SMALL_PIECE) {
            copied.addAndGet(-bytes);
        }
    }
}
