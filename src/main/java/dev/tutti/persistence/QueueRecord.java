package dev.tutti.persistence;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.queue.ItemQueue;
import java.nio.ByteBuffer;

/**
 * A queue that was created or shut down:
 *
 * <pre>
 *   version   u8
 *   flags     u8    1 stays when it is empty, 2 shut down, 4 at once, 8 its items are detached (only in version 2)
 *   kind      u8    0 fifo, 1 lifo, 2 priority
 *   maxSize   i32   0 for no limit
 *   lease     i64   milliseconds, 0 for ever
 *   attempts  i32   0 for no limit
 * </pre>
 */
record QueueRecord(QueueConfig settings, boolean kept, boolean shutDown, boolean closed) {

    private static final int KEPT = 1;
    private static final int SHUT_DOWN = 2;
    private static final int CLOSED = 4;
    private static final int DETACHED = 8;

    static QueueRecord of(ItemQueue queue) {
        return new QueueRecord(queue.config(), queue.isKept(), queue.isShutDown(), queue.isClosed());
    }

    byte[] encode() {
        ByteBuffer out = Fields.record(
                settings.detached() ? Fields.VERSION_2 : Fields.VERSION,
                1 + 1 + Integer.BYTES + Long.BYTES + Integer.BYTES);
        int flags = (kept ? KEPT : 0) | (shutDown ? SHUT_DOWN : 0) | (closed ? CLOSED : 0);
        out.put((byte) (settings.detached() ? flags | DETACHED : flags));
        out.put((byte) settings.kind().ordinal());
        return out.putInt(settings.maxSize())
                .putLong(settings.leaseMillis())
                .putInt(settings.attempts())
                .array();
    }

    static QueueRecord decode(byte[] record) {
        ByteBuffer in = Fields.readEither(record);
        int known = KEPT | SHUT_DOWN | CLOSED;
        int flags = Fields.flags(in, record[0] == Fields.VERSION ? known : known | DETACHED);
        Kind kind = Kind.values()[in.get()];
        QueueConfig settings = new QueueConfig(kind, in.getInt(), in.getLong(), in.getInt(), (flags & DETACHED) != 0);
        return new QueueRecord(settings, (flags & KEPT) != 0, (flags & SHUT_DOWN) != 0, (flags & CLOSED) != 0);
    }
}
