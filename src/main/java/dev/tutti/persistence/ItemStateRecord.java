package dev.tutti.persistence;

import java.nio.ByteBuffer;

/**
 * The state of an item to which something has happened since it was put. It replaces the state in its {@link ItemRecord}:
 *
 * <pre>
 *   version   u8
 *   flags     u8    1 in flight
 *   attempts  i32
 *   order     i64   see {@link dev.tutti.queue.QueueStore}
 *   due       i64   the time at which its delay ends and it goes to the front, in milliseconds since 1970, or 0
 *   queue     name
 * </pre>
 */
record ItemStateRecord(String queue, long order, int attempts, boolean inFlight, long due) {

    private static final int IN_FLIGHT = 1;

    byte[] encode() {
        byte[] name = Fields.utf8(queue);
        ByteBuffer out = Fields.record(1 + Integer.BYTES + 2 * Long.BYTES + 2 + name.length);
        out.put((byte) (inFlight ? IN_FLIGHT : 0));
        out.putInt(attempts).putLong(order).putLong(due);
        Fields.putName(out, name);
        return out.array();
    }

    static ItemStateRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record);
        int flags = in.get();
        int attempts = in.getInt();
        long order = in.getLong();
        long due = in.getLong();
        return new ItemStateRecord(Fields.name(in), order, attempts, (flags & IN_FLIGHT) != 0, due);
    }
}
