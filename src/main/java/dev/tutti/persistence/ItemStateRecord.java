package dev.tutti.persistence;

import java.nio.ByteBuffer;

/**
 * The state of an item since something has happened to it, in place of the state that its {@link ItemRecord} describes:
 *
 * <pre>
 *   version   u8
 *   flags     u8    1 in flight, 2 on a detached lease, 4 expires (only in version 2)
 *   attempts  i32
 *   order     i64   see {@link dev.tutti.queue.QueueStore}
 *   due       i64   the end of its delay, after which it goes to the front, or of its detached lease, or the
 *                   time at which it expires, in milliseconds since 1970; 0 if it has none of these
 *   length    i64   only in version 2: the length of that, in milliseconds
 *   queue     name
 * </pre>
 *
 * @param length 0 if version 1 does not tell
 */
record ItemStateRecord(
        String queue,
        long order,
        int attempts,
        boolean inFlight,
        boolean isDetached,
        boolean expires,
        long due,
        long length) {

    private static final int IN_FLIGHT = 1;
    private static final int DETACHED = 2;
    private static final int EXPIRES = 4;

    /** Without the length of a delay: version 1. */
    ItemStateRecord(String queue, long order, int attempts, boolean inFlight, long due) {
        this(queue, order, attempts, inFlight, false, false, due, 0);
    }

    /** An item that does not expire. */
    ItemStateRecord(
            String queue, long order, int attempts, boolean inFlight, boolean isDetached, long due, long length) {
        this(queue, order, attempts, inFlight, isDetached, false, due, length);
    }

    byte[] encode() {
        byte[] name = Fields.utf8(queue);
        ByteBuffer out = Fields.record(
                length == 0 ? Fields.VERSION : Fields.VERSION_2,
                1 + Integer.BYTES + (length == 0 ? 2 : 3) * Long.BYTES + 2 + name.length);
        out.put((byte) ((inFlight ? IN_FLIGHT : 0) | (isDetached ? DETACHED : 0) | (expires ? EXPIRES : 0)));
        out.putInt(attempts).putLong(order).putLong(due);
        if (length != 0) {
            out.putLong(length);
        }
        Fields.putName(out, name);
        return out.array();
    }

    static ItemStateRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record, Fields.VERSION_2);
        int flags = Fields.flags(in, record[0] == Fields.VERSION ? IN_FLIGHT : IN_FLIGHT | DETACHED | EXPIRES);
        int attempts = in.getInt();
        long order = in.getLong();
        long due = in.getLong();
        long length = record[0] == Fields.VERSION ? 0 : in.getLong();
        boolean inFlight = (flags & IN_FLIGHT) != 0;
        boolean isDetached = (flags & DETACHED) != 0;
        boolean expires = (flags & EXPIRES) != 0;
        return new ItemStateRecord(Fields.name(in), order, attempts, inFlight, isDetached, expires, due, length);
    }
}
