package dev.tutti.persistence;

import dev.tutti.schedule.Schedule;
import java.nio.ByteBuffer;

/**
 * The state of a schedule:
 *
 * <pre>
 *   version   u8
 *   next      i64   when it is due, in milliseconds since 1970, or the largest number if never
 *   last      i64   when it last put an item, in milliseconds since 1970, or 0
 *   skipped   i64   the number of firings that put no item
 * </pre>
 */
record ScheduleStateRecord(long next, long last, long skipped) {

    static ScheduleStateRecord of(Schedule schedule) {
        return new ScheduleStateRecord(schedule.next(), schedule.last(), schedule.skipped());
    }

    byte[] encode() {
        return Fields.record(3 * Long.BYTES)
                .putLong(next)
                .putLong(last)
                .putLong(skipped)
                .array();
    }

    static ScheduleStateRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record);
        return new ScheduleStateRecord(in.getLong(), in.getLong(), in.getLong());
    }
}
