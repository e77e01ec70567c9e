package dev.tutti.client;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** The words of a command. It is never changed: {@link #and} makes a longer one. */
final class Command {

    private final int count;
    private final Buffer words;

    private Command(int count, Buffer words) {
        this.count = count;
        this.words = words;
    }

    /** @param words each a Buffer, a Duration, which is sent in milliseconds, or an object whose text is sent */
    static Command of(Object... words) {
        return new Command(0, Buffer.buffer()).and(words);
    }

    Command and(Object... more) {
        Buffer longer = words.copy();
        for (Object word : more) {
            Buffer bytes = bytes(word);
            longer.appendString("$" + bytes.length() + "\r\n");
            longer.appendBuffer(bytes).appendString("\r\n");
        }
        return new Command(count + more.length, longer);
    }

    Command and(Command more) {
        return new Command(count + more.count, words.copy().appendBuffer(more.words));
    }

    /** The bytes to send: an array of bulk strings. */
    Buffer encoded() {
        return Buffer.buffer("*" + count + "\r\n").appendBuffer(words);
    }

    private static Buffer bytes(Object word) {
        if (word instanceof Buffer buffer) {
            return buffer;
        }
        return Buffer.buffer(String.valueOf(word instanceof Duration time ? millis(time) : word));
    }

    /** The protocol's unit of time. Less than one is one, since 0 has a meaning of its own. */
    static long millis(Duration time) {
        return time.isZero() || time.isNegative() ? 0 : Math.max(1, time.toMillis());
    }
}
