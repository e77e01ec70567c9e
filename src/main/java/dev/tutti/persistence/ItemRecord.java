package dev.tutti.persistence;

import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Item;
import java.nio.ByteBuffer;

/**
 * An item as it was put:
 *
 * <pre>
 *   version   u8
 *   flags     u8    1 has a priority, 2 was submitted, 4 has a delay
 *   queue     name
 *   priority  i64   only if it has one
 *   ttl       i64   only if it was submitted: the time to keep its result, in milliseconds
 *   due       i64   only if it has a delay: the end of it, in milliseconds since 1970
 *   delay     i64   only in version 2, and if it has a delay: the length of it, in milliseconds
 *   body            the rest
 * </pre>
 *
 * @param priority null if none was asked for
 * @param ttl negative if it was not submitted
 * @param due {@link Fields#NEVER} if it has no delay
 * @param delay 0 if it has none, or version 1 does not tell
 */
record ItemRecord(String queue, Long priority, long ttl, long due, long delay, byte[] body) {

    private static final int PRIORITY = 1;
    private static final int SUBMITTED = 2;
    private static final int DELAYED = 4;
    private static final long NOT_SUBMITTED = Awaiter.NOT_KEPT;

    /** Without the length of the delay: version 1. */
    ItemRecord(String queue, Long priority, long ttl, long due, byte[] body) {
        this(queue, priority, ttl, due, 0, body);
    }

    static ItemRecord of(Item item, long due) {
        long ttl = item.resultTtl();
        long delay = due == Fields.NEVER ? 0 : item.options().delay();
        return new ItemRecord(item.queue().name(), item.options().given(), ttl, due, delay, item.body());
    }

    byte[] encode() {
        byte[] name = Fields.utf8(queue);
        int flags = (priority == null ? 0 : PRIORITY) | (ttl < 0 ? 0 : SUBMITTED) | (due == Fields.NEVER ? 0 : DELAYED);
        int numbers = Integer.bitCount(flags) + (delay == 0 ? 0 : 1);
        ByteBuffer out = Fields.record(
                delay == 0 ? Fields.VERSION : Fields.VERSION_2,
                1 + 2 + name.length + Long.BYTES * numbers + body.length);
        out.put((byte) flags);
        Fields.putName(out, name);
        if (priority != null) {
            out.putLong(priority);
        }
        if (ttl >= 0) {
            out.putLong(ttl);
        }
        if (due != Fields.NEVER) {
            out.putLong(due);
        }
        if (delay != 0) {
            out.putLong(delay);
        }
        return out.put(body).array();
    }

    static ItemRecord decode(byte[] record) {
        ByteBuffer in = Fields.readEither(record);
        int flags = Fields.flags(in, PRIORITY | SUBMITTED | DELAYED);
        String queue = Fields.name(in);
        Long priority = (flags & PRIORITY) == 0 ? null : (Long) in.getLong();
        long ttl = (flags & SUBMITTED) == 0 ? NOT_SUBMITTED : in.getLong();
        long due = (flags & DELAYED) == 0 ? Fields.NEVER : in.getLong();
        long delay = record[0] == Fields.VERSION || due == Fields.NEVER ? 0 : in.getLong();
        return new ItemRecord(queue, priority, ttl, due, delay, Fields.rest(in));
    }
}
