package dev.tutti.persistence;

import dev.tutti.journal.Journal;
import java.util.ArrayList;
import java.util.List;

/** Takes down which events are set. The record of one has its version and nothing else; those that are not set have none. */
public final class JournaledEventStore {

    private final TurnLog turnLog;
    private final boolean durable;

    public JournaledEventStore(TurnLog turnLog, Journal journal) {
        this.turnLog = turnLog;
        this.durable = journal.isDurable();
    }

    /** @param undo what is done if that is not written */
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

    /** The events that are set. */
    public static List<String> read(Journal journal) {
        List<String> set = new ArrayList<>();
        journal.read(Keys.EVENTS, (key, value) -> {
            Fields.read(value);
            set.add(Keys.name(key));
        });
        return set;
    }
}
