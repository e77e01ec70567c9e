package dev.tutti.persistence;

import java.nio.ByteBuffer;

/**
 * A lock, or a permit of a semaphore, that belongs to its lease alone:
 *
 * <pre>
 *   version   u8
 *   kind      u8    0 lock, 1 semaphore
 *   limit     i32   the permits of the semaphore; 1 for a lock
 *   end       i64   the end of the lease, in milliseconds since 1970
 *   lease     i64   the length of the lease, in milliseconds
 *   name      name
 * </pre>
 */
record PermitRecord(Kind kind, String name, int limit, long end, long lease) {

    /** The places in this list are written. */
    enum Kind {
        LOCK,
        SEMAPHORE
    }

    byte[] encode() {
        byte[] bytes = Fields.utf8(name);
        ByteBuffer out = Fields.record(1 + Integer.BYTES + 2 * Long.BYTES + 2 + bytes.length);
        out.put((byte) kind.ordinal()).putInt(limit).putLong(end).putLong(lease);
        Fields.putName(out, bytes);
        return out.array();
    }

    static PermitRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record);
        Kind kind = Kind.values()[in.get()];
        int limit = in.getInt();
        long end = in.getLong();
        long lease = in.getLong();
        return new PermitRecord(kind, Fields.name(in), limit, end, lease);
    }
}
