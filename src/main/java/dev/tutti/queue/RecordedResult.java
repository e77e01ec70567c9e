package dev.tutti.queue;

import java.util.function.Consumer;

/**
 * A kept result as it was recorded.
 *
 * @param key null if the item has none
 * @param group null if the item has none
 * @param priority null if the item has none
 * @param attempts of the item, 0 if the record does not tell
 * @param put the time at which the item was put, in milliseconds since 1970, or 0 if the record does not tell
 * @param ttl the milliseconds for which it is kept from the item's end on
 * @param expiresIn the milliseconds of these that are left, negative if that time has passed
 * @param how tells the result to an awaiter
 * @param bytes the length of the result
 */
public record RecordedResult(
        long id,
        String queue,
        String key,
        String group,
        Long priority,
        int attempts,
        long put,
        long ttl,
        long expiresIn,
        Consumer<Awaiter> how,
        int bytes) {

    /** About the bytes of the heap that a result takes, whose record has so many. */
    public static long bytesInQueue(int recordBytes) {
        return Footprint.SUBMISSION + (long) recordBytes;
    }

    /** Creates the submission, which has ended. */
    Submission submission(ItemQueue home) {
        Submission submission = new Submission(ttl);
        Item item = submission.item(new byte[0], PutOptions.of(priority, key, group));
        item.restore(home, id, attempts, 0);
        submission.putAt(put);
        submission.restore(how, bytes);
        submission.noted();
        return submission;
    }
}
