package dev.tutti.persistence;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.JournalException;
import dev.tutti.queue.ItemQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A queue that was created, altered, shut down or paused:
 *
 * <pre>
 *   version   u8
 *   flags     u8    1 stays when it is empty, 2 shut down, 4 at once, 8 its items are detached (only in version 2),
 *                   16 paused (only in version 3)
 * </pre>
 *
 * <p>Versions 1 and 2 go on with:
 *
 * <pre>
 *   kind      u8    0 fifo, 1 lifo, 2 priority; only version 3 knows 3 fair
 *   maxSize   i32   0 for no limit
 *   lease     i64   milliseconds, 0 for ever
 *   attempts  i32   0 for no limit
 * </pre>
 *
 * <p>Version 3 goes on with:
 *
 * <pre>
 *   resumes   i64   the end of the pause in milliseconds since 1970; 0 if it has none
 *   pause     i64   what was left of the pause when this was written, in milliseconds; 0 if it has no end
 *   count     u8    the number of settings
 *   settings        of each the position (u8) of the {@link QueueSetting}, and its value (i64)
 * </pre>
 */
record QueueRecord(
        QueueConfig settings,
        boolean kept,
        boolean shutDown,
        boolean closed,
        boolean paused,
        long resumes,
        long pause) {

    private static final int KEPT = 1;
    private static final int SHUT_DOWN = 2;
    private static final int CLOSED = 4;
    private static final int DETACHED = 8;
    private static final int PAUSED = 16;

    /** A queue that is not paused. */
    QueueRecord(QueueConfig settings, boolean kept, boolean shutDown, boolean closed) {
        this(settings, kept, shutDown, closed, false, Fields.NEVER, 0);
    }

    /** @param now the time in milliseconds since 1970 */
    static QueueRecord of(ItemQueue queue, long now) {
        long left = queue.pauseLeft();
        return new QueueRecord(
                queue.config(),
                queue.isKept(),
                queue.isShutDown(),
                queue.isClosed(),
                queue.isPaused(),
                left == 0 ? Fields.NEVER : now + left,
                left);
    }

    /** The milliseconds of the pause that are left, at most as many as were left when this was written; 0 for ever. */
    long pauseLeft(long now) {
        return pause == 0 ? 0 : Math.max(1, Math.min(pause, resumes - now));
    }

    byte[] encode() {
        int flags = (kept ? KEPT : 0) | (shutDown ? SHUT_DOWN : 0) | (closed ? CLOSED : 0);
        return paused || hasNewSettings() ? encodeAll(flags | (paused ? PAUSED : 0)) : encodeOld(flags);
    }

    /** Whether a setting is not as by default that versions 1 and 2 do not have. */
    private boolean hasNewSettings() {
        if (settings.kind() == Kind.FAIR) {
            return true;
        }
        for (QueueSetting setting : QueueSetting.values()) {
            if (setting.ordinal() > QueueSetting.DETACHED.ordinal() && settings.value(setting) != setting.absent()) {
                return true;
            }
        }
        return false;
    }

    private byte[] encodeAll(int flags) {
        List<QueueSetting> given = new ArrayList<>();
        for (QueueSetting setting : QueueSetting.values()) {
            if (settings.value(setting) != setting.absent()) {
                given.add(setting);
            }
        }
        ByteBuffer out = Fields.record(Fields.VERSION_3, 1 + 2 * Long.BYTES + 1 + (1 + Long.BYTES) * given.size());
        out.put((byte) flags).putLong(resumes).putLong(pause).put((byte) given.size());
        given.forEach(setting -> out.put((byte) setting.ordinal()).putLong(settings.value(setting)));
        return out.array();
    }

    private byte[] encodeOld(int flags) {
        ByteBuffer out = Fields.record(
                settings.detached() ? Fields.VERSION_2 : Fields.VERSION,
                1 + 1 + Integer.BYTES + Long.BYTES + Integer.BYTES);
        out.put((byte) (settings.detached() ? flags | DETACHED : flags));
        out.put((byte) settings.kind().ordinal());
        return out.putInt(settings.maxSize())
                .putLong(settings.leaseMillis())
                .putInt(settings.attempts())
                .array();
    }

    static QueueRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record, Fields.VERSION_3);
        return record[0] == Fields.VERSION_3 ? decodeAll(in) : decodeOld(in, record[0]);
    }

    private static QueueRecord decodeAll(ByteBuffer in) {
        int flags = Fields.flags(in, KEPT | SHUT_DOWN | CLOSED | PAUSED);
        long resumes = in.getLong();
        long pause = in.getLong();
        QueueConfig settings = QueueConfig.DEFAULT;
        for (int left = in.get(); left > 0; left--) {
            settings = settings.with(setting(in.get()), in.getLong());
        }
        return new QueueRecord(
                settings,
                (flags & KEPT) != 0,
                (flags & SHUT_DOWN) != 0,
                (flags & CLOSED) != 0,
                (flags & PAUSED) != 0,
                resumes,
                pause);
    }

    private static QueueSetting setting(int position) {
        QueueSetting[] known = QueueSetting.values();
        if (position < 0 || position >= known.length) {
            throw JournalException.ofNewerServer("the journal has a queue with the setting number " + position
                    + " and this server knows " + known.length);
        }
        return known[position];
    }

    private static Kind kind(int position) {
        if (position < 0 || position > Kind.PRIORITY.ordinal()) {
            throw JournalException.ofNewerServer(
                    "the journal has a queue of the kind number " + position + " in a record that knows no such kind");
        }
        return Kind.values()[position];
    }

    private static QueueRecord decodeOld(ByteBuffer in, byte version) {
        int known = KEPT | SHUT_DOWN | CLOSED;
        int flags = Fields.flags(in, version == Fields.VERSION ? known : known | DETACHED);
        QueueConfig settings = new QueueConfig(kind(in.get()), in.getInt(), in.getLong(), in.getInt())
                .with(QueueSetting.DETACHED, (flags & DETACHED) == 0 ? 0 : 1);
        return new QueueRecord(settings, (flags & KEPT) != 0, (flags & SHUT_DOWN) != 0, (flags & CLOSED) != 0);
    }
}
