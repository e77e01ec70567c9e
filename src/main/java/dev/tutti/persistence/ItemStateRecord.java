package dev.tutti.persistence;

import java.nio.ByteBuffer;

/**
 * The state of an item since something has happened to it, in place of the state that its {@link ItemRecord} describes:
 *
 * <pre>
 *   version   u8
 *   flags     u8    1 in flight; from version 2 on: 2 on a detached lease, 4 expires; from version 3 on: 8 goes to the
 *                   end when its delay is over, 16 has a priority
 *   attempts  i32
 *   order     i64   see {@link dev.tutti.queue.QueueStore}
 *   due       i64   the end of its delay, or of its detached lease; in version 2 the time at which it expires if it
 *                   does; in milliseconds since 1970; 0 if it has none of these
 *   length    i64   from version 2 on: the length of that, in milliseconds
 *   priority  i64   from version 3 on, if it has one: in place of that of the ItemRecord
 *   expires   i64   from version 3 on, if it expires: the time at which it does
 *   lifetime  i64   the same: the length of that
 *   since     i64   only in version 4: the time at which its detached lease began, in milliseconds since 1970
 *   queue     name
 * </pre>
 *
 * @param due the end of its delay or of its detached lease, {@link Fields#NEVER} if it has neither
 * @param length of that; 0 if version 1 does not tell
 * @param toEnd whether it goes to the end when its delay is over, and not to the front
 * @param expires {@link Fields#NEVER} if it does not
 * @param lifetime the time from this record on after which it expires
 * @param since the time at which its detached lease began, however often it was renewed; {@link Fields#NEVER} if it has
 *     none, or older versions do not tell
 * @param priority null for that of the {@link ItemRecord}
 */
record ItemStateRecord(
        String queue,
        long order,
        int attempts,
        boolean inFlight,
        boolean isDetached,
        long due,
        long length,
        boolean toEnd,
        long expires,
        long lifetime,
        long since,
        Long priority) {

    private static final int IN_FLIGHT = 1;
    private static final int DETACHED = 2;
    private static final int EXPIRES = 4;
    private static final int TO_END = 8;
    private static final int PRIORITY = 16;

    /** Without the length of a delay: version 1. */
    ItemStateRecord(String queue, long order, int attempts, boolean inFlight, long due) {
        this(queue, order, attempts, inFlight, false, due, 0);
    }

    /** An item that goes to the front when its delay is over, or one on a detached lease. It does not expire. */
    ItemStateRecord(
            String queue, long order, int attempts, boolean inFlight, boolean isDetached, long due, long length) {
        this(queue, order, attempts, inFlight, isDetached, due, length, false, Fields.NEVER, 0, Fields.NEVER, null);
    }

    /** An item on a detached lease. */
    static ItemStateRecord held(String queue, long order, int attempts, long due, long length, long since) {
        return new ItemStateRecord(
                queue, order, attempts, true, true, due, length, false, Fields.NEVER, 0, since, null);
    }

    /** The same item with this priority, or null for that of its {@link ItemRecord}. */
    ItemStateRecord with(Long given) {
        return given == null
                ? this
                : new ItemStateRecord(
                        queue,
                        order,
                        attempts,
                        inFlight,
                        isDetached,
                        due,
                        length,
                        toEnd,
                        expires,
                        lifetime,
                        since,
                        given);
    }

    byte[] encode() {
        byte version = version();
        boolean sharesTime = version < Fields.VERSION_3;
        boolean hasExpiry = expires != Fields.NEVER;
        byte[] name = Fields.utf8(queue);
        int numbers = switch (version) {
            case Fields.VERSION -> 2;
            case Fields.VERSION_2 -> 3;
            default -> 3 + (priority == null ? 0 : 1) + (hasExpiry ? 2 : 0) + (since == Fields.NEVER ? 0 : 1);
        };
        ByteBuffer out = Fields.record(version, 1 + Integer.BYTES + numbers * Long.BYTES + 2 + name.length);
        out.put((byte) ((inFlight ? IN_FLIGHT : 0)
                | (isDetached ? DETACHED : 0)
                | (hasExpiry ? EXPIRES : 0)
                | (toEnd ? TO_END : 0)
                | (priority == null ? 0 : PRIORITY)));
        out.putInt(attempts).putLong(order).putLong(hasExpiry && sharesTime ? expires : due);
        if (version != Fields.VERSION) {
            out.putLong(hasExpiry && sharesTime ? lifetime : length);
        }
        if (priority != null) {
            out.putLong(priority);
        }
        if (hasExpiry && !sharesTime) {
            out.putLong(expires).putLong(lifetime);
        }
        if (since != Fields.NEVER) {
            out.putLong(since);
        }
        Fields.putName(out, name);
        return out.array();
    }

    private byte version() {
        if (since != Fields.NEVER) {
            return Fields.VERSION_4;
        }
        if (toEnd || priority != null || expires != Fields.NEVER && due != Fields.NEVER) {
            return Fields.VERSION_3;
        }
        return length == 0 && expires == Fields.NEVER ? Fields.VERSION : Fields.VERSION_2;
    }

    static ItemStateRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record, Fields.VERSION_4);
        int flags = Fields.flags(in, known(record[0]));
        int attempts = in.getInt();
        long order = in.getLong();
        long due = in.getLong();
        long length = record[0] == Fields.VERSION ? 0 : in.getLong();
        boolean hasExpiry = (flags & EXPIRES) != 0;
        boolean sharesTime = hasExpiry && record[0] == Fields.VERSION_2;
        Long priority = (flags & PRIORITY) == 0 ? null : (Long) in.getLong();
        long expires = hasExpiry && !sharesTime ? in.getLong() : Fields.NEVER;
        long lifetime = hasExpiry && !sharesTime ? in.getLong() : 0;
        long since = record[0] == Fields.VERSION_4 ? in.getLong() : Fields.NEVER;
        return new ItemStateRecord(
                Fields.name(in),
                order,
                attempts,
                (flags & IN_FLIGHT) != 0,
                (flags & DETACHED) != 0,
                sharesTime ? Fields.NEVER : due,
                sharesTime ? 0 : length,
                (flags & TO_END) != 0,
                sharesTime ? due : expires,
                sharesTime ? length : lifetime,
                since,
                priority);
    }

    private static int known(byte version) {
        return switch (version) {
            case Fields.VERSION -> IN_FLIGHT;
            case Fields.VERSION_2 -> IN_FLIGHT | DETACHED | EXPIRES;
            default -> IN_FLIGHT | DETACHED | EXPIRES | TO_END | PRIORITY;
        };
    }
}
