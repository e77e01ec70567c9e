package dev.tutti.persistence;

import dev.tutti.journal.JournalException;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Fate;
import dev.tutti.queue.Item;
import dev.tutti.queue.RecordedResult;
import dev.tutti.queue.Submission;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How a submitted item ended:
 *
 * <pre>
 *   version   u8
 *   outcome   u8    0 done, 1 failed, 2 cancelled
 *   flags     u8    only in version 4: 1 has a key, 2 has a priority, 4 has a group, 8 was not cancelled by a client
 *   expires   i64   the end of the time for which it is kept, in milliseconds since 1970
 *   ttl       i64   from version 2 on: the length of that time, in milliseconds
 *   attempts  i32   only in version 4: the deliveries of the item that counted
 *   put       i64   only in version 4: when the item was put, in milliseconds since 1970; 0 if it is not known
 *   priority  i64   only in version 4, and if the item has one
 *   group     name  only in version 4, and if the item has one
 *   key       name  only in versions 3 and 4, and if the item has one
 *   cause     u8    only in version 4, and if no client has cancelled it: the position in {@link #CAUSES}
 *   queue     name
 *   bytes           the rest: the result, or the message of the failure
 * </pre>
 *
 * @param key null if the item has none
 * @param group null if the item has none
 * @param priority null if the item has none
 * @param attempts 0 if older versions do not tell
 * @param put {@link Fields#NEVER} if it is not known
 * @param ttl {@link #UNKNOWN} if version 1 does not tell
 * @param cause the way in which a cancelled one ended, null for others
 */
record ResultRecord(
        String queue,
        String key,
        String group,
        Long priority,
        int attempts,
        long put,
        long expires,
        long ttl,
        Outcome outcome,
        Fate cause,
        byte[] bytes) {

    private static final int KEYED = 1;
    private static final int PRIORITY = 2;
    private static final int GROUPED = 4;
    private static final int CAUSED = 8;

    /** The ways to end without a result and without a failure, but by a client. Records hold the position. */
    private static final List<Fate> CAUSES =
            List.of(Fate.EXPIRED, Fate.OVER_DEADSIZE, Fate.OVER_DEADAGE, Fate.PURGED, Fate.DELETED, Fate.SHUT_DOWN);

    static final long UNKNOWN = -1;

    /** Records hold the position in this list. */
    enum Outcome {
        DONE,
        FAILED,
        CANCELLED
    }

    /** Without anything of the item itself: version 2, or 1. */
    ResultRecord(String queue, long expires, long ttl, Outcome outcome, byte[] bytes) {
        this(
                queue,
                null,
                null,
                null,
                0,
                Fields.NEVER,
                expires,
                ttl,
                outcome,
                outcome == Outcome.CANCELLED ? Fate.CANCELLED : null,
                bytes);
    }

    /** @param now the time in milliseconds since 1970, at which its time begins */
    static ResultRecord cancelled(Submission submission, Fate cause, long now) {
        return of(submission, now, Outcome.CANCELLED, cause, new byte[0]);
    }

    private static ResultRecord of(Submission submission, long now, Outcome outcome, Fate cause, byte[] bytes) {
        long ttl = submission.ttl();
        Item item = submission.item();
        return new ResultRecord(
                item.queue().name(),
                outcome == Outcome.CANCELLED ? null : item.options().key(),
                item.options().group(),
                item.options().given(),
                item.attempts(),
                submission.putAt(),
                now + ttl,
                ttl,
                outcome,
                cause,
                bytes);
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
                record[0] = ResultRecord.of(ended, now, Outcome.DONE, null, result);
            }

            @Override
            public void failed(byte[] message) {
                record[0] = ResultRecord.of(ended, now, Outcome.FAILED, null, message);
            }

            @Override
            public void cancelled(Fate why) {
                record[0] = ResultRecord.cancelled(ended, why, now);
            }
        });
        return record[0];
    }

    void tell(Awaiter awaiter) {
        switch (outcome) {
            case DONE -> awaiter.done(bytes);
            case FAILED -> awaiter.failed(bytes);
            case CANCELLED -> awaiter.cancelled(cause);
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

    /** The result as the queues take it back. */
    RecordedResult recorded(long id, long now) {
        long left = left(now);
        return new RecordedResult(
                id,
                queue,
                key,
                group,
                priority,
                attempts,
                put,
                ttl == UNKNOWN ? left : ttl,
                left,
                this::tell,
                bytes.length);
    }

    byte[] encode() {
        byte version = version();
        byte[] name = Fields.utf8(queue);
        byte[] keyName = key == null ? null : Fields.latin1(key);
        byte[] groupName = group == null ? null : Fields.latin1(group);
        int times = version == Fields.VERSION ? 1 : 2;
        int ofItem = version < Fields.VERSION_4
                ? 0
                : 1 + Integer.BYTES + Long.BYTES * (priority == null ? 1 : 2) + (isCaused() ? 1 : 0);
        ByteBuffer out = Fields.record(
                version,
                1 + Long.BYTES * times + ofItem + length(groupName) + length(keyName) + length(name) + bytes.length);
        out.put((byte) outcome.ordinal());
        if (version == Fields.VERSION_4) {
            out.put((byte) ((key == null ? 0 : KEYED)
                    | (priority == null ? 0 : PRIORITY)
                    | (group == null ? 0 : GROUPED)
                    | (isCaused() ? CAUSED : 0)));
        }
        out.putLong(expires);
        if (version > Fields.VERSION) {
            out.putLong(ttl);
        }
        if (version == Fields.VERSION_4) {
            out.putInt(attempts).putLong(put);
        }
        if (priority != null) {
            out.putLong(priority);
        }
        put(out, groupName);
        put(out, keyName);
        if (isCaused()) {
            out.put((byte) CAUSES.indexOf(cause));
        }
        put(out, name);
        return out.put(bytes).array();
    }

    private static int length(byte[] name) {
        return name == null ? 0 : Short.BYTES + name.length;
    }

    private static void put(ByteBuffer out, byte[] name) {
        if (name != null) {
            Fields.putName(out, name);
        }
    }

    private boolean isCaused() {
        return cause != null && cause != Fate.CANCELLED;
    }

    private byte version() {
        if (isCaused() || attempts > 0 || put != Fields.NEVER || priority != null || group != null) {
            return Fields.VERSION_4;
        } else if (key != null) {
            return Fields.VERSION_3;
        }
        return ttl == UNKNOWN ? Fields.VERSION : Fields.VERSION_2;
    }

    static ResultRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record, Fields.VERSION_4);
        boolean isNewest = record[0] == Fields.VERSION_4;
        Outcome outcome = Outcome.values()[in.get()];
        int flags = isNewest
                ? Fields.flags(in, KEYED | PRIORITY | GROUPED | CAUSED)
                : record[0] == Fields.VERSION_3 ? KEYED : 0;
        long expires = in.getLong();
        long ttl = record[0] == Fields.VERSION ? UNKNOWN : in.getLong();
        int attempts = isNewest ? in.getInt() : 0;
        long put = isNewest ? in.getLong() : Fields.NEVER;
        Long priority = (flags & PRIORITY) == 0 ? null : (Long) in.getLong();
        String group = (flags & GROUPED) == 0 ? null : Fields.latin1(in);
        String key = (flags & KEYED) == 0 ? null : Fields.latin1(in);
        Fate other = outcome == Outcome.CANCELLED ? Fate.CANCELLED : null;
        Fate cause = (flags & CAUSED) == 0 ? other : cause(in.get());
        String queue = Fields.name(in);
        return new ResultRecord(
                queue, key, group, priority, attempts, put, expires, ttl, outcome, cause, Fields.rest(in));
    }

    private static Fate cause(int position) {
        if (position < 0 || position >= CAUSES.size()) {
            throw new JournalException("the journal has a result that ended in the way number " + position
                    + " and this server knows " + CAUSES.size() + ", use the server that wrote it");
        }
        return CAUSES.get(position);
    }
}
