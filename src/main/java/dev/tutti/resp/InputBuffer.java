package dev.tutti.resp;

/**
 * The input of a connection that is not processed yet. The command being read begins at {@code start}, it has been read
 * up to {@code position}, and bytes have arrived up to {@code limit}.
 *
 * <pre>
 *   0 ... start ... start + held ... position ... limit ... bytes.length
 *   done    kept of the command   skipped   unread     free
 * </pre>
 *
 * The caller passes {@code held}: the number of bytes read of the command, or fewer once the command is too big.
 */
final class InputBuffer {

    private static final byte[] NONE = {};
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    byte[] bytes = NONE;
    int start;
    int position;
    int limit;
    /** The line that begins at {@code position} has no end before this index. */
    private int searched;

    int available() {
        return limit - position;
    }

    /**
     * The index of the byte that ends the line, or -1 if it has not arrived.
     *
     * @throws ProtocolException with this refusal, if the line has more than {@code max} bytes
     */
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
     * Makes room for {@code more} bytes behind {@code limit}. A new array also has room for as many bytes as are in
     * use, so that many small pieces cost linear time, or for the {@code expected} bytes still to come if those are
     * more. An array is at most twice as large as the bytes that have arrived.
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

    /** The size of the array that {@link #reserve} may make for {@code more} bytes; 0 if there is room for them. */
    long growth(int more, int held) {
        return more <= bytes.length - limit ? 0 : 2L * (held + available() + more);
    }

    /** Uses this array from now on, with {@code length} bytes to be read. Allowed only while the buffer is empty. */
    void become(byte[] array, int from, int length) {
        bytes = array;
        start = position = searched = from;
        limit = from + length;
    }

    /**
     * Frees memory: the whole array if no byte is in use, or its unused part if less than a quarter of it is in use.
     */
    void settle(int held) {
        int live = held + available();
        if (live == 0) {
            bytes = NONE;
            start = position = limit = searched = 0;
        } else if (live < bytes.length / 4) {
            moveTo(new byte[live], held);
        }
    }

    /** Moves the kept bytes and the bytes to be read to the beginning of another array. */
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
