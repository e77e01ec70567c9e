package dev.tutti.queue;

import java.util.List;
import java.util.stream.Stream;

/**
 * The bodies of a queue's pending items that commands need.
 *
 * @param count the number of these items: the next ones, and those with the ids
 * @param bytes of all of them, beyond which no more are needed
 */
public record BodyNeed(int count, long bytes, List<Long> ids) {

    /** The bodies of the next items. */
    public static BodyNeed ofNext(int count, long bytes) {
        return new BodyNeed(count, bytes, List.of());
    }

    /** What this command and another one need. */
    public BodyNeed and(BodyNeed more) {
        return new BodyNeed(
                (int) Math.min(Integer.MAX_VALUE, (long) count + more.count),
                bytes + more.bytes,
                Stream.concat(ids.stream(), more.ids.stream()).toList());
    }
}
