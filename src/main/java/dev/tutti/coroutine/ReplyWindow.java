package dev.tutti.coroutine;

/**
 * The replies of one coroutine that its client may not have been sent yet. If they take too much, the commands behind
 * them wait until the connection says that there is room again.
 */
final class ReplyWindow {

    /** The bytes of content from which on commands wait. One reply may be larger. */
    static final long FULL_BYTES = 256 * 1024;

    private long bytes;
    private boolean asked;
    private boolean unlimited;

    /** The coroutine takes each reply before it sends another command. */
    void unlimited() {
        unlimited = true;
    }

    /** A reply has been given, with so many bytes of content. */
    void replied(long contentBytes) {
        bytes += contentBytes;
    }

    boolean isFull() {
        return bytes >= FULL_BYTES && !unlimited;
    }

    /** Whether room has to be asked for, which is done once. */
    boolean asks() {
        boolean first = !asked;
        asked = true;
        return first;
    }

    /** There is room again. Returns whether it was asked for. */
    boolean clear() {
        boolean wasAsked = asked;
        bytes = 0;
        asked = false;
        return wasAsked;
    }
}
