package dev.tutti.persistence;

import java.util.function.LongSupplier;

/** Watches that the heap has room for what is read from the journal. If it has not, knows which heap has. */
final class HeapWatch {

    /** The number of records between two looks at the heap: fewer bytes than a full heap has left. */
    private static final int LOOK = 1 << 10;
    /** With large records there is a look as soon as they are this part of the heap. */
    private static final int LOOK_PART = 64;
    /** The number of records before the first look at the heap, which takes a while. */
    private static final int FIRST_LOOK = 1 << 14;
    /** The first look comes earlier if the queues take this part of the heap. */
    private static final int FIRST_PART = 16;

    private final long size = Runtime.getRuntime().maxMemory();
    private final LongSupplier inUse;
    private final LongSupplier toCome;
    /** Null until the first look. */
    private HeapRoom heap;

    private boolean isUsedUp;
    private long read;
    private long readSinceLook;
    private long counted;
    private long countedBytes;

    /**
     * @param inUse the bytes that the queues take, by their own account
     * @param toCome the bytes that will be taken besides, once all is read
     */
    HeapWatch(LongSupplier inUse, LongSupplier toCome) {
        this.inUse = inUse;
        this.toCome = toCome;
    }

    /** Whether nothing more should be read into the queues. From then on records are only counted. */
    boolean isUsedUp() {
        return isUsedUp;
    }

    /** A record of so many bytes has been read, and what it tells is in the queues. */
    void read(long bytes) {
        read++;
        readSinceLook += bytes;
        if (read % LOOK == 0 || readSinceLook > size / LOOK_PART) {
            readSinceLook = 0;
            look();
        }
    }

    /** A record has been passed over, and what it tells would take so many bytes in the queues. */
    void count(long bytes) {
        counted++;
        countedBytes += bytes;
    }

    private void look() {
        long more = toCome.getAsLong();
        long all = inUse.getAsLong() + more;
        if (heap == null && read < FIRST_LOOK && all < size / FIRST_PART) {
            return;
        }
        if (heap == null) {
            heap = new HeapRoom();
        }
        isUsedUp = heap.isNearlyUsedUp(all, more);
    }

    /** @throws HeapTooSmallException if what is read, counted and still to come has no room */
    void end() {
        if (!isUsedUp) {
            look();
        }
        long more = toCome.getAsLong();
        if (isUsedUp || heap != null && heap.isNearlyUsedUpNow(inUse.getAsLong() + more, more)) {
            throw tooSmall(more);
        }
    }

    private HeapTooSmallException tooSmall(long more) {
        long stays = Math.max(HeapRoom.liveBytes(), inUse.getAsLong()) + more + countedBytes;
        long wanted = HeapTooSmallException.wanted(size, heap.lastingBytes(), stays);
        return new HeapTooSmallException(size, read, read + counted, wanted);
    }
}
