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
 *   queue     name
 *   bytes           the rest: the result, or the message of the failure
 * </pre>
 */
record ResultRecord(String queue, long expires, Outcome outcome, byte[] bytes) {

    /** Records hold the position in this list. */
    enum Outcome {
        DONE,
        FAILED,
        CANCELLED
    }

    static ResultRecord cancelled(Submission submission, long expires) {
        return new ResultRecord(submission.item().queue().name(), expires, Outcome.CANCELLED, new byte[0]);
    }

    static ResultRecord of(Submission ended, long expires) {
        String queue = ended.item().queue().name();
        ResultRecord[] record = new ResultRecord[1];
        ended.tell(new Awaiter() {
            @Override
            public boolean wantsFailure() {
                return true;
            }

            @Override
            public void done(byte[] result) {
                record[0] = new ResultRecord(queue, expires, Outcome.DONE, result);
            }

            @Override
            public void failed(byte[] message) {
                record[0] = new ResultRecord(queue, expires, Outcome.FAILED, message);
            }

            @Override
            public void cancelled() {
                record[0] = ResultRecord.cancelled(ended, expires);
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

    byte[] encode() {
        byte[] name = Fields.utf8(queue);
        ByteBuffer out = Fields.record(1 + Long.BYTES + 2 + name.length + bytes.length);
        out.put((byte) outcome.ordinal()).putLong(expires);
        Fields.putName(out, name);
        return out.put(bytes).array();
    }

    static ResultRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record);
        Outcome outcome = Outcome.values()[in.get()];
        long expires = in.getLong();
        return new ResultRecord(Fields.name(in), expires, outcome, Fields.rest(in));
    }
}
