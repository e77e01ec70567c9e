package dev.tutti.persistence;

import dev.tutti.queue.ItemTrace;
import java.nio.ByteBuffer;

/**
 * What an item keeps of its past, see {@link ItemTrace}:
 *
 * <pre>
 *   version   u8
 *   flags     u8    1 has an error, 2 has a progress, 4 has failed for good
 *   error           only if it has one: its length (u16) and its bytes
 *   progress        the same
 *   from      name  only if it has failed for good: the queue in which it did
 *   attempts  i32   the same: those that it had there
 *   died      i64   only in version 2, and the same: the time of that, in milliseconds since 1970
 * </pre>
 */
final class TraceRecord {

    private static final int ERROR = 1;
    private static final int PROGRESS = 2;
    private static final int BURIED = 4;

    private TraceRecord() {}

    static byte[] encode(ItemTrace trace) {
        byte[] from = trace.from() == null ? null : Fields.utf8(trace.from());
        boolean hasDied = from != null && trace.died() != Fields.NEVER;
        ByteBuffer out = Fields.record(
                hasDied ? Fields.VERSION_2 : Fields.VERSION,
                1
                        + length(trace.error())
                        + length(trace.progress())
                        + length(from)
                        + (from == null ? 0 : Integer.BYTES)
                        + (hasDied ? Long.BYTES : 0));
        out.put((byte) ((trace.error() == null ? 0 : ERROR)
                | (trace.progress() == null ? 0 : PROGRESS)
                | (from == null ? 0 : BURIED)));
        put(out, trace.error());
        put(out, trace.progress());
        put(out, from);
        if (from != null) {
            out.putInt(trace.attempts());
        }
        if (hasDied) {
            out.putLong(trace.died());
        }
        return out.array();
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : Short.BYTES + bytes.length;
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        if (bytes != null) {
            Fields.putName(out, bytes);
        }
    }

    static ItemTrace decode(byte[] record) {
        ByteBuffer in = Fields.read(record, Fields.VERSION_2);
        int flags = Fields.flags(in, ERROR | PROGRESS | BURIED);
        byte[] error = (flags & ERROR) == 0 ? null : Fields.bytes(in);
        byte[] progress = (flags & PROGRESS) == 0 ? null : Fields.bytes(in);
        boolean buried = (flags & BURIED) != 0;
        String from = buried ? Fields.name(in) : null;
        int attempts = buried ? in.getInt() : 0;
        long died = buried && record[0] == Fields.VERSION_2 ? in.getLong() : Fields.NEVER;
        return new ItemTrace(error, progress, from, attempts, died, Fields.NEVER);
    }
}
