package dev.tutti.resp;

/** Checks for well-formed UTF-8 (RFC 3629): only shortest forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

    private Utf8() {}

    static boolean isValid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (bytes[i] >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(bytes, i, to);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /**
     * The number of bytes that remain when the text is cut at {@code max}: {@code max}, or up to three less where that
     * would split a character. Bytes that are not UTF-8 are cut at {@code max}.
     */
    static int cut(byte[] bytes, int max) {
        if (bytes.length <= max) {
            return bytes.length;
        }
        for (int lead = max - 1; lead >= Math.max(0, max - 3); lead--) {
            if (!isContinuation(bytes[lead])) {
                return lead + sequenceLength(bytes, lead, bytes.length) > max ? lead : max;
            }
        }
        return max;
    }

    /** The length in bytes of the character at {@code i}, or 0 if it is malformed. */
    private static int sequenceLength(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || to - i < length || !isSecond(lead, bytes[i + 1] & 0xff)) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if (!isContinuation(bytes[i + k])) {
                return 0;
            }
        }
        return length;
    }

    /**
     * True if {@code second} may follow {@code lead}. The second byte alone tells overlong forms, surrogates and code
     * points above U+10FFFF from valid ones.
     */
    private static boolean isSecond(int lead, int second) {
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= least && second <= most;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
