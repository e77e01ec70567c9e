package dev.tutti.consumer;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The failure of one item, with the text that clients read after {@code FAILED}. The text need not be UTF-8, since the
 * standard error of a process is passed on unchanged. There is no stack trace, because the cause is in the item and not
 * in this program.
 */
final class TaskFailure extends Exception {

    /** The largest size of a text in bytes. */
    static final int MAX_TEXT = 4096;

    private static final long serialVersionUID = 1;

    private final byte[] text;
    private final boolean isTimeout;

    TaskFailure(String text) {
        this(Buffer.buffer(text));
    }

    /** An item has taken too long. */
    static TaskFailure timeout(String text) {
        return new TaskFailure(Buffer.buffer(text).getBytes(), true);
    }

    boolean isTimeout() {
        return isTimeout;
    }

    /** Cuts a text over {@link #MAX_TEXT} bytes, but not inside a UTF-8 character. */
    TaskFailure(Buffer text) {
        this(cut(text).getBytes(), false);
    }

    private TaskFailure(byte[] text, boolean isTimeout) {
        super(new String(text, StandardCharsets.UTF_8), null, false, false);
        this.text = text;
        this.isTimeout = isTimeout;
    }

    Buffer text() {
        return Buffer.buffer(text);
    }

    /**
     * The text that clients read for any failure: its message, or the name of its class if the message is missing or
     * blank. At most {@link #MAX_TEXT} bytes. Line ends are kept, since the encoder of the reply replaces them. Never
     * throws.
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
            // A user's exception may compute its message and throw.
            return name + " (its message failed with " + broken.getClass().getName() + ")";
        }
    }

    static Buffer cut(Buffer text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = MAX_TEXT;
        // A character has at most three continuation bytes. With more of them the text is not UTF-8.
        while (end > MAX_TEXT - 4 && (text.getByte(end) & 0xC0) == 0x80) {
            end--;
        }
        return text.slice(0, end > MAX_TEXT - 4 ? end : MAX_TEXT);
    }

    /** The bytes without trailing white space, since commands end their messages with a line end. */
    static Buffer stripTrailing(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] >= 0 && Character.isWhitespace(bytes[end - 1])) {
            end--;
        }
        return Buffer.buffer().appendBytes(bytes, 0, end);
    }
}
