package dev.tutti.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes replies as RESP2, or as RESP3 after {@link #resp3}. The writer copies a short bulk once and a long one not at
 * all. {@link #take} hands over all that was written, and the writer then holds no memory. Not thread-safe.
 */
public final class ReplyWriter {

    /** The most bytes of an error's message; the rest is cut off. */
    public static final int MAX_ERROR = 4096;

    /** The smallest size of an array that replaces a full one. */
    private static final int SMALLEST = 256;
    /**
     * A full array up to this size is copied into a larger one. A larger one is kept as it is, and another is begun.
     */
    private static final int LARGE = 16 * 1024;
    /** The longest line that is not text: a kind, a sign and the 19 digits of a long, and the line end. */
    private static final int MAX_NUMBER_LINE = 1 + 20 + 2;

    private static final byte[] NONE = {};
    private static final byte[] NULL = ascii("_\r\n");
    private static final byte[] NULL_BULK = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY = ascii("*-1\r\n");

    /** The buffers whose content precedes that of {@code bytes}. */
    private final List<ByteBuf> full = new ArrayList<>(0);

    private byte[] bytes = NONE;
    private int length;
    /** The number of bytes in {@code full}. */
    private int before;

    /** The size of the first array: room for as much as was written before the last take. */
    private int usual;

    private boolean resp3;

    public ReplyWriter() {}

    /**
     * Chooses the protocol. RESP3 writes null as {@code _} and a map as {@code %}. RESP2 writes null as {@code $-1} or
     * {@code *-1}, and a map as an array.
     */
    public void resp3(boolean on) {
        resp3 = on;
    }

    /**
     * Writes a status such as {@code OK}.
     *
     * @throws IllegalArgumentException if it is not printable ASCII
     */
    public void simple(String status) {
        for (int i = 0; i < status.length(); i++) {
            if (status.charAt(i) < ' ' || status.charAt(i) > '~') {
                throw new IllegalArgumentException("no status: " + status);
            }
        }
        reserve(status.length() + 3);
        bytes[length++] = '+';
        word(status);
        endLine();
    }

    /**
     * Writes an error: its kind, one upper-case word, and a message of any bytes. CR and LF in the message become
     * spaces. The message is cut at {@link #MAX_ERROR} bytes, but not inside a UTF-8 character.
     */
    public void error(String kind, byte[] message) {
        int cut = Utf8.cut(message, MAX_ERROR);
        reserve(kind.length() + cut + 4);
        bytes[length++] = '-';
        word(kind);
        bytes[length++] = ' ';
        line(message, cut);
    }

    /**
     * Writes an error whose kind and message are one text, such as {@code "ERR unknown command"}. Both together are cut
     * at {@link #MAX_ERROR} bytes.
     */
    public void error(String kindAndText) {
        byte[] text = kindAndText.getBytes(StandardCharsets.UTF_8);
        int cut = Utf8.cut(text, MAX_ERROR);
        reserve(cut + 3);
        bytes[length++] = '-';
        line(text, cut);
    }

    public void integer(long value) {
        number(':', value);
    }

    /**
     * Writes a string of any bytes. The caller must not change them afterwards, since a long array goes to the socket
     * itself.
     */
    public void bulk(byte[] value) {
        number('$', value.length);
        if (value.length > LARGE) {
            put(written());
            put(Unpooled.wrappedBuffer(value));
            bytes = NONE;
            length = 0;
        } else {
            reserve(value.length + 2);
            System.arraycopy(value, 0, bytes, length, value.length);
            length += value.length;
        }
        reserve(2);
        endLine();
    }

    /** Begins a string of so many bytes; the caller writes them next, and a line end, by {@link #encoded}. */
    public void bulkStart(long bytes) {
        number('$', bytes);
    }

    public void bulk(String value) {
        bulk(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a reply that is encoded already. */
    public void encoded(byte[] reply) {
        reserve(reply.length);
        System.arraycopy(reply, 0, bytes, length, reply.length);
        length += reply.length;
    }

    /** Writes null in place of any reply except an array. */
    public void nullBulk() {
        encoded(resp3 ? NULL : NULL_BULK);
    }

    /** Writes null in place of an array. */
    public void nullArray() {
        encoded(resp3 ? NULL : NULL_ARRAY);
    }

    /** Begins an array; the caller writes that many replies next. */
    public void array(int replies) {
        number('*', replies);
    }

    /** Begins a map; the caller writes that many pairs next, each a key and a value. */
    public void map(int pairs) {
        if (resp3) {
            number('%', pairs);
        } else {
            number('*', 2L * pairs);
        }
    }

    /** Begins a message that no command asked for; the caller writes that many replies next. */
    public void push(int replies) {
        number(resp3 ? '>' : '*', replies);
    }

    /** The number of bytes written since the last take. */
    public int size() {
        return before + length;
    }

    /**
     * Returns all that was written since the last take, without another copy. The buffer is for one write to a socket,
     * which releases it.
     */
    public ByteBuf take() {
        ByteBuf all = written();
        if (!full.isEmpty()) {
            CompositeByteBuf parts = Unpooled.compositeBuffer(full.size() + 1);
            all = parts.addComponents(true, full).addComponent(true, all);
            full.clear();
        }
        usual = Math.min(size(), LARGE) + MAX_NUMBER_LINE;
        bytes = NONE;
        length = 0;
        before = 0;
        return all;
    }

    /** Takes all that was written as one array. */
    public byte[] takeBytes() {
        return ByteBufUtil.getBytes(take());
    }

    private void number(char kind, long value) {
        reserve(MAX_NUMBER_LINE);
        bytes[length++] = (byte) kind;
        length = digits(value, bytes, length);
        endLine();
    }

    /** Writes the number in decimal at {@code from} and returns the index behind it. */
    private static int digits(long value, byte[] to, int from) {
        int first = from;
        if (value < 0) {
            to[first++] = '-';
        }
        // Kept negative, because Long.MIN_VALUE has no positive counterpart.
        long rest = value < 0 ? value : -value;
        int end = first + digitCount(rest);
        for (int i = end - 1; i >= first; i--) {
            long quotient = rest / 10;
            to[i] = (byte) ('0' + (quotient * 10 - rest));
            rest = quotient;
        }
        return end;
    }

    private static int digitCount(long negative) {
        int count = 1;
        for (long power = -10; count < 19 && negative <= power; power *= 10) {
            count++;
        }
        return count;
    }

    private void word(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    private void line(byte[] text, int to) {
        for (int i = 0; i < to; i++) {
            byte b = text[i];
            bytes[length++] = b == '\r' || b == '\n' ? (byte) ' ' : b;
        }
        endLine();
    }

    private void endLine() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private void reserve(int more) {
        if (more <= bytes.length - length) {
            return;
        }
        if (length <= LARGE) {
            int least = bytes == NONE ? usual : SMALLEST;
            bytes = Arrays.copyOf(bytes, Math.max(least, Math.max(2 * bytes.length, length + more)));
            return;
        }
        put(written());
        length = 0;
        bytes = new byte[Math.max(4 * LARGE, more)];
    }

    private void put(ByteBuf part) {
        full.add(part);
        before = Math.addExact(before, part.readableBytes());
    }

    /** The bytes written into the array. Setting the writer index is cheaper than a slice. */
    private ByteBuf written() {
        return Unpooled.wrappedBuffer(bytes).writerIndex(length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
