package dev.tutti.resp;

/**
 * Tells the lines of an HTTP request from commands, as Redis does. A web page can make a browser send such lines to any
 * port, and can put commands behind them.
 */
final class HttpLines {

    /** The end of the first line of a request, before the digit of its minor version. */
    private static final String VERSION = "HTTP/1.";

    private HttpLines() {}

    /** @throws HttpRequestException if the line is the first one of a request */
    static void refuse(byte[] bytes, int from, int to) throws HttpRequestException {
        if (isFirstLine(bytes, from, to)) {
            throw new HttpRequestException();
        }
    }

    /** True if the last word of the line is {@code HTTP/1.0}, {@code HTTP/1.1} or another version 1. */
    private static boolean isFirstLine(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        int start = end - VERSION.length() - 1;
        if (start < from || start > from && !isBlank(bytes[start - 1])) {
            return false;
        }
        for (int i = 0; i < VERSION.length(); i++) {
            if (bytes[start + i] != VERSION.charAt(i)) {
                return false;
            }
        }
        return bytes[end - 1] >= '0' && bytes[end - 1] <= '9';
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }

    /** True if the request begins with {@code POST} or with the header {@code Host:}, in any case. */
    static boolean areBegunBy(Arguments request) {
        return request.is(0, "POST") || request.is(0, "HOST:");
    }
}
