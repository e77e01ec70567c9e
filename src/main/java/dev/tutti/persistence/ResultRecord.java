package dev.tutti.persistence;

import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Submission;
import java.nio.ByteBuffer;

/**
 * How a submitted item ended:
 *
 * <pre>
 *   version   u8
 *   outcome   u8    0 done, 1 failed, 2 cancelled
 *   expires   i64   the end of the time for which it is kept, in milliseconds since 1970
 *   ttl       i64   only in version 2: the length of that time, in milliseconds
 *   queue     name
 *   bytes           the rest: the result, or the message of the failure
 * </pre>
 *
 * @param ttl {@link #UNKNOWN} if version 1 does not tell
 */
record ResultRecord(String queue, long expires, long ttl, Outcome outcome, byte[] bytes) {

    static final long UNKNOWN = -1;

    /** Records hold the position in this list. */
    enum Outcome {
        DONE,
        FAILED,
        CANCELLED
    }

    /** @param now the time in milliseconds since 1970, at which its time begins */
    static ResultRecord cancelled(Submission submission, long now) {
        return of(submission, now, Outcome.CANCELLED, new byte[0]);
    }

    private static ResultRecord of(Submission submission, long now, Outcome outcome, byte[] bytes) {
        long ttl = submission.ttl();
        return new ResultRecord(submission.item().queue().name(), now + ttl, ttl, outcome, bytes);
    }

    /** @param now the time in milliseconds since 1970, at which its time begins */
    static ResultRecord of(Submission ended, long now) {
        ResultRecord[] record = new ResultRecord[1];
        ended.tell(new Awaiter() {
            @Override
            public boolean wantsFailure() {
                return true;
            }

            @Override
            public void done(byte[] result) {
                record[0] = ResultRecord.of(ended, now, Outcome.DONE, result);
            }

            @Override
            public void failed(byte[] message) {
                record[0] = ResultRecord.of(ended, now, Outcome.FAILED, message);
            }

            @Override
            public void cancelled() {
                record[0] = ResultRecord.cancelled(ended, now);
            }
        });
        return record[0];
    }

    void tell(Awaiter awaiter) {
        switch (outcome) {
            case DONE -> awaiter.done(bytes);
            case FAILED -> awaiter.failed(bytes);
            case CANCELLED -> awaiter.cancelled();
        }
    }

    /**
     * The milliseconds for which the result is still kept. Never more than the whole time, for the clock may have been set
     * back.
     *
     * @param now the time in milliseconds since 1970
     */
    long left(long now) {
        return ttl == UNKNOWN ? expires - now : Math.min(expires - now, ttl);
    }

    byte[] encode() {
        byte[] name = Fields.utf8(queue);
        boolean isFirst = ttl == UNKNOWN;
        ByteBuffer out = Fields.record(
                isFirst ? Fields.VERSION : Fields.VERSION_2,
                1 + (isFirst ? 1 : 2) * Long.BYTES + 2 + name.length + bytes.length);
        out.put((byte) outcome.ordinal()).putLong(expires);
        if (!isFirst) {
            out.putLong(ttl);
        }
        Fields.putName(out, name);
        return out.put(bytes).array();
    }

    static ResultRecord decode(byte[] record) {
        ByteBuffer in = Fields.readEither(record);
        Outcome outcome = Outcome.values()[in.get()];
        long expires = in.getLong();
        long ttl = record[0] == Fields.VERSION ? UNKNOWN : in.getLong();
        return new ResultRecord(Fields.name(in), expires, ttl, outcome, Fields.rest(in));
    }
}
