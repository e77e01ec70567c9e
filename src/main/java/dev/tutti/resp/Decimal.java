package dev.tutti.resp;

/**
 * Reads signed 64-bit integers as Redis does: decimal digits, with a minus sign if negative. A plus sign, leading
 * zeros, spaces and minus zero are refused.
 */
final class Decimal {

    private static final int MAX_DIGITS = 19;
    private static final int FEW_DIGITS = 9;

    private Decimal() {}

    /**
     * The value of one to nine digits, read in one pass. Returns -1 for any other text, including integers of more
     * digits.
     */
    static int fewDigits(byte[] bytes, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > FEW_DIGITS || bytes[from] == '0' && digits > 1) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    static boolean isLong(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        int first = negative ? from + 1 : from;
        int digits = to - first;
        if (digits < 1 || digits > MAX_DIGITS || !allDigits(bytes, first, to)) {
            return false;
        }
        if (bytes[first] == '0') {
            return digits == 1 && !negative;
        }
        // Nineteen digits beyond the range overflow once, so the sign shows it: they cannot overflow twice.
        long least = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        long value = negated(bytes, first, to);
        return value < 0 && value >= least;
    }

    /** The value of a text that {@link #isLong} accepts. For any other text the result is meaningless. */
    static long toLong(byte[] bytes, int from, int to) {
        return bytes[from] == '-' ? negated(bytes, from + 1, to) : -negated(bytes, from, to);
    }

    private static boolean allDigits(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * Minus the value of the digits. Computed as a negative number, because {@link Long#MIN_VALUE} has no positive
     * counterpart.
     */
    private static long negated(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 - (bytes[i] - '0');
        }
        return value;
    }
}
