package dev.tutti.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Cuts replies (RESP3) out of a stream that arrives in pieces of any size, and looks at each byte once.
 *
 * <p>A bulk string is a {@link Buffer}, a simple string a {@link String}, an integer a {@link Long}, a null is null. An
 * array is a {@link List}, a map a {@link Map} with texts as keys. An error is an {@link ErrorReply}, since it may be
 * an element of an array.
 */
final class ReplyParser {

    /** The bytes that are not read yet begin at the position. */
    private Buffer bytes = Buffer.buffer();

    private int position;
    /** Up to here there is no end of a line. */
    private int searched;
    /** The length of a bulk whose bytes have not arrived, or -1. */
    private int bulk = -1;
    /** The arrays and maps that have begun, the innermost first. */
    private final Deque<Part> parts = new ArrayDeque<>();

    /**
     * Hands on the replies that are complete with these bytes.
     *
     * @throws IllegalArgumentException if the bytes are no replies
     */
    void feed(Buffer more, Consumer<Object> replies) {
        bytes.appendBuffer(more);
        while (bulk >= 0 ? readBulk(replies) : readLine(replies)) {
            // Each turn reads one line or one bulk.
        }
        if (position > 0) {
            bytes = bytes.getBuffer(position, bytes.length());
            searched -= position;
            position = 0;
        }
    }

    private boolean readBulk(Consumer<Object> replies) {
        int end = position + bulk;
        if (bytes.length() < end + 2) {
            return false;
        }
        Buffer value = bytes.getBuffer(position, end);
        bulk = -1;
        movePast(end);
        add(value, replies);
        return true;
    }

    private boolean readLine(Consumer<Object> replies) {
        int end = Math.max(searched, position);
        while (end + 1 < bytes.length() && !(bytes.getByte(end) == '\r' && bytes.getByte(end + 1) == '\n')) {
            end++;
        }
        searched = end;
        if (end + 1 >= bytes.length()) {
            return false;
        }
        String line = bytes.getString(position, end, StandardCharsets.UTF_8.name());
        movePast(end);
        if (line.isEmpty()) {
            throw new IllegalArgumentException("the server sent an empty line, which is no reply");
        }
        read(line.charAt(0), line.substring(1), replies);
        return true;
    }

    /** @param end where the line or the bulk ends and its line end begins */
    private void movePast(int end) {
        position = end + 2;
        searched = position;
    }

    private void read(char kind, String rest, Consumer<Object> replies) {
        switch (kind) {
            case '+' -> add(rest, replies);
            case '-' -> add(ErrorReply.of(rest), replies);
            case ':' -> add(Long.valueOf(rest), replies);
            case ',' -> add(Double.valueOf(rest), replies);
            case '#' -> add(rest.equals("t"), replies);
            case '_' -> add(null, replies);
            case '$', '*', '%' -> begin(kind, Integer.parseInt(rest), replies);
            default ->
                throw new IllegalArgumentException(
                        "the server sent a line that begins with '" + kind + "', which is no reply");
        }
    }

    private void begin(char kind, int size, Consumer<Object> replies) {
        if (size < 0) {
            add(null, replies);
        } else if (kind == '$') {
            bulk = size;
        } else if (size == 0) {
            add(kind == '%' ? Map.of() : List.of(), replies);
        } else {
            parts.push(new Part(kind == '%', kind == '%' ? 2 * size : size, new ArrayList<>()));
        }
    }

    private void add(Object element, Consumer<Object> replies) {
        Object value = element;
        while (!parts.isEmpty()) {
            Part part = parts.peek();
            part.elements.add(value);
            if (part.elements.size() < part.size) {
                return;
            }
            parts.pop();
            value = part.value();
        }
        replies.accept(value);
    }

    /** An array or a map of which elements are missing. A map has its keys and values by turns. */
    private record Part(boolean isMap, int size, List<Object> elements) {

        Object value() {
            if (!isMap) {
                return elements;
            }
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < elements.size(); i += 2) {
                map.put(String.valueOf(elements.get(i)), elements.get(i + 1));
            }
            return map;
        }
    }
}
