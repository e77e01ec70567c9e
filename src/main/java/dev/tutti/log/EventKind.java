package dev.tutti.log;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The kinds of event of the {@link EventLog}: everything that clients, tasks or a disk can cause again and again. The
 * operations document has a table of them. Each kind has a logger of its own, such as {@code dev.tutti.event.full}.
 */
public enum EventKind {
    /** A client connects, and there are too many connections. */
    REFUSED_CLIENT(3),
    /** No connection can be accepted. */
    FAILED_ACCEPT(1),
    /** The server closes a connection against the client's will. */
    CUT_OFF_CLIENT(3),
    /** A wrong password. */
    FAILED_LOGIN(3),
    /** A command is refused because a limit is reached, or because of the journal. */
    FULL(2),
    /** An item has failed for good, and is in a dead-letter queue now. */
    DEAD_ITEM(5),
    /** Clients wait for each other's locks in a circle. */
    DEADLOCK(10),
    /** The journal's disk has little room, or enough again. */
    LOW_DISK(4),
    /** Writing to the journal took long. */
    SLOW_COMMIT(3),
    /** A command kept an event loop from everything else for long. */
    BLOCKED_LOOP(3),
    /** A client has had an item for long without a lease. */
    HELD_ITEM(3),
    /** A queue has tasks and no workers. */
    UNSERVED_QUEUE(1),
    /** A schedule could not put its item. */
    SKIPPED_FIRING(1),
    /** An item was dropped from a dead-letter queue that is too long, or because it was too old. */
    DROPPED_DEAD_ITEM(1),
    /** Items of a failed GATHER were dropped before they were put. */
    DROPPED_TASKS(1),
    /** A task has thrown an exception. */
    FAILED_TASK(1),
    /** The code of a stopped item still runs. */
    ABANDONED_ITEM(1),
    /** The server elsewhere, from which this process takes items, is away or refuses. */
    AWAY_SERVER(3),
    /** A record of the journal could not be read. */
    READ_ERROR(1, Level.ERROR);

    private final int linesOfOne;
    private final Level level;
    private final String word;
    private final Logger logger;

    /** @param linesOfOne the most lines a minute about one subject */
    EventKind(int linesOfOne) {
        this(linesOfOne, Level.WARN);
    }

    EventKind(int linesOfOne, Level level) {
        this.linesOfOne = linesOfOne;
        this.level = level;
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.logger = LoggerFactory.getLogger("dev.tutti.event." + word);
    }

    /** The kind as the log names it. */
    public String word() {
        return word;
    }

    int linesOfOne() {
        return linesOfOne;
    }

    Level level() {
        return level;
    }

    Logger logger() {
        return logger;
    }
}
