package dev.tutti.command;

import dev.tutti.ops.SlowCommand;
import dev.tutti.queue.QueueFigures;
import dev.tutti.schedule.ScheduleView;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ContentionSum;
import java.util.List;

/**
 * A message to a coroutine that is no {@link Reply}: news about its commands, or the answer to a {@link Query}. Notices
 * stay within the process. No client is ever sent one. Immutable.
 */
public sealed interface Notice {

    Notice WITHDRAWN = new Withdrawn();
    Notice RECEIPT = new Receipt();
    Notice WANTS_ROOM = new WantsRoom();
    Echo ECHO = new Echo();

    /** The command that waited, and every command behind it, will not be answered, because the client sends no more. */
    record Withdrawn() implements Notice {}

    /**
     * The owner has received everything that was sent with {@link Signal#RECEIVED}. A receipt travels in one message
     * with the replies that follow it at once. If those wait for the journal, the receipt goes ahead, and again with
     * them.
     */
    record Receipt() implements Notice {}

    /**
     * To a connection: its next commands to this owner wait until it has sent all replies before, which are long. It
     * says so with {@link Signal#ROOM}.
     */
    record WantsRoom() implements Notice {}

    /**
     * To a connection: it has held an item for long without a lease. The connection writes that to the log.
     *
     * @param name of the client
     * @param others the number of further such items, of which nothing is told
     */
    record HeldLong(String queue, long id, String name, long millis, int others) implements Notice {}

    /** To a connection: it gave a command that took long, and knows the address of its client. */
    record Slow(SlowCommand command) implements Notice {}

    /** To a connection: news of one part of its ACQUIREALL. */
    record LocksPart(int part, State state) implements Notice {

        /** The state of a part that waits. */
        public enum State {
            /** Its locks can be had now. */
            READY,
            /** Its locks are kept for it. */
            CLAIMED,
            /** Its locks could not be kept, since somebody else has got one. */
            REFUSED
        }
    }

    /** To a consumer of this process: the item that it works on has been cancelled. Connections are not sent this. */
    record Cancellation(long id) implements Notice {}

    /**
     * To a connection: an item that it holds has been cancelled, or deleted with its queue. A command that waits for
     * tasks ends then. Detached items belong to no connection, so nobody is told of them.
     *
     * @param nanos the time of that, by {@link System#nanoTime}, which is the same for the whole server
     */
    record ItemCancelled(long id, long nanos) implements Notice {}

    /**
     * The answer to a {@link ContentionQuery}.
     *
     * @param now the time of the answer, by the clock of the owner's timers
     * @param all in the order of kinds and names
     */
    record Contentions(long now, List<Contention> all) implements Notice {}

    /** The answer to a {@link QueueNamesQuery}, in order. */
    record QueueNames(List<String> names) implements Notice {}

    /** The answer to a {@link QueueFiguresQuery}: the busiest queues, and one without a name for all others. */
    record BusiestQueues(List<QueueFigures> figures) implements Notice {}

    /**
     * The answer to a {@link PrimitiveFiguresQuery}.
     *
     * @param now the time of the answer, by the clock of the owner's timers
     * @param sums at most one for each kind
     */
    record PrimitiveFigures(long now, List<ContentionSum> sums) implements Notice {}

    /** The answer to a {@link SchedulesQuery}, in the order of the names. */
    record ScheduleViews(List<ScheduleView> schedules) implements Notice {}

    /** The answer to an {@link EchoQuery}. */
    record Echo() implements Notice {}

    /**
     * The answer to a {@link DrainQuery}.
     *
     * @param inFlight the number of items that connections and consumers have still to finish
     */
    record Drained(long inFlight) implements Notice {}

    /** How many connections a query or a signal applied to; for one about a single connection, 1 or 0. */
    record Count(long value) implements Notice {
        public static Count of(boolean applied) {
            return new Count(applied ? 1 : 0);
        }
    }

    /** Connections as CLIENT LIST shows them, one a line, as pieces of one text in UTF-8. */
    record ClientLines(List<byte[]> pieces) implements Notice {}
}
