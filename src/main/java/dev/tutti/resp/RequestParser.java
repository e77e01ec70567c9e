package dev.tutti.resp;

import io.netty.buffer.ByteBuf;

/**
 * Parses bytes into commands: RESP arrays of bulk strings and inline lines, mixed and pipelined. The limits and the
 * error texts are those of Redis. The bytes may arrive in any pieces, and the result never depends on where they were
 * cut.
 *
 * <p>Feed the parser the bytes that were read, then call {@link #next} until it returns null. Only an unfinished
 * command stays in the buffer. The buffer is at most twice as large as the bytes that have arrived, whatever lengths a
 * client declares, and it is freed when it is empty. Bytes of an unfinished line or bulk are not scanned again when
 * more arrive. Not thread-safe.
 */
public final class RequestParser {

    /** The most bytes of a line, its end not counted. */
    private static final int MAX_LINE = 64 * 1024;

    private static final int MAX_WORDS = 1024 * 1024;
    private static final int MAX_BULK = 512 * 1024 * 1024;
    /**
     * The length of the line end behind a bulk. Like Redis, the parser skips these two bytes without looking at them.
     */
    private static final int BULK_END = 2;
    /** The most words of a request from a client that has not authenticated. */
    private static final int MAX_UNAUTHENTICATED_WORDS = 10;
    /** The most bytes of a word of such a request. */
    private static final int MAX_UNAUTHENTICATED_BULK = 16 * 1024;
    /** The length of an empty bulk: {@code $0}, a line end, and the line end of the empty content. */
    private static final int SHORTEST_BULK = 6;

    private final RequestLimits limits;
    private final InputBuffer input = new InputBuffer();
    private final Arguments arguments = new Arguments();
    /** True inside an array, while some of its words are still to come. */
    private boolean inArray;

    private int wordsLeft;
    /** The bytes still to come of the current bulk, its line end included; -1 outside of a bulk. */
    private int bulkLeft = -1;

    private boolean broken;
    private boolean unauthenticated;

    /** Creates a parser with limits of its own. */
    public RequestParser(int maxItemSize, int maxCommandSize) {
        this(new RequestLimits(maxItemSize, maxCommandSize));
    }

    public RequestParser(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * Says whether the client still has to authenticate. While it has to, a request has at most 10 words of at most 16
     * KiB.
     */
    public void unauthenticated(boolean is) {
        unauthenticated = is;
    }

    /**
     * Adds the readable bytes to the input. If the buffer is backed by an array, the parser may keep and overwrite that
     * array, so the caller must not use it again.
     */
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

    /** The memory in bytes that {@link #feed} is about to take for this many bytes, besides {@link #heldBytes}. */
    public long growth(int length) {
        return broken ? 0 : input.growth(length, held());
    }

    /** Drops all input, and everything that is fed from now on. */
    public void drop() {
        breakOff();
    }

    /** Adds a copy of these bytes to the input. */
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
     * Returns the next complete command, or null if more bytes are needed. The returned object is always the same one.
     * It is valid until the next call of this method or of {@link #drop}.
     *
     * @throws ProtocolException if the bytes are not RESP. From then on, input is dropped and this method returns null.
     */
    public Arguments next() throws ProtocolException {
        try {
            while (inArray || input.available() > 0) {
                if (!(inArray ? readWords() : begin())) {
                    break;
                }
                if (!inArray && arguments.count() > 0) {
                    arguments.over(input.bytes, input.start);
                    if (HttpLines.areBegunBy(arguments)) {
                        throw new HttpRequestException();
                    }
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

    /** True if bytes have arrived that {@link #next} has not returned. */
    public boolean isMidCommand() {
        return inArray || input.available() > 0;
    }

    /** The memory in bytes that the buffered bytes and words take. */
    public long heldBytes() {
        return (long) input.bytes.length + arguments.heldBytes();
    }

    /** Reads an inline command or the header of an array. Returns false if it has not arrived in full. */
    private boolean begin() throws ProtocolException {
        arguments.clear();
        input.start = input.position;
        return input.bytes[input.position] == '*' ? beginArray() : readInline();
    }

    private boolean readInline() throws ProtocolException {
        TlsHello.refuse(input.bytes, input.start, input.limit);
        int newline = input.lineEnd((byte) '\n', MAX_LINE, "too big inline request");
        if (newline < 0) {
            return false;
        }
        HttpLines.refuse(input.bytes, input.start, newline);
        InlineWords.split(input.bytes, input.start, newline, limits.maxItemSize(), arguments);
        input.position = newline + 1;
        refuseUnauthenticated(arguments.count(), arguments.longest());
        if (commandSize() > limits.maxCommandSize()) {
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
        refuseUnauthenticated(count, 0);
        wordsLeft = (int) Math.max(count, 0);
        inArray = wordsLeft > 0;
        return true;
    }

    /** Reads the words of an array. Returns false if they have not all arrived. */
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
     * The fast path: reads a bulk of less than 100 bytes that has arrived in full, as nearly every one has. Returns
     * false, having read nothing, for any other input.
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
        if (length < 0
                || next > input.limit
                || length > limits.maxItemSize()
                || next - input.start > limits.maxCommandSize()) {
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
        refuseUnauthenticated(1, length);
        bulkLeft = (int) length + BULK_END;
        if (length > limits.maxItemSize() || commandSize() + bulkLeft > limits.maxCommandSize()) {
            arguments.setTooBig();
        }
        return true;
    }

    /** Refuses a request that is larger than a client needs to authenticate. */
    private void refuseUnauthenticated(long words, long bytes) throws ProtocolException {
        if (unauthenticated && words > MAX_UNAUTHENTICATED_WORDS) {
            throw new ProtocolException("unauthenticated multibulk length");
        }
        if (unauthenticated && bytes > MAX_UNAUTHENTICATED_BULK) {
            throw new ProtocolException("unauthenticated bulk length");
        }
    }

    private static char printed(byte b) {
        return b == '\r' || b == '\n' ? ' ' : (char) (b & 0xff);
    }

    /**
     * Reads the bulk if it has arrived in full. If the command is too big, the bytes that have arrived are dropped
     * instead.
     */
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

    /** The index of the carriage return that ends a length, or -1 if it or the byte behind it has not arrived. */
    private int lengthEnd(String refusal) throws ProtocolException {
        int end = input.lineEnd((byte) '\r', MAX_LINE, refusal);
        return end + 1 < input.limit ? end : -1;
    }

    /** Reads the length behind the line's first byte, and moves on to the next line. */
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

    /** The number of new bytes that can be skipped: bytes of a bulk that is too big are never buffered. */
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

    /** The number of bytes to keep, from the command's beginning, until it is complete. */
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
