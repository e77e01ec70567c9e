package dev.tutti.consumer;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The failure of one item, in the bytes that its caller reads behind {@code FAILED}. They need not be UTF-8: what a
 * child process writes to its standard error is passed on as it is. It has no stack trace, since it tells of the item and
 * not of this program.
 */
final class TaskFailure extends Exception {

    /** The most bytes a failure's text has. */
    static final int MAX_TEXT = 4096;

    private static final long serialVersionUID = 1;

    private final byte[] text;

    TaskFailure(String text) {
        this(Buffer.buffer(text));
    }

    /** A text over {@link #MAX_TEXT} is cut, but not inside a UTF-8 character. */
    TaskFailure(Buffer text) {
        this(cut(text).getBytes());
    }

    private TaskFailure(byte[] text) {
        super(new String(text, StandardCharsets.UTF_8), null, false, false);
        this.text = text;
    }

    Buffer text() {
        return Buffer.buffer(text);
    }

    /**
     * What a caller is told of any failure: its message or, if that is missing or blank, the name of its class; at most
     * {@link #MAX_TEXT} bytes. Line ends stay: the reply's encoder turns them into spaces. Never throws.
     */
    static Buffer textOf(Throwable failure) {
        if (failure instanceof TaskFailure) {
            return ((TaskFailure) failure).text();
        }
        return cut(Buffer.buffer(messageOf(failure)));
    }

    private static String messageOf(Throwable failure) {
        String name = failure.getClass().getName();
        try {
            String message = failure.getMessage();
            return message == null || message.isBlank() ? name : message;
        } catch (Exception | StackOverflowError broken) {
            // A user's exception may compute its message, and fail at it.
            return name + " (its message failed with " + broken.getClass().getName() + ")";
        }
    }

    static Buffer cut(Buffer text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = MAX_TEXT;
        // A character has at most three continuation bytes; more than that is not UTF-8 and has no inside.
        while (end > MAX_TEXT - 4 && (text.getByte(end) & 0xC0) == 0x80) {
            end--;
        }
        return text.slice(0, end > MAX_TEXT - 4 ? end : MAX_TEXT);
    }

    /** The bytes without the white space at their end, as a command ends its messages with a line end. */
    static Buffer stripTrailing(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] >= 0 && Character.isWhitespace(bytes[end - 1])) {
            end--;
        }
        return Buffer.buffer().appendBytes(bytes, 0, end);
    }
}
