package dev.tutti.consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * The tasks that every server has, for first trials and for tests: {@code echo}, {@code upper}, {@code sha256} and
 * {@code fail}. The fifth, {@code sleep}, is a {@link SleepTaskExecutor}. None of them blocks, so they work with any
 * threading.
 */
final class BuiltInTasks {

    static final String SLEEP = "sleep";

    private static final Map<String, Task> TASKS = Map.of(
            "echo", Future::succeededFuture,
            "upper", BuiltInTasks::upper,
            "sha256", BuiltInTasks::sha256,
            "fail", BuiltInTasks::fail);

    /** Java copies the whole text for every character that becomes longer, as ß does, so a long text is split. */
    private static final int UPPER_CHARS = 128;

    private BuiltInTasks() {}

    /** The task of that name, which the configuration has checked. */
    static Task named(String name) {
        Task task = TASKS.get(name);
        if (task == null) {
            throw new IllegalArgumentException("no built-in task \"" + name + "\"");
        }
        return task;
    }

    /** The item as UTF-8 text in upper case, the same in every locale. Bytes that are not UTF-8 become U+FFFD. */
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

    /** Fails with the item as the text of the failure. */
    private static Future<Buffer> fail(Buffer item) {
        return Future.failedFuture(new TaskFailure(item));
    }
}
