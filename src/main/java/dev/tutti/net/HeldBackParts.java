package dev.tutti.net;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.log.EventKind;
import dev.tutti.log.LogLine;
import dev.tutti.log.ShownName;
import java.util.Arrays;

/**
 * The items that LIMIT still holds back when a GATHER has failed and its reply is given. They count as input although
 * their command is answered and their client may be gone. They are given up when their time is over, and dropped when
 * the memory is needed for others. All methods belong to the event loop.
 */
final class HeldBackParts {

    /** Has the items dropped that are still held back. */
    interface Listener {
        /** @param timeIsOver whether the time of those that are put already is over, too */
        void drop(boolean timeIsOver);
    }

    private final ConnectionContext context;
    private final CatchUpTimer timer;
    private final Listener listener;
    private final MemoryQuota.Share memory;
    private long bytes;
    private boolean begun;
    private boolean over;

    /** @param timer is set to the end of the time */
    HeldBackParts(ConnectionContext context, CatchUpTimer timer, Listener listener) {
        this.context = context;
        this.timer = timer;
        this.listener = listener;
        this.memory = context.limits().input().expendable(() -> context.loop().execute(() -> listener.drop(false)));
    }

    /** Holds the items from this index on. */
    void begin(Run[] runs, int from) {
        if (over) {
            return;
        }
        begun = true;
        long timeout = context.config().runTimeoutMillis();
        if (timeout > 0) {
            timer.set(timeout, () -> listener.drop(true));
        }
        for (int i = from; i < runs.length; i++) {
            bytes += bytes(runs[i]);
        }
        hold(from == runs.length);
    }

    private void hold(boolean nothing) {
        memory.holds(bytes);
        if (nothing) {
            memory.close();
        }
    }

    /** The memory of one item until it is put. */
    private static long bytes(Run run) {
        return GatherOperation.PART_BYTES + 2L * Backlog.WORD_BYTES + run.item().length;
    }

    /** This one is put. If it is the last, no memory is held any more. */
    void started(Run run, boolean isLast) {
        if (begun) {
            bytes -= bytes(run);
            hold(isLast);
        }
    }

    /** Drops the items from this index on, if there are any, and says so in the log. */
    void drop(Run[] runs, int from, boolean timeIsOver) {
        memory.close();
        int count = runs.length - from;
        if (count > 0 && runs[from] != null) {
            log(runs[from].queue(), count, timeIsOver);
            Arrays.fill(runs, from, runs.length, null);
        }
    }

    private void log(String firstQueue, int count, boolean timeIsOver) {
        String queue = ShownName.of(firstQueue);
        String why = timeIsOver
                ? "their time is over (server.runTimeout)"
                : "their memory is needed for other commands (server.maxInputMemory)";
        context.limits()
                .events()
                .add(
                        EventKind.DROPPED_TASKS,
                        queue,
                        () -> new LogLine(count + " items of a failed GATHER, the first of which is for queue " + queue
                                        + ", were dropped before they were put, since " + why)
                                .with("queue", firstQueue)
                                .with("items", count));
    }

    /** All have ended. */
    void end() {
        over = true;
        memory.close();
        timer.cancel();
    }
}
