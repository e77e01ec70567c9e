import java.io.IOException;
import java.nio.ByteBuffer;

/** The replies of Redis and Tutti: lines, bulks and arrays of them. */
final class RespReplies extends Replies {

    /** Of the line being read: its first byte, 0 before it, and its digits. */
    private byte type;

    private long number;
    private boolean negative;
    /** Bytes of a bulk that are still to come, its line end included. */
    private long skip;
    /** Elements that the reply still lacks. */
    private long missing = 1;

    private long id = -1;

    @Override
    int scan(ByteBuffer in) throws IOException {
        int replies = 0;
        int at = in.position();
        int end = in.limit();
        while (at < end) {
            if (skip > 0) {
                int skipped = (int) Math.min(skip, end - at);
                at += skipped;
                skip -= skipped;
                replies += skip == 0 ? element() : 0;
                continue;
            }
            byte b = in.get(at++);
            if (type == 0) {
                if (b == '-') {
                    throw refused(in, at - 1);
                }
                type = b;
                number = 0;
            } else if (b >= '0' && b <= '9') {
                number = number * 10 + b - '0';
            } else if (b == '\n') {
                replies += line();
            } else if (b == '-') {
                negative = true;
            }
        }
        in.position(end);
        return replies;
    }

    private int line() throws IOException {
        byte ended = type;
        type = 0;
        if (negative) {
            throw new IOException("the server answered null where something was expected");
        }
        if (ended == '$') {
            skip = number + 2;
            return 0;
        }
        if (ended == '*') {
            missing += number;
        } else if (ended == ':' && id < 0) {
            id = number;
        }
        return element();
    }

    private int element() {
        if (--missing > 0) {
            return 0;
        }
        long first = id;
        missing = 1;
        id = -1;
        return next(first);
    }
}
