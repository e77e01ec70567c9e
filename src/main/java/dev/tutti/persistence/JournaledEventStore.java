package dev.tutti.persistence;

import dev.tutti.journal.Journal;
import java.util.ArrayList;
import java.util.List;

/**
 * Records the events that are set. The record of an event has its version and nothing else. An event that is not set
 * has no record.
 */
public final class JournaledEventStore {

    private final TurnLog turnLog;
    private final boolean durable;

    public JournaledEventStore(TurnLog turnLog, Journal journal) {
        this.turnLog = turnLog;
        this.durable = journal.isDurable();
    }

    /** @param undo run if the record is not written */
    public void set(String event, Runnable undo) {
        if (durable && turnLog.isOpen()) {
            turnLog.put(Keys.event(event), Fields.record(0).array());
            turnLog.undo(undo);
        }
    }

    public void cleared(String event) {
        if (durable && turnLog.isOpen()) {
            turnLog.delete(Keys.event(event));
        }
    }

    /** Returns the names of the events that are set in the journal. */
    public static List<String> read(Journal journal) {
        List<String> set = new ArrayList<>();
        journal.read(Keys.EVENTS, (key, value) -> {
            Fields.read(value);
            set.add(Keys.name(key));
        });
        return set;
    }
}
