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
 *   body            the rest
 * </pre>
 *
 * @param priority null if none was asked for
 * @param ttl negative if it was not submitted
 * @param due {@link Fields#NEVER} if it has no delay
 */
record ItemRecord(String queue, Long priority, long ttl, long due, byte[] body) {

    private static final int PRIORITY = 1;
    private static final int SUBMITTED = 2;
    private static final int DELAYED = 4;
    private static final long NOT_SUBMITTED = Awaiter.NOT_KEPT;

    static ItemRecord of(Item item, long due) {
        long ttl = item.resultTtl();
        return new ItemRecord(item.queue().name(), item.options().given(), ttl, due, item.body());
    }

    byte[] encode() {
        byte[] name = Fields.utf8(queue);
        int flags = (priority == null ? 0 : PRIORITY) | (ttl < 0 ? 0 : SUBMITTED) | (due == Fields.NEVER ? 0 : DELAYED);
        ByteBuffer out = Fields.record(1 + 2 + name.length + Long.BYTES * Integer.bitCount(flags) + body.length);
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
        return out.put(body).array();
    }

    static ItemRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record);
        int flags = in.get();
        String queue = Fields.name(in);
        Long priority = (flags & PRIORITY) == 0 ? null : (Long) in.getLong();
        long ttl = (flags & SUBMITTED) == 0 ? NOT_SUBMITTED : in.getLong();
        long due = (flags & DELAYED) == 0 ? Fields.NEVER : in.getLong();
        return new ItemRecord(queue, priority, ttl, due, Fields.rest(in));
    }
}
