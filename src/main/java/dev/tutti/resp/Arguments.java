package dev.tutti.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The words of one request, beginning with the command's name. This is a view of the parser's buffer: it is valid until
 * the next call of the parser's {@code next} or {@code drop}. Only {@link #bytes} and {@link #text} allocate memory.
 *
 * <p>If a request is {@link #tooBig}, only its name is kept. The other words are counted and read as empty.
 */
public final class Arguments {

    private static final int FEW_WORDS = 8;

    private byte[] buffer;
    /** Index in the buffer from which the words' offsets count. */
    private int base;
    /** The offset and length of each word kept, one pair after another. */
    private int[] spans = new int[2 * FEW_WORDS];

    private int kept;
    private int count;
    private boolean tooBig;

    Arguments() {}

    /** The number of words in the request, at least 1. */
    public int count() {
        return count;
    }

    /** True if one word, or the whole request, is over its limit. The caller replies {@code TOOBIG}. */
    public boolean tooBig() {
        return tooBig;
    }

    /** True if the word equals this one, ignoring the case of ASCII letters. */
    public boolean is(int index, String upperCaseAsciiWord) {
        int length = length(index);
        if (length != upperCaseAsciiWord.length()) {
            return false;
        }
        int from = from(index);
        for (int i = 0; i < length; i++) {
            byte b = buffer[from + i];
            if ((b >= 'a' && b <= 'z' ? b - 32 : b) != upperCaseAsciiWord.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A copy of the word. */
    public byte[] bytes(int index) {
        int from = from(index);
        return Arrays.copyOfRange(buffer, from, from + length(index));
    }

    /** The word as text for messages. Bytes that are not UTF-8 become U+FFFD. */
    public String text(int index) {
        return new String(buffer, from(index), length(index), StandardCharsets.UTF_8);
    }

    /** True if the word is well-formed UTF-8. */
    public boolean isUtf8(int index) {
        int from = from(index);
        return Utf8.isValid(buffer, from, from + length(index));
    }

    /** True if the word is a signed 64-bit integer as {@link Decimal} defines it. */
    public boolean isInteger(int index) {
        int from = from(index);
        return Decimal.isLong(buffer, from, from + length(index));
    }

    /**
     * The word's value as an integer.
     *
     * @throws NumberFormatException if {@link #isInteger} is false
     */
    public long integer(int index) {
        if (!isInteger(index)) {
            throw new NumberFormatException("not an integer: " + text(index));
        }
        int from = from(index);
        return Decimal.toLong(buffer, from, from + length(index));
    }

    /** A hash code equal to {@code Arrays.hashCode(bytes(index))}, without the copy. */
    public int hash(int index) {
        int from = from(index);
        int to = from + length(index);
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + buffer[i];
        }
        return hash;
    }

    /** The word's length in bytes. */
    public int length(int index) {
        return isKept(index) ? spans[2 * index + 1] : 0;
    }

    /** True if the word has exactly these bytes. */
    public boolean sameBytes(int index, byte[] other) {
        int from = from(index);
        return Arrays.equals(buffer, from, from + length(index), other, 0, other.length);
    }

    /** The number of words whose content is kept. */
    public int kept() {
        return kept;
    }

    /** The length in bytes of all words that are kept. */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < kept; i++) {
            bytes += spans[2 * i + 1];
        }
        return bytes;
    }

    /** The length in bytes of the longest word that is kept. */
    int longest() {
        int longest = 0;
        for (int i = 0; i < kept; i++) {
            longest = Math.max(longest, spans[2 * i + 1]);
        }
        return longest;
    }

    private int from(int index) {
        return isKept(index) ? base + spans[2 * index] : base;
    }

    private boolean isKept(int index) {
        return Objects.checkIndex(index, count) < kept;
    }

    void clear() {
        kept = 0;
        count = 0;
        tooBig = false;
    }

    /** Ends the view: the words cannot be read any more. */
    void detach() {
        buffer = null;
    }

    /** Forgets the words, and shrinks the table of offsets to its usual size. */
    void release() {
        clear();
        shrink();
    }

    int heldBytes() {
        return Integer.BYTES * spans.length;
    }

    /** Adds a word at this offset of the request. In a request that is too big the word is only counted. */
    void add(int offset, int length) {
        if (!tooBig) {
            if (2 * kept == spans.length) {
                spans = Arrays.copyOf(spans, 2 * spans.length);
            }
            spans[2 * kept] = offset;
            spans[2 * kept + 1] = length;
            kept++;
        }
        count++;
    }

    /** Marks the request as too big, and forgets all of its words but the name. */
    void setTooBig() {
        tooBig = true;
        kept = Math.min(kept, 1);
        shrink();
    }

    private void shrink() {
        if (spans.length > 2 * FEW_WORDS) {
            spans = Arrays.copyOf(spans, 2 * FEW_WORDS);
        }
    }

    /** The offset behind the last word kept, or 0 if no word is kept. */
    int keptEnd() {
        return kept == 0 ? 0 : spans[2 * kept - 2] + spans[2 * kept - 1];
    }

    /** Says which array, from which index, the words' offsets refer to from now on. */
    void over(byte[] buffer, int base) {
        this.buffer = buffer;
        this.base = base;
    }
}
