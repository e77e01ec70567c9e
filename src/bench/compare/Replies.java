import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Counts the replies in what a server sends, however it is cut into pieces, and keeps nothing of them but the first
 * number in each: the id. A reply that is an error ends the run, since nothing that is measured may fail.
 */
abstract class Replies {

    private long[] ids = new long[64];
    private int counted;

    /** How many replies end in these bytes, all of which are consumed. */
    abstract int scan(ByteBuffer in) throws IOException;

    /** Starts counting anew: the next reply is number 0. */
    final void restart() {
        counted = 0;
    }

    final long id(int reply) {
        return ids[reply];
    }

    final int next(long id) {
        if (counted == ids.length) {
            ids = java.util.Arrays.copyOf(ids, counted * 2);
        }
        ids[counted++] = id;
        return 1;
    }

    static IOException refused(ByteBuffer in, int from) {
        int length = Math.min(in.limit() - from, 200);
        byte[] bytes = new byte[length];
        in.get(from, bytes);
        return new IOException("the server answered " + new String(bytes, StandardCharsets.UTF_8).strip());
    }
}
