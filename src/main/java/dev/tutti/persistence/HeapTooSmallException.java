package dev.tutti.persistence;

/**
 * Thrown when a journal holds more than the heap has room for. The message is one line that says which heap it needs.
 */
public final class HeapTooSmallException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    /** What the estimate may be too small by. */
    private static final int MARGIN_PERCENT = 25;

    /**
     * @param heap the bytes of the heap, which is nearly used up
     * @param read the number of items that it holds
     * @param all the number of items and results in the journal
     */
    HeapTooSmallException(long heap, long read, long all) {
        super("the journal holds " + all + " items and results, and the heap of " + (heap >> 20)
                + " MiB is used up after " + read + ": start with JAVA_OPTS=-Xmx" + wantedMiB(heap, read, all)
                + "m or more");
    }

    static long wantedMiB(long heap, long read, long all) {
        double share = (double) all / Math.max(1, read);
        return (long) Math.ceil((heap >> 20) * Math.max(1, share) * (100 + MARGIN_PERCENT) / 100);
    }
}
