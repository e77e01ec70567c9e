package dev.tutti.resp;

import io.netty.buffer.ByteBuf;

/**
 * Bytes to commands, in any pieces: RESP arrays of bulk strings and inline lines, mixed and pipelined. The limits and
 * the texts of errors are Redis's. What it accepts depends on the bytes alone, never on how they were cut into pieces.
 *
 * <p>Feed it what was read, then call {@link #next} until it is null. It keeps an unfinished command and no more: its
 * buffer grows with what has arrived, at most twofold, whatever lengths were declared, and goes when it is empty. More
 * of a line or a bulk costs no second look at what was there of it. One thread at a time.
 */
public final class RequestParser {

    /** Bytes before the end of a line. */
    private static final int MAX_LINE = 64 * 1024;

    private static final int MAX_WORDS = 1024 * 1024;
    private static final int MAX_BULK = 512 * 1024 * 1024;
    /** The largest maxCommandSize: 1 GiB, since a buffer twice as large still has to be an array. */
    private static final int MAX_COMMAND = 1024 * 1024 * 1024;
    /** The line end behind a bulk, of which Redis looks at the length only. */
    private static final int BULK_END = 2;
    /** An empty one: {@code $0}, the end of that line, its own. */
    private static final int SHORTEST_BULK = 6;

    private final int maxItemSize;
    private final int maxCommandSize;
    private final InputBuffer input = new InputBuffer();
    private final Arguments arguments = new Arguments();
    /** Inside an array: some of its words are still to come. */
    private boolean inArray;

    private int wordsLeft;
    /** Bytes until the end of the bulk that has begun, its line end included; -1 outside of a bulk. */
    private int bulkLeft = -1;

    private boolean broken;

    /**
     * @param maxItemSize the longest word, in bytes
     * @param maxCommandSize the longest command as it came, in bytes, lengths and line ends included; at most 1 GiB
     */
    public RequestParser(int maxItemSize, int maxCommandSize) {
        if (maxItemSize < 1 || maxCommandSize < maxItemSize || maxCommandSize > MAX_COMMAND) {
            throw new IllegalArgumentException("expected 1 <= maxItemSize <= maxCommandSize <= 1 GiB, got "
                    + maxItemSize + " and " + maxCommandSize);
        }
        this.maxItemSize = maxItemSize;
        this.maxCommandSize = maxCommandSize;
    }

