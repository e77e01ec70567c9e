package dev.tutti.client;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A command that may wait at the server, and how the client may deal with it. Made by its methods before it is sent.
 */
final class Request {

    private static final Command NOTHING = Command.of();
    /** The longest TIMEOUT that the server takes. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Command head;
    private final Command tail;
    /** The time in which the caller wants a reply, or null. */
    private final Duration timeout;

    private boolean isRepeatable;
    private boolean isTask;
    private boolean getsItems;
    private boolean keepsConnection;
    private boolean counts = true;
    private boolean beginsWithoutWaiting;
    private Function<Object, List<Command>> undo = reply -> List.of();
    private Connection connection;

    private Request(Command head, Command tail, Duration timeout) {
        this.head = head;
        this.tail = tail;
        this.timeout = timeout;
    }

    /** @param timeout null if the caller waits without limit */
    static Request of(Command command, Duration timeout) {
        return new Request(command, NOTHING, timeout);
    }

    /** TIMEOUT comes between the two parts. */
    static Request of(Command head, Command tail, Duration timeout) {
        return new Request(head, tail, timeout);
    }

    /** It may be sent again when its connection was lost. */
    Request repeatable() {
        isRepeatable = true;
        return this;
    }

    /** It runs tasks, so the server must not limit its time, and it cannot be tried without waiting. */
    Request task() {
        isTask = true;
        return this;
    }

    /** It gets items, which belong to its connection. */
    Request gettingItems() {
        getsItems = true;
        return this;
    }

    /** The caller gets its connection with the reply, and has to {@link Reply#release} it. */
    Request keepingConnection() {
        keepsConnection = true;
        return this;
    }

    /** It does not count against the limit of connections. */
    Request uncounted() {
        counts = false;
        return this;
    }

    /** It is tried over the connection of all before it gets one of its own. */
    Request beginningWithoutWaiting() {
        beginsWithoutWaiting = true;
        return this;
    }

    /** @param commands which take back what a reply has given, for a caller that has gone */
    Request undo(Function<Object, List<Command>> commands) {
        undo = commands;
        return this;
    }

    /** It is sent on this connection, which the caller has and keeps. */
    Request on(Connection held) {
        connection = held;
        return this;
    }

    Duration timeout() {
        return timeout;
    }

    boolean isRepeatable() {
        return isRepeatable;
    }

    boolean isTask() {
        return isTask;
    }

    boolean getsItems() {
        return getsItems;
    }

    boolean keepsConnection() {
        return keepsConnection;
    }

    boolean counts() {
        return counts;
    }

    boolean beginsWithoutWaiting() {
        return beginsWithoutWaiting;
    }

    List<Command> undo(Object reply) {
        return undo.apply(reply);
    }

    Connection connection() {
        return connection;
    }

    /** @param remaining the time that the caller has left, or null */
    Command command(Duration remaining) {
        Duration time = remaining == null && isTask ? LONGEST : remaining;
        return (time == null ? head : head.and("TIMEOUT", time)).and(tail);
    }
}
