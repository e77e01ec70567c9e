import java.io.IOException;
import java.nio.ByteBuffer;

/** What gearmand tells a client: that a job is done is the reply, that it was created is not. */
final class GearmandReplies extends Replies {

    private static final int HEADER = 12;
    private static final int TYPE_AT = 7;
    private static final int JOB_CREATED = 8;
    private static final int WORK_COMPLETE = 13;

    private int headerRead;
    private int type;
    private int length;
    private int skip;

    @Override
    int scan(ByteBuffer in) throws IOException {
        int replies = 0;
        while (in.hasRemaining()) {
            if (headerRead < HEADER) {
                replies += header(in.get() & 0xff);
            } else {
                int skipped = Math.min(skip, in.remaining());
                in.position(in.position() + skipped);
                skip -= skipped;
                replies += skip == 0 ? end() : 0;
            }
        }
        return replies;
    }

    private int header(int b) throws IOException {
        if (headerRead == TYPE_AT) {
            type = b;
            length = 0;
        } else if (headerRead > TYPE_AT) {
            length = length << 8 | b;
        }
        if (++headerRead < HEADER) {
            return 0;
        }
        if (type != JOB_CREATED && type != WORK_COMPLETE) {
            throw new IOException("gearmand answered with a packet of type " + type);
        }
        skip = length;
        return skip == 0 ? end() : 0;
    }

    private int end() {
        headerRead = 0;
        return type == WORK_COMPLETE ? next(0) : 0;
    }
}
