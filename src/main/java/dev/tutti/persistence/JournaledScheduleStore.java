package dev.tutti.persistence;

import dev.tutti.journal.Journal;
import dev.tutti.schedule.Schedule;

/** Records the schedules of one owner in its {@link TurnLog}. */
public final class JournaledScheduleStore {

    private final TurnLog turnLog;
    private final boolean durable;

    public JournaledScheduleStore(TurnLog turnLog, Journal journal) {
        this.turnLog = turnLog;
        this.durable = journal.isDurable();
    }

    private boolean isOpen() {
        return durable && turnLog.isOpen();
    }

    /** @param undo run if the record is not written */
    public void set(Schedule schedule, Runnable undo) {
        if (isOpen()) {
            turnLog.put(
                    Keys.schedule(schedule.number()),
                    new ScheduleRecord(schedule.spec(), schedule.isConfigured()).encode());
            putState(schedule);
            turnLog.undo(undo);
        }
    }

    private void putState(Schedule schedule) {
        turnLog.put(
                Keys.scheduleState(schedule.number()),
                ScheduleStateRecord.of(schedule).encode());
    }

    /** The state has changed, in the same commit as everything else of this turn. */
    public void changed(Schedule schedule) {
        if (isOpen()) {
            putState(schedule);
        }
    }

    /** A firing has put no item, which is one of the changes of state. Nobody waits for this record. */
    public void skipped(Schedule schedule) {
        if (isOpen()) {
            turnLog.putUnawaited(
                    Keys.scheduleState(schedule.number()),
                    ScheduleStateRecord.of(schedule).encode());
        }
    }

    /** @param undo run if the deletion is not written */
    public void deleted(Schedule schedule, Runnable undo) {
        if (isOpen()) {
            turnLog.delete(Keys.schedule(schedule.number()));
            turnLog.delete(Keys.scheduleState(schedule.number()));
            turnLog.undo(undo);
        }
    }
}
