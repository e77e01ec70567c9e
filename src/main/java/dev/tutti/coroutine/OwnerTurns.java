package dev.tutti.coroutine;

import dev.tutti.log.EventLog;
import dev.tutti.persistence.TurnLog;
import dev.tutti.waiting.LoopShare;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import java.util.ArrayDeque;

/**
 * The turns of one owner, which all of its {@link CommandScheduler}s share: they have one time, one list of coroutines
 * that are ready, and one commit at the end of each turn. A coroutine that has used up its {@link LoopShare} goes on in
 * a later turn, so that none stops the others. Tasks, which have one command each, always run it at once. Bound to the
 * owner's event loop.
 */
public final class OwnerTurns {

    private final Timers timers;
    private final TurnLog turnLog;
    private final Outbox outbox;
    private final EventLog events;
    private final ArrayDeque<Coroutine<?>> ready = new ArrayDeque<>();
    private final LoopShare<Coroutine<?>> share;
    /** Whether a later turn is due in which unfinished coroutines go on. */
    private boolean goesOn;

    /** @param turnLog takes the changes of a turn, which the outbox commits */
    public OwnerTurns(Timers timers, TurnLog turnLog, Outbox outbox, EventLog events) {
        this.events = events;
        this.timers = timers;
        this.turnLog = turnLog;
        this.outbox = outbox;
        this.share = new LoopShare<>(timers::nanoTime);
    }

    public Timers timers() {
        return timers;
    }

    public TurnLog turnLog() {
        return turnLog;
    }

    public EventLog events() {
        return events;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Runs the timers that are due and the commands that these made ready, and then has the replies sent. */
    public void tick() {
        turn(timers::run);
    }

    /** Runs another action of the owner and the commands that it made ready, and then has the replies sent. */
    public void turn(Runnable action) {
        begin();
        outbox.joinAll();
        try {
            action.run();
        } finally {
            outbox.joinAll(); // again, since the action may have run a turn of its own, such as the last one
            runReady();
            end();
        }
    }

    void begin() {
        timers.turn();
        share.begin();
    }

    /** Ends a turn in which no coroutine is ready any more. */
    void end() {
        outbox.flush();
    }

    /** The coroutine runs the commands that were held back later in this turn. */
    void ready(Coroutine<?> coroutine) {
        ready.add(coroutine);
    }

    void runReady() {
        for (Coroutine<?> next = ready.poll(); next != null; next = ready.poll()) {
            next.run();
        }
    }

    /** Counts a command that was run. Returns whether the coroutine's commands behind it run in a later turn. */
    boolean defers(Coroutine<?> coroutine) {
        if (!share.isUsedUp() || !coroutine.defer()) {
            return false;
        }
        share.defer(coroutine);
        goOnLater();
        return true;
    }

    private void goOnLater() {
        if (!goesOn && share.hasUnfinished()) {
            goesOn = true;
            timers.after(Slices.PAUSE_MILLIS, this::goOn);
        }
    }

    /** A turn of the coroutines that have used up their shares. */
    private void goOn() {
        goesOn = false;
        share.goOn(next -> {
            next.run();
            runReady();
        });
        goOnLater();
    }
}
