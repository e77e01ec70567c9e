package dev.tutti.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The changes of a group in the form that RocksDB writes into its log and reads back, made here so that a group costs one
 * call of native code and not one for every record:
 *
 * <pre>
 *   sequence u64   of the first change, filled in by RocksDB; each put and delete has a number, without gaps
 *   count    u32   of the changes
 *   mark           0x03, length 16, journal u64, synced u64: only in the log
 *   changes        0x01, length, key, length, value for a put; 0x00, length, key for a delete;
 *                  0x0f, length, from, length, to for a range of deletes:
 *                  those of one {@link JournalBatch} behind those of the other
 * </pre>
 *
 * <p>Numbers are little-endian, lengths in groups of 7 bits, the low ones first. The mark is ours: {@code journal} is the
 * number of this journal, so that bytes within an item that look like a batch are not taken for one, and everything up to
 * the sequence number {@code synced} was on the disk when the batch was written, so that a batch that is found proves that
 * those before it were not lost with the power but have been damaged.
 */
final class BatchFormat {

    private static final int SEQUENCE = 0;
    private static final int COUNT = 8;
    private static final int MARK = 12;
    private static final int JOURNAL = MARK + 2;
    private static final int SYNCED = JOURNAL + 8;
    private static final int CHANGES = SYNCED + 8;

    private static final byte LOG_DATA = 3;
    private static final byte MARK_LENGTH = 16;

    private BatchFormat() {}

    static int count(List<JournalBatch> group) {
        return group.stream().mapToInt(JournalBatch::size).sum();
    }

    static byte[] encode(List<JournalBatch> group, long journal, long synced) {
        long length = group.stream().mapToLong(JournalBatch::bytes).sum();
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(CHANGES + length)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(0).putInt(count(group));
        out.put(LOG_DATA).put(MARK_LENGTH).putLong(journal).putLong(synced);
        group.forEach(changes -> changes.writeTo(out));
        return out.array();
    }

    /** Whether these bytes are a batch of that journal. */
    static boolean isBatch(ByteBuffer bytes, long journal) {
        return bytes.limit() >= CHANGES
                && bytes.get(MARK) == LOG_DATA
                && bytes.get(MARK + 1) == MARK_LENGTH
                && bytes.getLong(JOURNAL) == journal;
    }

    /** The changes of a batch, in their form. */
    static ByteBuffer changes(ByteBuffer batch) {
        return batch.duplicate().position(CHANGES);
    }

    static long sequence(ByteBuffer batch) {
        return batch.getLong(SEQUENCE);
    }

    static int count(ByteBuffer batch) {
        return batch.getInt(COUNT);
    }

    static long synced(ByteBuffer batch) {
        return batch.getLong(SYNCED);
    }
}
