package dev.tutti.command;

import dev.tutti.log.ShownName;
import java.nio.charset.StandardCharsets;

/**
 * Thrown when a command is refused, before it has changed anything. The message becomes the error reply. A refusal has
 * no stack trace, since it is no fault of the code.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String FULL = "FULL";

    private final String kind;

    public Refusal(String kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Reply reply() {
        return error(kind, getMessage());
    }

    public static Reply error(String kind, String message) {
        return new Reply.Error(kind, message.getBytes(StandardCharsets.UTF_8));
    }

    /** An ERR reply, for a command that is written wrongly. Invisible characters in the message become U+XXXX. */
    public static Refusal malformed(String message) {
        return new Refusal("ERR", ShownName.readable(message));
    }

    public static Refusal tooBig(int maxItemSize, long maxCommandSize) {
        return new Refusal(
                "TOOBIG",
                "an item may have at most " + maxItemSize + " bytes (server.maxItemSize), a whole command "
                        + maxCommandSize + " (server.maxCommandSize)");
    }

    /** The items and results in the replies of one transaction may have so many bytes together. */
    public static Refusal replyTooBig(long maxBytes) {
        return new Refusal(
                "TOOBIG",
                "the items and results in the replies of this transaction would be more than " + maxBytes
                        + " bytes (32 MiB, or a quarter of server.maxOutputMemory); nothing was delivered, so ask"
                        + " again after EXEC");
    }

    /** A NOPERM reply. Invisible characters in the message become U+XXXX. */
    public static Refusal denied(String message) {
        return new Refusal("NOPERM", ShownName.readable(message));
    }

    /**
     * A FULL reply.
     *
     * @param why the limit that was reached, or the trouble of the journal
     */
    public static Refusal full(String why) {
        return new Refusal(FULL, why);
    }

    /** An ERR reply, for a command whose items cannot be read. They stay in their queue. */
    public static Refusal unreadable(String cause) {
        return new Refusal("ERR", "items could not be read from the journal: " + cause);
    }

    /** True if the reply is a FULL error. */
    public static boolean isFull(Reply reply) {
        return reply instanceof Reply.Error error && error.kind().equals(FULL);
    }

    /** The reply to a command that failed because of a bug, whose stack trace is in the log. */
    public static Reply internalError() {
        return error("ERR", "internal error, see the server's log");
    }

    public static Reply unblocked() {
        return error("UNBLOCKED", "client unblocked via CLIENT UNBLOCK");
    }

    /**
     * A DEADLOCK reply.
     *
     * @param chain the cycle of waiting clients: {@code a -> b -> a}
     */
    public static Reply deadlock(String chain) {
        return error("DEADLOCK", chain);
    }

    public static Refusal shutDown(String queue) {
        return new Refusal("SHUTDOWN", "queue " + queue + " is shut down");
    }

    /** A SHUTDOWN reply of a GETANY. */
    public static Refusal allShutDown() {
        return new Refusal("SHUTDOWN", "all of these queues are shut down");
    }

    /** A CANCELLED reply about an item that a client has cancelled. */
    public static Refusal cancelled(long item) {
        return cancelled("item " + item + " was cancelled");
    }

    /** A CANCELLED reply, which says why the task has no result. */
    public static Refusal cancelled(String why) {
        return new Refusal("CANCELLED", why);
    }

    public static Refusal noResult(long id) {
        return new Refusal("NOITEM", "item " + id + " was never submitted here, or its result is no longer kept");
    }

    /** @param why the reason for which the client may not act on the item */
    public static Refusal noItem(String why) {
        return new Refusal("NOITEM", why);
    }

    /**
     * A NOTHELD reply.
     *
     * @param what the thing's kind and name, such as {@code lock l}
     */
    public static Refusal notHeld(String what) {
        return new Refusal("NOTHELD", what + " is not held by this connection");
    }

    public static Refusal notHeld(String what, long token) {
        return new Refusal("NOTHELD", what + " is not held under token " + token);
    }

    public static Refusal broken(String barrier) {
        return new Refusal("BROKEN", "barrier " + barrier + " is broken");
    }
}
