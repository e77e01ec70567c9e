package dev.tutti.persistence;

import dev.tutti.journal.JournalException;
import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.Timing;
import dev.tutti.schedule.Zones;
import java.nio.ByteBuffer;

/**
 * A schedule as it was set:
 *
 * <pre>
 *   version    u8
 *   flags      u8    1 set by the configuration, 2 with a priority, 4 with a cron expression, 8 with a group
 *   priority   i64   only with flag 2
 *   every      i64   only without flag 4: the length of the interval, in milliseconds
 *   cron       name  only with flag 4: the expression
 *   zone       name  only with flag 4
 *   group      name  only with flag 8
 *   name       name
 *   queue      name
 *   item             the rest
 * </pre>
 */
record ScheduleRecord(ScheduleSpec spec, boolean configured) {

    private static final int CONFIGURED = 1;
    private static final int PRIORITY = 2;
    private static final int CRON = 4;
    private static final int GROUP = 8;

    byte[] encode() {
        byte[] name = Fields.utf8(spec.name());
        byte[] queue = Fields.utf8(spec.queue());
        Timing.Cron cron = spec.timing() instanceof Timing.Cron given ? given : null;
        byte[] expression = cron == null ? new byte[0] : Fields.utf8(cron.expression());
        byte[] zone = cron == null ? new byte[0] : Fields.utf8(cron.zone());
        int timing = cron == null ? Long.BYTES : 2 + expression.length + 2 + zone.length;
        int priority = spec.priority() == null ? 0 : Long.BYTES;
        byte[] groupName = spec.group() == null ? new byte[0] : Fields.latin1(spec.group());
        int group = spec.group() == null ? 0 : 2 + groupName.length;
        ByteBuffer out =
                Fields.record(1 + priority + timing + group + 2 + name.length + 2 + queue.length + spec.item().length);
        out.put((byte) ((configured ? CONFIGURED : 0)
                | (spec.priority() == null ? 0 : PRIORITY)
                | (cron == null ? 0 : CRON)
                | (spec.group() == null ? 0 : GROUP)));
        if (spec.priority() != null) {
            out.putLong(spec.priority());
        }
        if (spec.timing() instanceof Timing.Every every) {
            out.putLong(every.millis());
        } else {
            Fields.putName(out, expression);
            Fields.putName(out, zone);
        }
        if (spec.group() != null) {
            Fields.putName(out, groupName);
        }
        Fields.putName(out, name);
        Fields.putName(out, queue);
        return out.put(spec.item()).array();
    }

    /** @throws JournalException if another version of the server has written it, or this Java does not know the zone */
    static ScheduleRecord decode(byte[] record) {
        ByteBuffer in = Fields.read(record);
        int flags = Fields.flags(in, CONFIGURED | PRIORITY | CRON | GROUP);
        Long priority = (flags & PRIORITY) == 0 ? null : in.getLong();
        Timing timing = (flags & CRON) == 0 ? new Timing.Every(in.getLong()) : cron(in);
        String group = (flags & GROUP) == 0 ? null : Fields.latin1(in);
        ScheduleSpec spec =
                new ScheduleSpec(Fields.name(in), Fields.name(in), Fields.rest(in), priority, group, timing);
        return new ScheduleRecord(spec, (flags & CONFIGURED) != 0);
    }

    private static Timing cron(ByteBuffer in) {
        Timing.Cron cron = new Timing.Cron(Fields.name(in), Fields.name(in));
        if (!Zones.isId(cron.zone())) {
            throw new JournalException("the journal has a schedule in the time zone " + cron.zone()
                    + ", which this Java does not know, use a newer Java");
        }
        return cron;
    }
}
