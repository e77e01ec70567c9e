package dev.tutti.resp;

/**
 * Signed 64-bit integers as Redis reads them: decimal digits, a minus sign at most, no plus sign, no leading zero, no
 * space, and no minus zero.
 */
final class Decimal {

    private static final int MAX_DIGITS = 19;
    private static final int FEW_DIGITS = 9;

    private Decimal() {}

    /** The value if these are one to nine digits, read in one go; else -1, which says nothing. */
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
        // Nineteen digits beyond the range wrap round to the other sign, and not as far as a second time.
        long least = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        long value = negated(bytes, first, to);
        return value < 0 && value >= least;
    }

    /** The value of what {@link #isLong} accepts; of anything else it is meaningless. */
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

    /** Minus the digits' value: the negative numbers reach one further than the positive ones. */
    private static long negated(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 - (bytes[i] - '0');
        }
        return value;
    }
}
