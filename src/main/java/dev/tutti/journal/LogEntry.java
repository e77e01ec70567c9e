package dev.tutti.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A group of commits as an entry of a replicated log:
 *
 * <pre>
 *   format   u8    1
 *   term     u64   the term in which its proposer led
 *   count    u32   number of changes
 *   changes        as in a batch, see {@link dev.tutti.journal.format.BatchFormat}
 * </pre>
 *
 * <p>Numbers are little-endian.
 */
record LogEntry(long term, JournalBatch changes) {

    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + Long.BYTES + Integer.BYTES;

    /** Encodes the changes of several commits. */
    static byte[] encode(long term, List<JournalBatch> group) {
        int count = 0;
        long length = HEADER_BYTES;
        for (JournalBatch changes : group) {
            count += changes.size();
            length += changes.bytes();
        }
        ByteBuffer entry = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        entry.put(FORMAT).putLong(term).putInt(count);
        for (JournalBatch changes : group) {
            changes.writeTo(entry);
        }
        return entry.array();
    }

    /** @throws JournalException if a newer server wrote the entry */
    static LogEntry decode(ByteBuffer entry) {
        ByteBuffer in = entry.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        byte format = in.get();
        if (format != FORMAT) {
            throw JournalException.ofNewerServer(
                    "an entry of the log is of format " + format + " and this server reads " + FORMAT);
        }
        long term = in.getLong();
        JournalBatch changes = new JournalBatch();
        changes.append(in.getInt(), in);
        return new LogEntry(term, changes);
    }
}