    /** Takes the readable bytes in. If the buffer has an array, that is the parser's from now on. */
    public void feed(ByteBuf bytes) {
        bytes.skipBytes(skip(bytes.readableBytes()));
        int length = bytes.readableBytes();
        if (bytes.hasArray() && held() + input.available() == 0) {
            input.become(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), length);
            bytes.skipBytes(length);
        } else if (length > 0) {
            reserve(length);
            bytes.readBytes(input.bytes, input.limit, length);
            input.limit += length;
        }
    }

    /** Takes a copy of these bytes in. */
    public void feed(byte[] bytes, int from, int length) {
        int skipped = skip(length);
        int rest = length - skipped;
        if (rest > 0) {
            reserve(rest);
            System.arraycopy(bytes, from + skipped, input.bytes, input.limit, rest);
            input.limit += rest;
        }
    }

    /**
     * The next whole command, or null when more bytes are needed. What it gives is the same object every time, valid
     * until the next call of this or {@code feed}. Once it has thrown, what is fed is dropped and the answer null.
     */
    public Arguments next() throws ProtocolException {
        try {
            while (inArray || input.available() > 0) {
                if (!(inArray ? readWords() : begin())) {
                    break;
                }
                if (!inArray && arguments.count() > 0) {
                    arguments.over(input.bytes, input.start);
                    return arguments;
                }
            }
        } catch (ProtocolException e) {
            breakOff();
            throw e;
        }
        settle();
        return null;
    }

    /** Whether part of a command has come: asked once {@link #next} was null. */
    public boolean isMidCommand() {
        return inArray || input.available() > 0;
    }

    /** How much memory the bytes and words that are kept take, in bytes. */
    public long heldBytes() {
        return (long) input.bytes.length + arguments.heldBytes();
    }

    /** Reads an inline command, or the beginning of an array; false if it is not all there. */
    private boolean begin() throws ProtocolException {
        arguments.clear();
        input.start = input.position;
        return input.bytes[input.position] == '*' ? beginArray() : readInline();
    }

    private boolean readInline() throws ProtocolException {
        int newline = input.lineEnd((byte) '\n', MAX_LINE, "too big inline request");
        if (newline < 0) {
            return false;
        }
        InlineWords.split(input.bytes, input.start, newline, maxItemSize, arguments);
        input.position = newline + 1;
        if (commandSize() > maxCommandSize) {
            arguments.setTooBig();
        }
        return true;
    }

    private boolean beginArray() throws ProtocolException {
        int end = lengthEnd("too big mbulk count string");
        if (end < 0) {
            return false;
        }
        long count = length(end, "invalid multibulk length");
        if (count > MAX_WORDS) {
            throw new ProtocolException("invalid multibulk length");
        }
        wordsLeft = (int) Math.max(count, 0);
        inArray = wordsLeft > 0;
        return true;
    }

    /** Reads on in an array; false if it is not all there. */
    private boolean readWords() throws ProtocolException {
        while (wordsLeft > 0) {
            if (!readShortBulk() && !readAnyBulk()) {
                return false;
            }
            wordsLeft--;
        }
        inArray = false;
        return true;
    }

    /**
     * Reads a bulk of less than a hundred bytes that is all there, as nearly every one is, in one go; says false, having
     * read nothing, if it is anything else.
     */
    private boolean readShortBulk() {
        byte[] bytes = input.bytes;
        int at = input.position;
        if (bulkLeft >= 0 || input.limit - at < SHORTEST_BULK || bytes[at] != '$' || arguments.tooBig()) {
            return false;
        }
        int end = bytes[at + 2] == '\r' ? at + 2 : at + 3;
        int length = bytes[end] == '\r' ? Decimal.fewDigits(bytes, at + 1, end) : -1;
        int word = end + 2;
        int next = word + length + BULK_END;
        if (length < 0 || next > input.limit || length > maxItemSize || next - input.start > maxCommandSize) {
            return false;
        }
        arguments.add(word - input.start, length);
        input.position = next;
        return true;
    }

    private boolean readAnyBulk() throws ProtocolException {
        if (bulkLeft < 0 && !beginBulk() || !readBulk()) {
            return false;
        }
        bulkLeft = -1;
        return true;
    }

    private boolean beginBulk() throws ProtocolException {
        int end = lengthEnd("too big bulk count string");
        if (end < 0) {
            return false;
        }
        byte kind = input.bytes[input.position];
        if (kind != '$') {
            throw new ProtocolException("expected '$', got '" + printed(kind) + "'");
        }
        long length = length(end, "invalid bulk length");
        if (length < 0 || length > MAX_BULK) {
            throw new ProtocolException("invalid bulk length");
        }
        bulkLeft = (int) length + BULK_END;
        if (length > maxItemSize || commandSize() + bulkLeft > maxCommandSize) {
            arguments.setTooBig();
        }
        return true;
    }

    private static char printed(byte b) {
        return b == '\r' || b == '\n' ? ' ' : (char) (b & 0xff);
    }

    /** Takes the bulk if it is all there; of a command that is too big, drops what is there of it. */
    private boolean readBulk() {
        if (arguments.tooBig()) {
            int dropped = Math.min(bulkLeft, input.available());
            bulkLeft -= dropped;
            input.position += dropped;
            if (bulkLeft > 0) {
                return false;
            }
            arguments.add(0, 0);
            return true;
        }
        if (input.available() < bulkLeft) {
            return false;
        }
        arguments.add(input.position - input.start, bulkLeft - BULK_END);
        input.position += bulkLeft;
        return true;
    }

    /** The index of the carriage return that ends a length; -1 unless the byte behind it has come, too. */
    private int lengthEnd(String refusal) throws ProtocolException {
        int end = input.lineEnd((byte) '\r', MAX_LINE, refusal);
        return end + 1 < input.limit ? end : -1;
    }

    /** The length that stands behind the line's first byte; goes on behind the line. */
    private long length(int end, String refusal) throws ProtocolException {
        int from = input.position + 1;
        if (!Decimal.isLong(input.bytes, from, end)) {
            throw new ProtocolException(refusal);
        }
        input.position = end + 2;
        return Decimal.toLong(input.bytes, from, end);
    }

    private long commandSize() {
        return input.position - input.start;
    }

    /** How many of so many new bytes are of no use: those of a bulk that is too big are never buffered. */
    private int skip(int length) {
        if (broken) {
            return length;
        }
        if (!arguments.tooBig() || bulkLeft < 0 || input.available() > 0) {
            return 0;
        }
        int skipped = Math.min(bulkLeft, length);
        bulkLeft -= skipped;
        return skipped;
    }

    private void reserve(int length) {
        int expected = arguments.tooBig() ? 0 : Math.max(0, bulkLeft - input.available());
        input.reserve(length, held(), expected);
    }

    /** How many bytes from the command's beginning are kept until it is whole. */
    private int held() {
        if (!inArray) {
            return 0;
        }
        return arguments.tooBig() ? arguments.keptEnd() : input.position - input.start;
    }

    private void settle() {
        input.settle(held());
        arguments.detach();
        if (!isMidCommand()) {
            arguments.release();
        }
    }

    private void breakOff() {
        broken = true;
        inArray = false;
        input.position = input.limit;
        settle();
    }
}
