package dev.tutti.queue;

import dev.tutti.config.Names;
import java.util.Arrays;

/**
 * What an item keeps of its past. Most items have none: an item gets a trace when it fails for the first time, or when
 * its worker tells of its progress.
 *
 * @param error the message of the last failure, cut at {@value #MOST_BYTES} bytes; null if there was none
 * @param progress the last one that a worker told, of at most {@value #MOST_BYTES} bytes; null if none did
 * @param from the queue in which the item failed for good, null if it did not. Not its dead-letter queue, unless it
 *     was put there.
 * @param attempts those that it had there, and since then in dead-letter queues
 * @param died the time at which it failed for good last, in milliseconds since 1970, or 0 if it did not, or older
 *     records do not tell
 * @param put the time at which the item was put, in milliseconds since 1970, if its queue cannot tell it; else 0
 */
public record ItemTrace(byte[] error, byte[] progress, String from, int attempts, long died, long put) {

    /** The most bytes of a message or of a progress that an item keeps. */
    public static final int MOST_BYTES = 4_096;

    /** Of an item that has not failed and has no progress. */
    public static final ItemTrace NONE = new ItemTrace(null, null, null, 0, TimeMarks.UNKNOWN, TimeMarks.UNKNOWN);

    private static final int CONTINUATION = 0b1000_0000;
    private static final int CONTINUATION_MASK = 0b1100_0000;
    /** The most bytes of one character behind the first. */
    private static final int MOST_CONTINUATIONS = 3;

    ItemTrace failed(byte[] message) {
        return new ItemTrace(cut(message), progress, from, attempts, died, put);
    }

    /** The item failed for good in that queue, after so many attempts, or once more in a dead-letter queue. */
    ItemTrace buried(String queue, int attemptsThere, long now) {
        boolean isAgain = from != null && Names.isDeadLetter(queue);
        return new ItemTrace(
                error, progress, isAgain ? from : queue, isAgain ? attempts + attemptsThere : attemptsThere, now, put);
    }

    ItemTrace progressed(byte[] next) {
        return new ItemTrace(error, next, from, attempts, died, put);
    }

    ItemTrace putAt(long time) {
        return new ItemTrace(error, progress, from, attempts, died, time);
    }

    /** Whether the journal has something to keep. */
    public boolean isWorthARecord() {
        return error != null || progress != null || from != null;
    }

    /** At most {@link #MOST_BYTES} bytes, but not a part of a character. */
    public static byte[] cut(byte[] message) {
        if (message.length <= MOST_BYTES) {
            return message;
        }
        int end = MOST_BYTES;
        while (end > MOST_BYTES - MOST_CONTINUATIONS && (message[end] & CONTINUATION_MASK) == CONTINUATION) {
            end--;
        }
        return Arrays.copyOf(message, end);
    }

    /** The bytes of the {@link MemoryLimit} that it takes. */
    int bytes() {
        if (this == NONE) {
            return 0;
        }
        return Footprint.TRACE + bytes(error) + bytes(progress) + (from == null ? 0 : Footprint.NAME + from.length());
    }

    private static int bytes(byte[] array) {
        return array == null ? 0 : Footprint.ARRAY + array.length;
    }
}
