package dev.tutti.resp;

/**
 * Tells the lines of an HTTP request from commands, as Redis does. A web page can make a browser send such lines to any
 * port, and can put commands behind them.
 */
final class HttpLines {

    /** The last word of the first line of a request, before the version. */
    private static final String PROTOCOL = "HTTP/";

    private HttpLines() {}

    /** @throws HttpRequestException if the line is the first one of a request */
    static void refuse(byte[] bytes, int from, int to) throws HttpRequestException {
        if (isFirstLine(bytes, from, to)) {
            throw new HttpRequestException();
        }
    }

    /** True if the last word of the line is {@code HTTP/1.1}, {@code HTTP/2.0}, {@code HTTP/3} or another version. */
    private static boolean isFirstLine(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        int version = beforeDigits(bytes, from, end);
        if (version < end && version > from && bytes[version - 1] == '.') {
            end = version - 1;
            version = beforeDigits(bytes, from, end);
        }
        int start = version - PROTOCOL.length();
        return version < end
                && start >= from
                && (start == from || isBlank(bytes[start - 1]))
                && isProtocol(bytes, start);
    }

    /** The index of the first of the digits that end there, or the end itself if there are none. */
    private static int beforeDigits(byte[] bytes, int from, int end) {
        int first = end;
        while (first > from && bytes[first - 1] >= '0' && bytes[first - 1] <= '9') {
            first--;
        }
        return first;
    }

    private static boolean isProtocol(byte[] bytes, int start) {
        for (int i = 0; i < PROTOCOL.length(); i++) {
            if (bytes[start + i] != PROTOCOL.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }

    /** True if the request begins with {@code POST} or with the header {@code Host:}, in any case. */
    static boolean areBegunBy(Arguments request) {
        return request.is(0, "POST") || request.is(0, "HOST:");
    }
}
