package dev.tutti.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A group of commits as an entry of a replicated log, or a part of one that is too large for an entry:
 *
 * <pre>
 *   format   u8    1 the whole, 2 a part with others behind it, 3 the last part
 *   term     u64   the term in which its proposer led
 *   part     u32   the number of parts before this one; not in format 1
 *   count    u32   number of changes; not in format 2
 *   changes        as in a batch, see {@link dev.tutti.journal.format.BatchFormat}, or a part of these bytes
 * </pre>
 *
 * <p>Numbers are little-endian. Nothing of a group is applied before its last part.
 *
 * @param count the number of changes; 0 in a part with others behind it
 * @param content valid as long as the bytes of which it was decoded
 */
record LogEntry(Kind kind, long term, int part, int count, ByteBuffer content) {

    /** Whether an entry has all of a group. The formats are numbered from 1 in this order. */
    enum Kind {
        WHOLE,
        PART,
        LAST_PART
    }

    /** The most bytes of an entry beside those of the changes. */
    static final int HEADER_BYTES = 1 + Long.BYTES + 2 * Integer.BYTES;

    /** Encodes the changes of several commits as one entry. */
    static byte[] encode(long term, List<JournalBatch> group) {
        return new LogEntries(term, group, Integer.MAX_VALUE).next();
    }

    static ByteBuffer begin(Kind kind, long term, int part, int count, int contentBytes) {
        int header = HEADER_BYTES - (kind == Kind.LAST_PART ? 0 : Integer.BYTES);
        ByteBuffer entry =
                ByteBuffer.allocate(Math.addExact(header, contentBytes)).order(ByteOrder.LITTLE_ENDIAN);
        entry.put((byte) (kind.ordinal() + 1)).putLong(term);
        if (kind != Kind.WHOLE) {
            entry.putInt(part);
        }
        return kind == Kind.PART ? entry : entry.putInt(count);
    }

    /** @throws JournalException if a newer server wrote the entry */
    static LogEntry decode(ByteBuffer entry) {
        ByteBuffer in = entry.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int format = in.get();
        Kind[] kinds = Kind.values();
        if (format < 1 || format > kinds.length) {
            throw JournalException.ofNewerServer(
                    "an entry of the log is of format " + format + " and this server reads " + kinds.length);
        }
        Kind kind = kinds[format - 1];
        long term = in.getLong();
        int part = kind == Kind.WHOLE ? 0 : in.getInt();
        int count = kind == Kind.PART ? 0 : in.getInt();
        return new LogEntry(kind, term, part, count, in);
    }

    /** The changes of an entry that is the whole. */
    JournalBatch changes() {
        JournalBatch changes = new JournalBatch();
        changes.append(count, content.duplicate());
        return changes;
    }
}
