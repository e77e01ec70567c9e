package dev.tutti.journal.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a batch, as RocksDB takes them, writes them into its log and reads them back. The journal encodes them
 * itself, so that a group of commits costs one native call and not one for each record:
 *
 * <pre>
 *   sequence u64   number of the first change, filled in by RocksDB; puts and deletes are numbered without gaps
 *   count    u32   number of changes
 *   mark           0x03, length 16, journal u64, synced u64: stored in the log only
 *   changes        0x01, length, key, length, value for a put
 *                  0x00, length, key for a delete
 *                  0x0f, length, from, length, to for a delete of a range
 * </pre>
 *
 * <p>Numbers are little-endian. Lengths are in groups of 7 bits, the low ones first, with the high bit set in all
 * bytes but the last.
 *
 * <p>The mark is Tutti's. {@code journal} is the number of this journal, so that bytes within an item that look like a
 * batch are not taken for one. Every change up to the number {@code synced} was on the disk when the batch was
 * written. If such a change is missing and the batch is not, a power failure cannot be the cause: the log is damaged.
 */
public final class BatchFormat {

    public static final byte DELETE = 0;
    public static final byte PUT = 1;
    public static final byte DELETE_RANGE = 15;

    private static final int SEQUENCE = 0;
    private static final int COUNT = 8;
    private static final int MARK = 12;
    private static final int JOURNAL = MARK + 2;
    private static final int SYNCED = JOURNAL + 8;
    private static final int CHANGES = SYNCED + 8;

    private static final byte LOG_DATA = 3;
    private static final byte MARK_LENGTH = 16;

    /** Receives the changes of a batch in their order. The arrays are copies. */
    public interface Each {
        /** @param value null for a delete */
        void change(byte[] key, byte[] value);

        /** Every key from {@code from}, included, to {@code to}, excluded, is deleted. */
        void deleteRange(byte[] from, byte[] to);
    }

    private BatchFormat() {}

    // ---- a batch

    /**
     * Begins a batch. The caller puts the changes behind what is in the buffer, whose array is the batch then.
     *
     * @param bytes the length of the changes
     */
    public static ByteBuffer begin(int count, long bytes, long journal, long synced) {
        ByteBuffer batch = ByteBuffer.allocate(Math.toIntExact(CHANGES + bytes)).order(ByteOrder.LITTLE_ENDIAN);
        batch.putLong(0).putInt(count);
        batch.put(LOG_DATA).put(MARK_LENGTH).putLong(journal).putLong(synced);
        return batch;
    }

    /** Returns whether these bytes are a batch of that journal. */
    static boolean isBatch(ByteBuffer bytes, long journal) {
        return bytes.limit() >= CHANGES
                && bytes.get(MARK) == LOG_DATA
                && bytes.get(MARK + 1) == MARK_LENGTH
                && bytes.getLong(JOURNAL) == journal;
    }

    /** Returns the encoded changes of a batch. */
    public static ByteBuffer changes(ByteBuffer batch) {
        return batch.duplicate().position(CHANGES);
    }

    public static long sequence(ByteBuffer batch) {
        return batch.getLong(SEQUENCE);
    }

    public static int count(ByteBuffer batch) {
        return batch.getInt(COUNT);
    }

    static long synced(ByteBuffer batch) {
        return batch.getLong(SYNCED);
    }

    // ---- a change

    /** Returns the bytes that a key or value takes together with its length. */
    public static long lengthOf(byte[] part) {
        int digits = 1;
        for (int rest = part.length >>> 7; rest != 0; rest >>>= 7) {
            digits++;
        }
        return (long) digits + part.length;
    }

    /** Writes the length of a key or value and then the part itself, and returns the index behind it. */
    public static int append(byte[] part, byte[] out, int at) {
        int end = at;
        int rest = part.length;
        for (; rest >= 0x80; rest >>>= 7) {
            out[end++] = (byte) (rest | 0x80);
        }
        out[end++] = (byte) rest;
        System.arraycopy(part, 0, out, end, part.length);
        return end + part.length;
    }

    /** Reads encoded changes up to the end of the buffer. */
    public static void forEach(ByteBuffer changes, Each each) {
        while (changes.hasRemaining()) {
            byte kind = changes.get();
            byte[] key = next(changes);
            if (kind == DELETE_RANGE) {
                each.deleteRange(key, next(changes));
            } else {
                each.change(key, kind == PUT ? next(changes) : null);
            }
        }
    }

    private static byte[] next(ByteBuffer in) {
        int length = 0;
        int digit;
        int shift = 0;
        do {
            digit = in.get();
            length |= (digit & 0x7F) << shift;
            shift += 7;
        } while (digit < 0);
        byte[] next = new byte[length];
        in.get(next);
        return next;
    }
}
