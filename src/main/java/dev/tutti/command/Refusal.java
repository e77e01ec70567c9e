package dev.tutti.command;

import java.nio.charset.StandardCharsets;

/** A command that is not carried out, and nothing of it: what it throws becomes its error reply. Has no stack trace. */
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

    /** Anything wrong with how the command is written. */
    public static Refusal malformed(String message) {
        return new Refusal("ERR", message);
    }

    public static Refusal tooBig(int maxItemSize, long maxCommandSize) {
        return new Refusal(
                "TOOBIG",
                "an item may have " + maxItemSize + " bytes at most, and a command " + maxCommandSize + " in all");
    }

    /** @param why there is no room in the server, or the journal takes nothing */
    public static Refusal full(String why) {
        return new Refusal(FULL, why);
    }

    /** Whether that says so. */
    public static boolean isFull(Reply reply) {
        return reply instanceof Reply.Error error && error.kind().equals(FULL);
    }

    public static Reply unblocked() {
        return error("UNBLOCKED", "client unblocked via CLIENT UNBLOCK");
    }

    /** @param chain who waits for whom: {@code a -> b -> a} */
    public static Reply deadlock(String chain) {
        return error("DEADLOCK", chain);
    }

    public static Reply stopping() {
        return error("SHUTDOWN", "the server is stopping");
    }

    public static Refusal shutDown(String queue) {
        return new Refusal("SHUTDOWN", "queue " + queue + " is shut down");
    }

    public static Refusal cancelled(long item) {
        return new Refusal("CANCELLED", "item " + item + " was cancelled");
    }

    public static Refusal noResult(long id) {
        return new Refusal("NOITEM", "item " + id + " was never submitted here, or its result is no longer kept");
    }

    public static Refusal noItem(long id) {
        return new Refusal("NOITEM", "item " + id + " is not in flight, or not this connection's any more");
    }

    /** @param what kind and name of what is not held: {@code lock l} */
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
