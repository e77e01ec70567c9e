package dev.tutti.resp;

/**
 * Splits an inline command into words as Redis does. Words are separated by blanks. {@code "Double quotes"} know the
 * escapes {@code \n \r \t \b \a \xHH} and take any other escaped byte literally. {@code 'Single quotes'} know only
 * {@code \'}. A quote may open inside a word, but a word ends at its closing quote. A NUL is an ordinary byte. Words
 * are unquoted in place, since unquoting never makes them longer.
 */
final class InlineWords {

    private final byte[] bytes;
    private final int to;
    private int at;
    /** The index for the next byte of the unquoted word, never beyond {@code at}. */
    private int end;

    private InlineWords(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /**
     * Adds the words of the line to {@code words}, with offsets that count from {@code from}.
     *
     * @throws ProtocolException if a quote is not closed, or text follows a closing quote
     */
    static void split(byte[] bytes, int from, int to, int maxItemSize, Arguments words) throws ProtocolException {
        InlineWords line = new InlineWords(bytes, from, to);
        while (line.skipBlanks()) {
            int start = line.at;
            line.readWord();
            if (line.end - start > maxItemSize) {
                words.setTooBig();
            }
            words.add(start - from, line.end - start);
        }
    }

    private boolean skipBlanks() {
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        return at < to;
    }

    private void readWord() throws ProtocolException {
        end = at;
        while (at < to) {
            byte b = bytes[at++];
            if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                return;
            }
            if (b == '"' || b == '\'') {
                readQuoted(b);
                return;
            }
            bytes[end++] = b;
        }
    }

    private void readQuoted(byte quote) throws ProtocolException {
        while (at < to) {
            byte b = bytes[at++];
            if (b == quote) {
                closeQuote();
                return;
            }
            bytes[end++] = b == '\\' && at < to ? escaped(quote) : b;
        }
        throw unbalanced();
    }

    /** Refuses a closing quote that is followed by anything but a blank or the end of the line. */
    private void closeQuote() throws ProtocolException {
        if (at < to && !isBlank(bytes[at])) {
            throw unbalanced();
        }
    }

    /** Reads the rest of an escape, behind its backslash, and returns the byte that it stands for. */
    private byte escaped(byte quote) {
        if (quote == '\'') {
            return bytes[at] == '\'' ? bytes[at++] : (byte) '\\';
        }
        byte b = bytes[at++];
        if (b == 'x' && to - at >= 2 && hex(bytes[at]) >= 0 && hex(bytes[at + 1]) >= 0) {
            at += 2;
            return (byte) (hex(bytes[at - 2]) << 4 | hex(bytes[at - 1]));
        }
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 0x07;
            default -> b;
        };
    }

    private static int hex(byte b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    private static ProtocolException unbalanced() {
        return new ProtocolException("unbalanced quotes in request");
    }
}
