package dev.tutti.coroutine;

import dev.tutti.command.Command;
import dev.tutti.command.Reply;
import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Wait;

/**
 * The wait of a {@link Coroutine}, while a command waits: how it ends, since when it lasts, and the end of its time.
 * Counts it among the commands that wait at this owner.
 */
final class CurrentWait {

    private final CommandScheduler<?, ?> scheduler;
    /** Null while no command waits. */
    private Wait wait;

    private Patience patience;
    private Reply whenOver;
    private long since;
    private Deadline deadline;
    private int countedLines;

    CurrentWait(CommandScheduler<?, ?> scheduler) {
        this.scheduler = scheduler;
    }

    /** @param over the reply when the time is up, or when the wait is unblocked */
    void begin(Wait next, Reply over, Patience patience) {
        wait = next;
        whenOver = over;
        since = scheduler.timers().now();
        this.patience = patience;
        count(patience == Patience.OF_A_CONSUMER ? 0 : next.lines());
    }

    void end() {
        count(0);
        wait = null;
        whenOver = null;
        endLimit();
        deadline = null;
    }

    private void count(int lines) {
        scheduler.waiters().add(lines - countedLines);
        countedLines = lines;
    }

    /** The wait at hand. */
    Wait get() {
        return wait;
    }

    boolean isUnderWay() {
        return wait != null;
    }

    /** The time at which the wait at hand, or the last one, began. */
    long since() {
        return since;
    }

    Reply whenOver() {
        return whenOver;
    }

    void whenOver(Reply other) {
        whenOver = other;
    }

    /** Whether this is a consumer's wait for work. */
    boolean isIdle() {
        return patience == Patience.OF_A_CONSUMER;
    }

    boolean endsWithInput() {
        return patience.endsWithInput();
    }

    boolean endsWithItem() {
        return patience.endsWithItem();
    }

    /** Nobody awaits the command any more, so that it is not counted as one that waits. */
    void detach() {
        count(0);
        wait.detach();
    }

    // ---- the time limit

    /**
     * Has something done after so many milliseconds, unless there is a limit already.
     *
     * @param timeout {@link Command#NO_TIMEOUT} and {@link Command#FOR_EVER} are none
     */
    void limit(long timeout, Runnable onEnd) {
        if (timeout != Command.NO_TIMEOUT && timeout != Command.FOR_EVER && deadline == null) {
            deadline = scheduler.timers().after(timeout, onEnd);
        }
    }

    /** The end of the time does nothing any more. */
    void endLimit() {
        scheduler.timers().cancel(deadline);
    }

    boolean isLimited() {
        return deadline != null;
    }
}
