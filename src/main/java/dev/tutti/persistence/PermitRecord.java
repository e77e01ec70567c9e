package dev.tutti.persistence;

import java.nio.ByteBuffer;

/**
 * A lock, or permits of a semaphore, that belong to their lease alone:
 *
 * <pre>
 *   version   u8    1, or 2 if there are several permits
 *   kind      u8    0 lock, 1 semaphore
 *   limit     i32   the permits of the semaphore; 1 for a lock
 *   permits   i32   as many of them as are held; absent in version 1, which means 1
 *   end       i64   the end of the lease, in milliseconds since 1970
 *   lease     i64   the length of the lease, in milliseconds
 *   name      name
 * </pre>
 */
record PermitRecord(Kind kind, String name, int limit, int permits, long end, long lease) {

    /** The places in this list are written. */
    enum Kind {
        LOCK,
        SEMAPHORE
    }

    byte[] encode() {
        byte[] bytes = Fields.utf8(name);
        boolean isOne = permits == 1;
        byte version = isOne ? Fields.VERSION : Fields.VERSION_2;
        int numbers = isOne ? Integer.BYTES : 2 * Integer.BYTES;
        ByteBuffer out = Fields.record(version, 1 + numbers + 2 * Long.BYTES + 2 + bytes.length);
        out.put((byte) kind.ordinal()).putInt(limit);
        if (!isOne) {
            out.putInt(permits);
        }
        out.putLong(end).putLong(lease);
        Fields.putName(out, bytes);
        return out.array();
    }

    static PermitRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record, Fields.VERSION_2);
        Kind kind = Kind.values()[in.get()];
        int limit = in.getInt();
        int permits = record[0] == Fields.VERSION ? 1 : in.getInt();
        long end = in.getLong();
        long lease = in.getLong();
        return new PermitRecord(kind, Fields.name(in), limit, permits, end, lease);
    }
}
