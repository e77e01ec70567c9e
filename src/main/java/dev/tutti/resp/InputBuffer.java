package dev.tutti.resp;

/**
 * The bytes of a connection that are not yet answered for, from {@code start}, where the command begins that is being
 * read, over {@code position}, up to which it has been read, to {@code limit}.
 *
 * <pre>
 *   0 ... start ... start + held ... position ... limit ... bytes.length
 *  gone     kept of the command   skipped    to be read    room
 * </pre>
 *
 * {@code held} is given by the caller: all that was read of the command, or less once it is too big.
 */
final class InputBuffer {

    private static final byte[] NONE = {};
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    byte[] bytes = NONE;
    int start;
    int position;
    int limit;
    /** Up to here there is no end of the line that begins at {@code position}. */
    private int searched;

    int available() {
        return limit - position;
    }

    /** The index of the byte that ends the line, or -1 if it has not arrived; refuses a line over {@code max} bytes. */
    int lineEnd(byte end, int max, String refusal) throws ProtocolException {
        int last = available() > max ? position + max + 1 : limit;
        for (int i = Math.max(searched, position); i < last; i++) {
            if (bytes[i] == end) {
                searched = i;
                return i;
            }
        }
        if (available() > max) {
            throw new ProtocolException(refusal);
        }
        searched = last;
        return -1;
    }

    /**
     * Makes room for {@code more} bytes behind {@code limit}. A new array has room for as much again as is there, so
     * that many small pieces cost linear time, or for {@code expected} bytes to come, but at most for twice of what has
     * arrived.
     */
    void reserve(int more, int held, int expected) {
        if (more <= bytes.length - limit) {
            return;
        }
        int live = held + available();
        long needed = (long) live + more;
        if (needed > MAX_ARRAY) {
            throw new IllegalStateException("fed " + needed + " bytes that nobody asked for");
        }
        long ahead = Math.min(needed, Math.max(live, expected));
        moveTo(new byte[(int) Math.min(MAX_ARRAY, needed + ahead)], held);
    }

    /** Where nothing is kept or to be read, takes this array for its own, with so many bytes to be read. */
    void become(byte[] array, int from, int length) {
        bytes = array;
        start = position = searched = from;
        limit = from + length;
    }

    /** Gives back memory: all of it if nothing is left, else what is over four times of what is. */
    void settle(int held) {
        int live = held + available();
        if (live == 0) {
            bytes = NONE;
            start = position = limit = searched = 0;
        } else if (live < bytes.length / 4) {
            moveTo(new byte[live], held);
        }
    }

    /** Moves what is kept and what is to be read to the beginning of another array. */
    private void moveTo(byte[] to, int held) {
        int rest = available();
        System.arraycopy(bytes, start, to, 0, held);
        System.arraycopy(bytes, position, to, held, rest);
        searched = Math.max(searched - position, 0) + held;
        bytes = to;
        start = 0;
        position = held;
        limit = held + rest;
    }
}
