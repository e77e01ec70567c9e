package dev.tutti.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts and deletes, in order; of two for one key the later one holds. Belongs to one thread until it is committed. What
 * it is given is copied, into the bytes that the log will have, see {@link BatchFormat}: a delete of a short key costs
 * little more than the key.
 */
public final class JournalBatch {

    /** A commit is one record in the log, and is read in one piece at the start. */
    private static final int MOST_BYTES = 1 << 30;

    private static final byte[] NOTHING = {};
    private static final byte DELETE = 0;
    private static final byte PUT = 1;
    private static final byte DELETE_RANGE = 15;

    /** What is done with each change. */
    interface Each {
        /** @param value null for a delete */
        void change(byte[] key, byte[] value);

        /** Every key from the one to the other is deleted, which itself is not. */
        void deleteRange(byte[] from, byte[] to);
    }

    private byte[] bytes = NOTHING;
    private int length;
    private int count;

    /** @throws IllegalStateException if that makes more than 1 GiB */
    public JournalBatch put(byte[] key, byte[] value) {
        begin(PUT, lengthOf(key) + lengthOf(value));
        append(key);
        append(value);
        return this;
    }

    /** @throws IllegalStateException if that makes more than 1 GiB */
    public JournalBatch delete(byte[] key) {
        begin(DELETE, lengthOf(key));
        append(key);
        return this;
    }

    /**
     * Deletes every key from {@code from}, included, to {@code to}, excluded, and costs as much as one delete. For many at
     * a time: the database remembers each range until it rewrites its tables, and looks at it when it reads.
     */
    public JournalBatch deleteRange(byte[] from, byte[] to) {
        begin(DELETE_RANGE, lengthOf(from) + lengthOf(to));
        append(from);
        append(to);
        return this;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many puts and deletes. */
    public int size() {
        return count;
    }

    /** What they take in the log. */
    public int bytes() {
        return length;
    }

    /** Adds so many in the form of the log. */
    void append(int changes, ByteBuffer encoded) {
        int more = encoded.remaining();
        reserve(more);
        encoded.get(bytes, length, more);
        length += more;
        count += changes;
    }

    void writeTo(ByteBuffer out) {
        out.put(bytes, 0, length);
    }

    /** Reads them back. */
    void forEach(Each each) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        while (in.hasRemaining()) {
            byte kind = in.get();
            byte[] key = next(in);
            if (kind == DELETE_RANGE) {
                each.deleteRange(key, next(in));
            } else {
                each.change(key, kind == PUT ? next(in) : null);
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

    private void begin(byte kind, long more) {
        if (length + 1 + more > MOST_BYTES) {
            throw new IllegalStateException("a commit of more than " + MOST_BYTES + " bytes");
        }
        reserve(1 + (int) more);
        bytes[length++] = kind;
        count++;
    }

    private static long lengthOf(byte[] part) {
        int digits = 1;
        for (int rest = part.length >>> 7; rest != 0; rest >>>= 7) {
            digits++;
        }
        return (long) digits + part.length;
    }

    /** One change fits exactly, since most commits are of one. */
    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(2 * bytes.length, MOST_BYTES)));
        }
    }

    private void append(byte[] part) {
        int rest = part.length;
        for (; rest >= 0x80; rest >>>= 7) {
            bytes[length++] = (byte) (rest | 0x80);
        }
        bytes[length++] = (byte) rest;
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
    }

    @Override
    public String toString() {
        return "<Changes size=" + count + " bytes=" + length + ">";
    }
}
