package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * The tasks that every server has, for trying things out and for tests: {@code echo upper sha256 fail}, and {@code
 * sleep}, which is a {@link SleepWork}. None of them blocks, so any threading will do.
 */
final class BuiltInTasks {

    static final String SLEEP = "sleep";

    private static final Map<String, Task> TASKS = Map.of(
            "echo", Future::succeededFuture,
            "upper", BuiltInTasks::upper,
            "sha256", BuiltInTasks::sha256,
            "fail", BuiltInTasks::fail);

    /** Java copies the whole text for every character that grows, as ß does: a long one is done in pieces. */
    private static final int UPPER_CHARS = 128;

    private BuiltInTasks() {}

    /** The task of that name, which the configuration has checked; {@code sleep} is none of these. */
    static Task named(String name) {
        Task task = TASKS.get(name);
        if (task == null) {
            throw new IllegalArgumentException("no built-in task \"" + name + "\"");
        }
        return task;
    }

    /** The item as UTF-8 text in upper case, alike in every locale; what is not UTF-8 becomes U+FFFD. */
    private static Future<Buffer> upper(Buffer item) {
        String text = item.toString();
        StringBuilder upper = new StringBuilder(text.length());
        for (int start = 0; start < text.length(); ) {
            int end = Math.min(start + UPPER_CHARS, text.length());
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            upper.append(text.substring(start, end).toUpperCase(Locale.ROOT));
            start = end;
        }
        return Future.succeededFuture(Buffer.buffer(upper.toString()));
    }

    /** The item's SHA-256 digest in lower-case hexadecimal. */
    private static Future<Buffer> sha256(Buffer item) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(item.getBytes());
        return Future.succeededFuture(Buffer.buffer(HexFormat.of().formatHex(digest)));
    }

    /** Fails with the item as message. */
    private static Future<Buffer> fail(Buffer item) {
        return Future.failedFuture(new TaskFailure(item));
    }
}
