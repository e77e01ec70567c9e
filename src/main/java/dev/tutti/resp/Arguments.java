package dev.tutti.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The words of one request, the command's name first: a view of the parser's buffer, valid until the parser's next
 * {@code next} or {@code feed}. Nothing here allocates but {@link #bytes} and {@link #text}.
 *
 * <p>Of a request that is {@link #tooBig} at most the name is kept: the other words are counted and read as empty.
 */
public final class Arguments {

    private static final int FEW_WORDS = 8;

    private byte[] buffer;
    /** Index in the buffer that the offsets of the words count from. */
    private int base;
    /** Offset and length of each word kept, in turn. */
    private int[] spans = new int[2 * FEW_WORDS];

    private int kept;
    private int count;
    private boolean tooBig;

    Arguments() {}

    /** How many words the request has; at least one. */
    public int count() {
        return count;
    }

    /** Whether a word, or the request in all, is over the limit: the answer is {@code TOOBIG}. */
    public boolean tooBig() {
        return tooBig;
    }

    /** Whether the word is this one, in any case. */
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

    /** The word for a person to read: what is no UTF-8 becomes U+FFFD. */
    public String text(int index) {
        return new String(buffer, from(index), length(index), StandardCharsets.UTF_8);
    }

    /** Whether the word is well-formed UTF-8. */
    public boolean isUtf8(int index) {
        int from = from(index);
        return Utf8.isValid(buffer, from, from + length(index));
    }

    /** Whether the word is a signed 64-bit integer: no plus sign, leading zero or space. */
    public boolean isInteger(int index) {
        int from = from(index);
        return Decimal.isLong(buffer, from, from + length(index));
    }

    /** The word's value; refuses what {@link #isInteger} refuses. */
    public long integer(int index) {
        if (!isInteger(index)) {
            throw new NumberFormatException("not an integer: " + text(index));
        }
        int from = from(index);
        return Decimal.toLong(buffer, from, from + length(index));
    }

    /** The same as {@code Arrays.hashCode(bytes(index))}. */
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

    /** Whether the word consists of just these bytes. */
    public boolean sameBytes(int index, byte[] other) {
        int from = from(index);
        return Arrays.equals(buffer, from, from + length(index), other, 0, other.length);
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

    /** Ends the view. */
    void detach() {
        buffer = null;
    }

    /** Forgets the words and gives back the memory of many. */
    void release() {
        clear();
        shrink();
    }

    int heldBytes() {
        return Integer.BYTES * spans.length;
    }

    /** Adds a word at this offset of the request; of one that is too big only its number. */
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

    /** Lets go of all words but the name. */
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

    /** Offset behind the last word kept; 0 if there is none. */
    int keptEnd() {
        return kept == 0 ? 0 : spans[2 * kept - 2] + spans[2 * kept - 1];
    }

    /** Where the words are from now on. */
    void over(byte[] buffer, int base) {
        this.buffer = buffer;
        this.base = base;
    }
}
