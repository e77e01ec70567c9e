package dev.tutti.persistence;

import dev.tutti.journal.Journal;
import dev.tutti.journal.JournalBatch;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleSpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Reads the schedules back from the journal and adds those of the configuration. A configured schedule replaces a
 * stored one of the same name, and takes over its state. A stored one that an earlier configuration has set is dropped
 * if the configuration does not name it any more.
 */
public final class ScheduleRecovery {

    /** @param state null if the salvage of a damaged journal has lost it */
    private record Stored(long number, ScheduleRecord record, ScheduleStateRecord state) {
        private Schedule schedule(long now) {
            if (state == null) {
                return Schedule.begin(record.spec(), number, record.configured(), now);
            }
            Schedule schedule = new Schedule(
                    record.spec(), number, record.configured(), state.next(), state.last(), state.skipped());
            schedule.clockSetBack(now);
            return schedule;
        }
    }

    private final Journal journal;
    private final LongSupplier numbers;
    private final long now;
    private final JournalBatch changes = new JournalBatch();
    private final Map<String, Stored> stored = new TreeMap<>();
    /** The schedule that was read last, whose state follows. */
    private Stored read;

    private ScheduleRecovery(Journal journal, LongSupplier numbers, Clock clock) {
        this.journal = journal;
        this.numbers = numbers;
        this.now = clock.millis();
    }

    /**
     * Returns the schedules of all owners in the order of their ages.
     *
     * @param numbers the ids of items, which grow
     * @throws dev.tutti.journal.JournalException if a record cannot be read
     */
    public static List<Schedule> run(
            Journal journal, Collection<ScheduleSpec> configured, LongSupplier numbers, Clock clock) {
        return new ScheduleRecovery(journal, numbers, clock).run(configured);
    }

    private List<Schedule> run(Collection<ScheduleSpec> configured) {
        journal.read(Keys.SCHEDULES, this::recordOrState);
        List<Schedule> all = new ArrayList<>();
        if (stored.isEmpty() && configured.isEmpty()) {
            return all;
        }
        configured.forEach(spec -> all.add(configured(spec, stored.remove(spec.name()))));
        for (Stored other : stored.values()) {
            if (other.record.configured()) {
                drop(other);
            } else {
                all.add(other.schedule(now));
            }
        }
        journal.write(changes);
        all.sort(Comparator.comparingLong(Schedule::number));
        return all;
    }

    private void recordOrState(byte[] key, byte[] value) {
        long number = Keys.id(key);
        if (!Keys.isState(key)) {
            read = new Stored(number, ScheduleRecord.decode(value), null);
            Stored older = stored.put(read.record.spec().name(), read);
            if (older != null) {
                drop(older); // the server was killed while one owner took the schedule over from another
            }
        } else if (read != null && read.number == number) {
            read = new Stored(number, read.record, ScheduleStateRecord.decode(value));
            stored.put(read.record.spec().name(), read);
        }
    }

    private Schedule configured(ScheduleSpec spec, Stored before) {
        if (before != null && before.record.configured() && before.record.spec().isSameAs(spec)) {
            return before.schedule(now);
        }
        Schedule schedule = Schedule.begin(spec, numbers.getAsLong(), true, now);
        if (before != null) {
            schedule.takeOver(before.schedule(now));
            drop(before);
        }
        changes.put(Keys.schedule(schedule.number()), new ScheduleRecord(spec, true).encode());
        changes.put(
                Keys.scheduleState(schedule.number()),
                ScheduleStateRecord.of(schedule).encode());
        return schedule;
    }

    private void drop(Stored record) {
        changes.delete(Keys.schedule(record.number));
        changes.delete(Keys.scheduleState(record.number));
    }
}
