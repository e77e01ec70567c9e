package dev.tutti.coroutine;

import dev.tutti.command.Command;
import dev.tutti.command.CommandName;
import dev.tutti.command.Notice;
import dev.tutti.log.EventLog;
import dev.tutti.ops.SlowCommand;
import dev.tutti.ops.SlowCommands;
import dev.tutti.persistence.TurnLog;
import dev.tutti.waiting.LoopShare;
import dev.tutti.waiting.Slices;
import dev.tutti.waiting.Timers;
import java.util.ArrayDeque;
import java.util.function.Predicate;

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
    private final SlowCommands slowCommands;
    private final ArrayDeque<Coroutine<?>> ready = new ArrayDeque<>();
    private final LoopShare<Coroutine<?>> share;
    /** Whether a later turn is due in which unfinished coroutines go on. */
    private boolean goesOn;

    /** @param turnLog takes the changes of a turn, which the outbox commits */
    public OwnerTurns(Timers timers, TurnLog turnLog, Outbox outbox, EventLog events, SlowCommands slowCommands) {
        this.events = events;
        this.slowCommands = slowCommands;
        this.timers = timers;
        this.turnLog = turnLog;
        this.outbox = outbox;
        this.share = new LoopShare<>(timers::nanoTime, slowCommands.leastNanos());
    }

    /** The least time of a slow command may have changed. */
    public void reload() {
        share.tooMany(slowCommands.leastNanos());
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
            passOver();
            outbox.joinAll(); // again, since the action may have run a turn of its own, such as the last one
            runReady();
            end();
        }
    }

    void begin() {
        timers.turn();
        timers.takeBegun();
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

    /** Something has run that is no command. */
    void passOver() {
        share.passOver();
        timers.takeBegun();
    }

    /** Counts a command that was run. Returns whether the coroutine's commands behind it run in a later turn. */
    boolean defers(Coroutine<?> coroutine, Command command) {
        boolean usedUp = share.isUsedUp();
        Slices goingOn = timers.takeBegun();
        if (goingOn != null) {
            share.takeOverrun();
            goingOn.whenEnded(nanos -> keep(slow(coroutine, command, nanos, 1), slowCommands::addInPieces, coroutine));
        } else if (share.hasOverrun()) {
            SlowCommand slow = slow(coroutine, command, share.takeOverrun(), share.overrunCommands());
            keep(slow, slowCommands::add, coroutine);
        }
        if (!usedUp || !coroutine.defer()) {
            return false;
        }
        share.defer(coroutine);
        goOnLater();
        return true;
    }

    private static SlowCommand slow(Coroutine<?> coroutine, Command command, long nanos, int commands) {
        return new SlowCommand(CommandName.text(command), nanos, commands, coroutine.id(), coroutine.name());
    }

    /** A command that is kept gets the address of its client, if that is a connection. */
    private static void keep(SlowCommand slow, Predicate<SlowCommand> keeper, Coroutine<?> coroutine) {
        if (keeper.test(slow) && coroutine.id() > 0) {
            coroutine.tell(new Notice.Slow(slow));
        }
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
