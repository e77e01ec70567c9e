package dev.tutti.persistence;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.journal.Health;
import dev.tutti.journal.Health.State;
import dev.tutti.journal.Journal;
import dev.tutti.queue.Item;
import java.util.function.BooleanSupplier;

/** Refuses commands whose changes the journal cannot take. To be asked before anything is changed. */
public final class WriteGuard {

    private final Journal journal;
    private final TurnLog turnLog;
    private final BooleanSupplier numbersAreScarce;

    /** @param numbersAreScarce see {@link Numbers#areScarce} */
    public WriteGuard(Journal journal, TurnLog turnLog, BooleanSupplier numbersAreScarce) {
        this.journal = journal;
        this.turnLog = turnLog;
        this.numbersAreScarce = numbersAreScarce;
    }

    /** @throws Refusal if no more ids or tokens may be given out */
    public void checkNumbers() {
        if (numbersAreScarce.getAsBoolean()) {
            Health health = journal.health();
            throw Refusal.full(
                    health.state() == State.FAILED
                            ? health.trouble()
                            : "the journal does not keep up with the numbers that are given out");
        }
    }

    /** @throws Refusal if nothing new may be accepted, because the disk is nearly full or the journal has failed */
    public void checkRoom() {
        Health health = checkWritable();
        if (health.state() == State.LOW) {
            throw Refusal.full(health.trouble());
        }
    }

    /** @throws Refusal if a change of this item, which may be null, must be written and cannot be */
    public void check(Item item) {
        if (item != null && item.isRecorded()) {
            checkWritable();
        }
    }

    /** The reply in place of one that tells of a lost change. */
    public Reply lost() {
        String why = turnLog.isOpen() ? journal.health().trouble() : turnLog.whyClosed();
        return Refusal.full(why).reply();
    }

    /** Whether the journal takes changes: it has not failed. */
    public boolean isWritable() {
        return turnLog.isOpen() && journal.health().state() != State.FAILED;
    }

    /** @throws Refusal if the journal has failed, so that nothing can be written, not even the end of an item */
    public Health checkWritable() {
        if (!turnLog.isOpen()) {
            throw Refusal.full(turnLog.whyClosed());
        }
        Health health = journal.health();
        if (health.state() == State.FAILED) {
            throw Refusal.full(health.trouble());
        }
        return health;
    }
}
