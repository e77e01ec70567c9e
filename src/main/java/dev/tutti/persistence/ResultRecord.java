package dev.tutti.persistence;

import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Item;
import dev.tutti.queue.Submission;
import java.nio.ByteBuffer;

/**
 * How a submitted item ended:
 *
 * <pre>
 *   version   u8
 *   outcome   u8    0 done, 1 failed, 2 cancelled
 *   expires   i64   the end of the time for which it is kept, in milliseconds since 1970
 *   ttl       i64   only in versions 2 and 3: the length of that time, in milliseconds
 *   key       name  only in version 3: the key of the item
 *   queue     name
 *   bytes           the rest: the result, or the message of the failure
 * </pre>
 *
 * @param key null if the item has none
 * @param ttl {@link #UNKNOWN} if version 1 does not tell
 */
record ResultRecord(String queue, String key, long expires, long ttl, Outcome outcome, byte[] bytes) {

    static final long UNKNOWN = -1;

    /** Records hold the position in this list. */
    enum Outcome {
        DONE,
        FAILED,
        CANCELLED
    }

    /** Without a key. */
    ResultRecord(String queue, long expires, long ttl, Outcome outcome, byte[] bytes) {
        this(queue, null, expires, ttl, outcome, bytes);
    }

    /** @param now the time in milliseconds since 1970, at which its time begins */
    static ResultRecord cancelled(Submission submission, long now) {
        return of(submission, now, Outcome.CANCELLED, new byte[0]);
    }

    private static ResultRecord of(Submission submission, long now, Outcome outcome, byte[] bytes) {
        long ttl = submission.ttl();
        Item item = submission.item();
        String key = outcome == Outcome.CANCELLED ? null : item.options().key();
        return new ResultRecord(item.queue().name(), key, now + ttl, ttl, outcome, bytes);
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
     * The milliseconds for which the result is still kept. Never more than the whole time, for the clock may have been
     * set back.
     *
     * @param now the time in milliseconds since 1970
     */
    long left(long now) {
        return ttl == UNKNOWN ? expires - now : Math.min(expires - now, ttl);
    }

    byte[] encode() {
        byte[] name = Fields.utf8(queue);
        byte[] keyName = key == null ? new byte[0] : Fields.latin1(key);
        boolean isFirst = ttl == UNKNOWN && key == null;
        ByteBuffer out = Fields.record(
                version(),
                1
                        + (isFirst ? 1 : 2) * Long.BYTES
                        + (key == null ? 0 : 2 + keyName.length)
                        + 2
                        + name.length
                        + bytes.length);
        out.put((byte) outcome.ordinal()).putLong(expires);
        if (!isFirst) {
            out.putLong(ttl);
        }
        if (key != null) {
            Fields.putName(out, keyName);
        }
        Fields.putName(out, name);
        return out.put(bytes).array();
    }

    private byte version() {
        if (key != null) {
            return Fields.VERSION_3;
        }
        return ttl == UNKNOWN ? Fields.VERSION : Fields.VERSION_2;
    }

    static ResultRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record, Fields.VERSION_3);
        Outcome outcome = Outcome.values()[in.get()];
        long expires = in.getLong();
        long ttl = record[0] == Fields.VERSION ? UNKNOWN : in.getLong();
        String key = record[0] == Fields.VERSION_3 ? Fields.latin1(in) : null;
        return new ResultRecord(Fields.name(in), key, expires, ttl, outcome, Fields.rest(in));
    }
}
