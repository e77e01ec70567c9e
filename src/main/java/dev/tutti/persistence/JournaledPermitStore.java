package dev.tutti.persistence;

import dev.tutti.journal.Journal;
import dev.tutti.persistence.PermitRecord.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Records the locks and permits that belong to their leases alone, and so outlive the server. */
public final class JournaledPermitStore {

    private final TurnLog turnLog;
    private final boolean durable;
    private final Clock clock;

    public JournaledPermitStore(TurnLog turnLog, Journal journal, Clock clock) {
        this.turnLog = turnLog;
        this.durable = journal.isDurable();
        this.clock = clock;
    }

    /** The lease of a lock or permit begins, for the first time or again. */
    public void held(long token, boolean isLock, String name, int limit, int permits, long lease) {
        if (durable && turnLog.isOpen()) {
            Kind kind = isLock ? Kind.LOCK : Kind.SEMAPHORE;
            PermitRecord record = new PermitRecord(kind, name, limit, permits, clock.millis() + lease, lease);
            turnLog.put(Keys.permit(token), record.encode());
        }
    }

    /** @param undo run if what this turn has recorded so far is not written */
    public void undo(Runnable undo) {
        if (durable && turnLog.isOpen()) {
            turnLog.undo(undo);
        }
    }

    public void ended(long token) {
        if (durable && turnLog.isOpen()) {
            turnLog.delete(Keys.permit(token));
        }
    }

    /** Returns the locks and permits of the journal, in the order of their tokens. */
    public static List<HeldPermit> read(Journal journal, Clock clock) {
        List<HeldPermit> held = new ArrayList<>();
        long now = clock.millis();
        journal.read(Keys.PERMITS, (key, value) -> {
            PermitRecord record = PermitRecord.decode(value);
            long left = Math.min(record.end() - now, record.lease()); // the clock may have been set back
            held.add(new HeldPermit(
                    Keys.id(key),
                    record.kind() == Kind.LOCK,
                    record.name(),
                    record.limit(),
                    record.permits(),
                    record.lease(),
                    left));
        });
        return held;
    }
}
