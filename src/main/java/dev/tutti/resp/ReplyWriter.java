package dev.tutti.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Replies to bytes, as RESP2 until {@link #resp3} is set. It writes into arrays of its own, copies a bulk once or, if it
 * is long, not at all, gives the arrays away with {@link #take} and holds none after it. One thread at a time.
 */
public final class ReplyWriter {

    /** Bytes of an error's message; the rest is cut. */
    public static final int MAX_ERROR = 4096;

    /** What an array has at least that takes the place of one that is full. */
    private static final int SMALLEST = 256;
    /** Up to here an array that is full is copied to a larger one, above it stays as it is and another is begun. */
    private static final int LARGE = 16 * 1024;
    /** The longest line but text: a kind, the 19 digits of a long and their sign, the line end. */
    private static final int MAX_NUMBER_LINE = 1 + 20 + 2;

    private static final byte[] NONE = {};
    private static final byte[] NULL = ascii("_\r\n");
    private static final byte[] NULL_BULK = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY = ascii("*-1\r\n");

    /** What stands before {@code bytes}. */
    private final List<ByteBuf> full = new ArrayList<>(0);

    private byte[] bytes = NONE;
    private int length;
    /** How many bytes they have. */
    private int before;

    /** What the first array has: room for as much as there was at the last take. */
    private int usual;

    private boolean resp3;

    public ReplyWriter() {}

    /** From now on null is {@code _} and a map {@code %}, or, in RESP2, {@code $-1} or {@code *-1} and an array. */
    public void resp3(boolean on) {
        resp3 = on;
    }

    /** A status such as {@code OK}: printable ASCII, anything else is refused. */
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
     * An error of this kind, one upper-case word, with a message of any bytes: CR and LF become spaces, and it is cut at
     * {@link #MAX_ERROR} bytes, but not inside a UTF-8 character.
     */
    public void error(String kind, byte[] message) {
        int cut = Utf8.cut(message, MAX_ERROR);
        reserve(kind.length() + cut + 4);
        bytes[length++] = '-';
        word(kind);
        bytes[length++] = ' ';
        line(message, cut);
    }

    /** The same for kind and message in one, as {@code "ERR unknown command"}; the limit is of both. */
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

    /** A string of any bytes, which must not change afterwards: the array itself may go to the socket. */
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

    public void bulk(String value) {
        bulk(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Null where the reply would be anything but an array. */
    public void nullBulk() {
        constant(resp3 ? NULL : NULL_BULK);
    }

    /** Null where the reply would be an array. */
    public void nullArray() {
        constant(resp3 ? NULL : NULL_ARRAY);
    }

    /** The beginning of an array of so many replies, which follow. */
    public void array(int replies) {
        number('*', replies);
    }

    /** The beginning of a map of so many pairs, which follow, key and value in turn. */
    public void map(int pairs) {
        if (resp3) {
            number('%', pairs);
        } else {
            number('*', 2L * pairs);
        }
    }

    /** Bytes written since the last take. */
    public int size() {
        return before + length;
    }

    /** What was written since the last take, without another copy: for one write to a socket, which releases it. */
    public ByteBuf take() {
        ByteBuf all = written();
        if (!full.isEmpty()) {
            CompositeByteBuf chain = Unpooled.compositeBuffer(full.size() + 1);
            all = chain.addComponents(true, full).addComponent(true, all);
            full.clear();
        }
        usual = Math.min(size(), LARGE) + MAX_NUMBER_LINE;
        bytes = NONE;
        length = 0;
        before = 0;
        return all;
    }

    private void number(char kind, long value) {
        reserve(MAX_NUMBER_LINE);
        bytes[length++] = (byte) kind;
        length = digits(value, bytes, length);
        endLine();
    }

    /** Writes the number in decimal at {@code from} and gives the index behind it. */
    private static int digits(long value, byte[] to, int from) {
        int first = from;
        if (value < 0) {
            to[first++] = '-';
        }
        // Negative, because Long.MIN_VALUE has no positive.
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

    private void constant(byte[] line) {
        reserve(line.length);
        System.arraycopy(line, 0, bytes, length, line.length);
        length += line.length;
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

    /** What is in the array, without the slice that a part of it would be. */
    private ByteBuf written() {
        return Unpooled.wrappedBuffer(bytes).writerIndex(length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
