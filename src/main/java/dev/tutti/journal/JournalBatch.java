package dev.tutti.journal;

import dev.tutti.journal.format.BatchFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts and deletes, in order. If two changes have the same key, the later one holds. A batch belongs to one thread
 * until it is committed. It copies its arguments and stores them as the bytes that the log will have, see {@link
 * BatchFormat}, so a delete of a short key costs little more than the key.
 */
public final class JournalBatch {

    /** A commit is one record in the log, and the next start reads a record in one piece. */
    private static final int MAX_BYTES = 1 << 30;

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int length;
    private int count;

    /** @throws IllegalStateException if the batch would be larger than 1 GiB */
    public JournalBatch put(byte[] key, byte[] value) {
        begin(BatchFormat.PUT, BatchFormat.lengthOf(key) + BatchFormat.lengthOf(value));
        append(key);
        append(value);
        return this;
    }

    /** @throws IllegalStateException if the batch would be larger than 1 GiB */
    public JournalBatch delete(byte[] key) {
        begin(BatchFormat.DELETE, BatchFormat.lengthOf(key));
        append(key);
        return this;
    }

    /**
     * Deletes every key from {@code from}, included, to {@code to}, excluded, and costs as much as one delete. Use it
     * for many keys at a time: the database remembers each range until it rewrites its tables, and checks it when it
     * reads.
     *
     * @throws IllegalStateException if the batch would be larger than 1 GiB
     */
    public JournalBatch deleteRange(byte[] from, byte[] to) {
        begin(BatchFormat.DELETE_RANGE, BatchFormat.lengthOf(from) + BatchFormat.lengthOf(to));
        append(from);
        append(to);
        return this;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Returns the number of puts and deletes. */
    public int size() {
        return count;
    }

    /** Returns the number of bytes that the changes take in the log. */
    public int bytes() {
        return length;
    }

    /** Adds that many changes, which are encoded already. */
    void append(int changes, ByteBuffer encoded) {
        int more = encoded.remaining();
        reserve(more);
        encoded.get(bytes, length, more);
        length += more;
        count += changes;
    }

    void writeTo(ByteBuffer out) {
        writeTo(out, 0, length);
    }

    /** Writes a part of the encoded changes. */
    void writeTo(ByteBuffer out, int from, int count) {
        out.put(bytes, from, count);
    }

    /** Decodes the changes. */
    void forEach(BatchFormat.Each each) {
        BatchFormat.forEach(ByteBuffer.wrap(bytes, 0, length), each);
    }

    private void begin(byte kind, long more) {
        if (length + 1 + more > MAX_BYTES) {
            throw new IllegalStateException("a commit of more than " + MAX_BYTES + " bytes");
        }
        reserve(1 + (int) more);
        bytes[length++] = kind;
        count++;
    }

    /** Allocates exactly the bytes of the first change, since most commits have only one. */
    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(2 * bytes.length, MAX_BYTES)));
        }
    }

    private void append(byte[] part) {
        length = BatchFormat.append(part, bytes, length);
    }

    @Override
    public String toString() {
        return "<JournalBatch size=" + count + " bytes=" + length + ">";
    }
}
