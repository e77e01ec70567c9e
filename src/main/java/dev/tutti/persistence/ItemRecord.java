package dev.tutti.persistence;

import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Item;
import java.nio.ByteBuffer;

/**
 * An item as it was put:
 *
 * <pre>
 *   version   u8
 *   flags     u8    1 has a priority, 2 was submitted, 4 has a delay; only in version 3: 8 has a key, 16 has a group,
 *                   32 expires, 64 has the time of its put
 *   queue     name
 *   priority  i64   only if it has one
 *   ttl       i64   only if it was submitted: the time to keep its result, in milliseconds
 *   due       i64   only if it has a delay: the end of it, in milliseconds since 1970
 *   delay     i64   only in versions 2 and 3, and if it has a delay: the length of it, in milliseconds
 *   key       name  only in version 3, and if it has one
 *   group     name  only in version 3, and if it has one
 *   expires   i64   only in version 3, and if it does: the time of that, in milliseconds since 1970
 *   lifetime  i64   with it: the time from the entry on, in milliseconds
 *   put       i64   only in version 3, and if it has that: the time at which it was put, in milliseconds since 1970
 *   body            the rest
 * </pre>
 *
 * @param priority null if none was asked for
 * @param ttl negative if it was not submitted
 * @param due {@link Fields#NEVER} if it has no delay
 * @param delay 0 if it has none, or version 1 does not tell
 * @param key null if it has none
 * @param group null if it has none
 * @param expires {@link Fields#NEVER} if it does not
 * @param lifetime 0 if it does not expire
 * @param put {@link Fields#NEVER} if it is not known
 */
record ItemRecord(
        String queue,
        Long priority,
        long ttl,
        long due,
        long delay,
        String key,
        String group,
        long expires,
        long lifetime,
        long put,
        byte[] body) {

    private static final int PRIORITY = 1;
    private static final int SUBMITTED = 2;
    private static final int DELAYED = 4;
    private static final int KEYED = 8;
    private static final int GROUPED = 16;
    private static final int EXPIRES = 32;
    private static final int PUT = 64;
    private static final long NOT_SUBMITTED = Awaiter.NOT_KEPT;

    /** Without the length of the delay: version 1. */
    ItemRecord(String queue, Long priority, long ttl, long due, byte[] body) {
        this(queue, priority, ttl, due, 0, null, null, Fields.NEVER, 0, Fields.NEVER, body);
    }

    /** Without a key and a group: version 2. */
    ItemRecord(String queue, Long priority, long ttl, long due, long delay, byte[] body) {
        this(queue, priority, ttl, due, delay, null, null, Fields.NEVER, 0, Fields.NEVER, body);
    }

    /**
     * @param due the end of its delay, or {@link Fields#NEVER}
     * @param delay the milliseconds until then
     * @param expires the time at which it expires, or {@link Fields#NEVER}
     * @param lifetime the milliseconds until then
     */
    static ItemRecord of(Item item, long due, long delay, long expires, long lifetime) {
        long ttl = item.resultTtl();
        return new ItemRecord(
                item.queue().name(),
                item.options().given(),
                ttl,
                due,
                delay,
                item.options().key(),
                item.options().group(),
                expires,
                lifetime,
                item.putAt(),
                item.body());
    }

    byte[] encode() {
        byte[] name = Fields.utf8(queue);
        byte[] keyName = key == null ? new byte[0] : Fields.latin1(key);
        byte[] groupName = group == null ? new byte[0] : Fields.latin1(group);
        int flags = (priority == null ? 0 : PRIORITY) | (ttl < 0 ? 0 : SUBMITTED) | (due == Fields.NEVER ? 0 : DELAYED);
        boolean hasLength = delay != 0 || version() == Fields.VERSION_3 && due != Fields.NEVER;
        int numbers = Integer.bitCount(flags)
                + (hasLength ? 1 : 0)
                + (expires == Fields.NEVER ? 0 : 2)
                + (put == Fields.NEVER ? 0 : 1);
        ByteBuffer out = Fields.record(
                version(),
                1
                        + 2
                        + name.length
                        + Long.BYTES * numbers
                        + (key == null ? 0 : 2 + keyName.length)
                        + (group == null ? 0 : 2 + groupName.length)
                        + body.length);
        out.put((byte) (flags
                | (key == null ? 0 : KEYED)
                | (group == null ? 0 : GROUPED)
                | (expires == Fields.NEVER ? 0 : EXPIRES)
                | (put == Fields.NEVER ? 0 : PUT)));
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
        if (hasLength) {
            out.putLong(delay);
        }
        if (key != null) {
            Fields.putName(out, keyName);
        }
        if (group != null) {
            Fields.putName(out, groupName);
        }
        if (expires != Fields.NEVER) {
            out.putLong(expires).putLong(lifetime);
        }
        if (put != Fields.NEVER) {
            out.putLong(put);
        }
        return out.put(body).array();
    }

    private byte version() {
        if (key != null || group != null || expires != Fields.NEVER || put != Fields.NEVER) {
            return Fields.VERSION_3;
        }
        return delay == 0 ? Fields.VERSION : Fields.VERSION_2;
    }

    static ItemRecord decode(byte[] record) {
        return decode(record, true);
    }

    /** The item with an empty body: where memory is short, even one copy of a large body may be too much. */
    static ItemRecord decodeWithoutBody(byte[] record) {
        return decode(record, false);
    }

    private static ItemRecord decode(byte[] record, boolean withBody) {
        ByteBuffer in = Fields.read(record, Fields.VERSION_3);
        int known = PRIORITY | SUBMITTED | DELAYED;
        int known3 = known | KEYED | GROUPED | EXPIRES | PUT;
        int flags = Fields.flags(in, record[0] == Fields.VERSION_3 ? known3 : known);
        String queue = Fields.name(in);
        Long priority = (flags & PRIORITY) == 0 ? null : (Long) in.getLong();
        long ttl = (flags & SUBMITTED) == 0 ? NOT_SUBMITTED : in.getLong();
        long due = (flags & DELAYED) == 0 ? Fields.NEVER : in.getLong();
        long delay = record[0] == Fields.VERSION || due == Fields.NEVER ? 0 : in.getLong();
        String key = (flags & KEYED) == 0 ? null : Fields.latin1(in);
        String group = (flags & GROUPED) == 0 ? null : Fields.latin1(in);
        long expires = (flags & EXPIRES) == 0 ? Fields.NEVER : in.getLong();
        long lifetime = expires == Fields.NEVER ? 0 : in.getLong();
        long put = (flags & PUT) == 0 ? Fields.NEVER : in.getLong();
        byte[] body = withBody ? Fields.rest(in) : new byte[0];
        return new ItemRecord(queue, priority, ttl, due, delay, key, group, expires, lifetime, put, body);
    }
}
