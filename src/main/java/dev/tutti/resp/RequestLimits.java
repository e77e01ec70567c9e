package dev.tutti.resp;

/** The limits of requests in bytes, which the parsers of one event loop share. They may change between two requests. */
public final class RequestLimits {

    /**
     * The largest {@code maxCommandSize} in bytes: 1 GiB, since a buffer of twice that size must still fit into an
     * array.
     */
    private static final int MAX_COMMAND = 1024 * 1024 * 1024;

    private int maxItemSize;
    private int maxCommandSize;

    /**
     * Creates the limits.
     *
     * @param maxItemSize the longest word
     * @param maxCommandSize the longest command as it arrives, lengths and line ends included; at most 1 GiB
     */
    public RequestLimits(int maxItemSize, int maxCommandSize) {
        change(maxItemSize, maxCommandSize);
    }

    /** Sets other limits. A request of which a part has arrived may meet both. */
    public void change(int itemSize, int commandSize) {
        if (itemSize < 1 || commandSize < itemSize || commandSize > MAX_COMMAND) {
            throw new IllegalArgumentException(
                    "expected 1 <= maxItemSize <= maxCommandSize <= 1 GiB, got " + itemSize + " and " + commandSize);
        }
        maxItemSize = itemSize;
        maxCommandSize = commandSize;
    }

    public int maxItemSize() {
        return maxItemSize;
    }

    public int maxCommandSize() {
        return maxCommandSize;
    }
}
