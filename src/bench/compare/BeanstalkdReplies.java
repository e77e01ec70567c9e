import java.io.IOException;
import java.nio.ByteBuffer;

/** The replies of beanstalkd to put, reserve and delete: INSERTED id, RESERVED id bytes and the item, DELETED. */
final class BeanstalkdReplies extends Replies {

    /** Of the line being read: its first byte, 0 before it, its numbers, and how many have begun. */
    private byte type;

    private final long[] numbers = new long[2];
    private int begun;
    /** Bytes of an item that are still to come, its line end included. */
    private long skip;

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
                replies += skip == 0 ? next(numbers[0]) : 0;
                continue;
            }
            byte b = in.get(at++);
            if (type == 0) {
                begin(in, at - 1, b);
            } else if (b == ' ') {
                begun++;
            } else if (b >= '0' && b <= '9') {
                numbers[begun - 1] = numbers[begun - 1] * 10 + b - '0';
            } else if (b == '\n') {
                replies += line();
            }
        }
        in.position(end);
        return replies;
    }

    private void begin(ByteBuffer in, int at, byte first) throws IOException {
        if (first != 'I' && first != 'R' && (first != 'D' || at + 1 < in.limit() && in.get(at + 1) != 'E')) {
            throw refused(in, at);
        }
        type = first;
        numbers[0] = 0;
        numbers[1] = 0;
        begun = 0;
    }

    private int line() {
        byte ended = type;
        type = 0;
        if (ended == 'R') {
            skip = numbers[1] + 2;
            return 0;
        }
        return next(numbers[0]);
    }
}
