package dev.tutti.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replies in RESP2, read one after another: texts, numbers, lists, and null. */
final class RespText {

    static final Object NULL = new Object();

    private final String text;
    private int next;

    RespText(String text) {
        this.text = text;
    }

    boolean hasMore() {
        return next < text.length();
    }

    /** The next reply if all of it is here, {@link #NULL} for null. */
    Optional<Object> nextIfWhole() {
        int begin = next;
        try {
            Object reply = hasMore() ? next() : null;
            return begin == next ? Optional.empty() : Optional.of(reply == null ? NULL : reply);
        } catch (StringIndexOutOfBoundsException rest) {
            next = begin;
            return Optional.empty();
        }
    }

    /** What was not read yet. */
    String rest() {
        return text.substring(next);
    }

    Object next() {
        char kind = text.charAt(next);
        int end = text.indexOf("\r\n", next);
        String line = text.substring(next + 1, end);
        next = end + 2;
        return switch (kind) {
            case ':' -> Long.valueOf(line);
            case '$' -> line.equals("-1") ? null : bulk(Integer.parseInt(line));
            case '*' -> line.equals("-1") ? null : array(Integer.parseInt(line));
            default -> line;
        };
    }

    private String bulk(int length) {
        String bulk = text.substring(next, next + length);
        next += length + 2;
        return bulk;
    }

    private List<Object> array(int size) {
        List<Object> array = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            array.add(next());
        }
        return array;
    }
}
