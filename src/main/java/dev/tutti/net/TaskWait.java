package dev.tutti.net;

import dev.tutti.command.Command;
import dev.tutti.command.TaskCommand;
import java.util.function.LongSupplier;

/** Since when a connection waits for tasks: by an operation, or by RUN or AWAIT at an owner. */
final class TaskWait {

    private final LongSupplier nanoTime;
    private boolean isUnderWay;
    private long since;

    /** @param nanoTime the clock that owners read when an item is cancelled */
    TaskWait(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** This command is sent to its owner. */
    void sent(Command command) {
        if (TaskCommand.awaitsTask(command)) {
            began();
        }
    }

    /** A command that waits for tasks has begun, behind others perhaps. */
    void began() {
        if (!isUnderWay) {
            isUnderWay = true;
            since = nanoTime.getAsLong();
        }
    }

    /** All commands that have begun are answered. */
    void ended() {
        isUnderWay = false;
    }

    /** Whether a command waits for tasks now and has done so at that time. */
    boolean hadBegunAt(long nanos) {
        return isUnderWay && since - nanos <= 0;
    }
}
