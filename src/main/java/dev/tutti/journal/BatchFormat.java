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
 *   changes        0x01, length, key, length, value for a put; 0x00, length, key for a delete
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

    private static final byte DELETE = 0;
    private static final byte PUT = 1;
    private static final byte LOG_DATA = 3;
    private static final byte MARK_LENGTH = 16;

    private BatchFormat() {}

    static int count(List<Changes> group) {
        return group.stream().mapToInt(Changes::size).sum();
    }

    static byte[] encode(List<Changes> group, long journal, long synced) {
        ByteBuffer out = ByteBuffer.allocate(length(group)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(0).putInt(count(group));
        out.put(LOG_DATA).put(MARK_LENGTH).putLong(journal).putLong(synced);
        for (Changes changes : group) {
            changes.forEach((key, value) -> {
                out.put(value == null ? DELETE : PUT);
                putBytes(out, key);
                if (value != null) {
                    putBytes(out, value);
                }
            });
        }
        return out.array();
    }

    private static int length(List<Changes> group) {
        long[] length = {CHANGES};
        for (Changes changes : group) {
            changes.forEach((key, value) -> length[0] += 1 + lengthOf(key) + (value == null ? 0 : lengthOf(value)));
        }
        return Math.toIntExact(length[0]);
    }

    private static int lengthOf(byte[] bytes) {
        int digits = 1;
        for (int rest = bytes.length >>> 7; rest != 0; rest >>>= 7) {
            digits++;
        }
        return digits + bytes.length;
    }

    private static void putBytes(ByteBuffer out, byte[] bytes) {
        int rest = bytes.length;
        for (; rest >= 0x80; rest >>>= 7) {
            out.put((byte) (rest | 0x80));
        }
        out.put((byte) rest);
        out.put(bytes);
    }

    /** Whether these bytes are a batch of that journal. */
    static boolean isBatch(ByteBuffer bytes, long journal) {
        return bytes.limit() >= CHANGES
                && bytes.get(MARK) == LOG_DATA
                && bytes.get(MARK + 1) == MARK_LENGTH
                && bytes.getLong(JOURNAL) == journal;
    }

    static Changes changes(ByteBuffer batch) {
        Changes changes = new Changes();
        ByteBuffer in = batch.duplicate().position(CHANGES);
        while (in.hasRemaining()) {
            if (in.get() == PUT) {
                changes.put(bytes(in), bytes(in));
            } else {
                changes.delete(bytes(in));
            }
        }
        return changes;
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = 0;
        int digit;
        int shift = 0;
        do {
            digit = in.get();
            length |= (digit & 0x7F) << shift;
            shift += 7;
        } while (digit < 0);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
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
