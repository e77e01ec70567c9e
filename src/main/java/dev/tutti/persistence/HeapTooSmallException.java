package dev.tutti.persistence;

/**
 * Thrown when a journal holds more than the heap has room for. The message is one line that says which heap it needs.
 */
public final class HeapTooSmallException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    /** What the estimate may be too small by. */
    private static final int MARGIN_PERCENT = 20;

    /**
     * @param heap the bytes of the heap, which is nearly used up
     * @param read the number of items and results that it holds
     * @param all the number of items and results in the journal
     * @param wanted the bytes of a heap that is large enough, see {@link #wanted}
     */
    HeapTooSmallException(long heap, long read, long all, long wanted) {
        super("the journal holds " + all + " items and results, and the heap of " + (heap >> 20)
                + " MiB is used up after " + read + ": start with JAVA_OPTS=-Xmx" + (wanted >> 20) + "m or more");
    }

    /**
     * The bytes of a heap with room for all items and results.
     *
     * @param heap the bytes of this heap
     * @param lasting the bytes of it that are for things that stay
     * @param stays the bytes that are for things that stay, once all is read
     */
    static long wanted(long heap, long lasting, long stays) {
        double heapToLasting = Math.max(1, (double) heap / lasting);
        return (long) Math.ceil(stays * heapToLasting * 100 / HeapRoom.MOST_PERCENT * (100 + MARGIN_PERCENT) / 100);
    }
}
