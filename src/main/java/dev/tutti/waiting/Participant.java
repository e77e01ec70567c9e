package dev.tutti.waiting;

/** A caller that waits for something or holds it, as WAITERS and the deadlock detector see it. */
public interface Participant {

    /** The id of the connection, which is positive, or of a part of a GATHER, which is negative. */
    long id();

    /** The name that the client gave its connection, or empty. */
    String name();

    /** When it began to wait, in milliseconds of its owner's {@link Timers}. Meaningless while it does not wait. */
    long waitingSince();

    /**
     * True for a consumer of this process that waits for work. WAITERS leaves these out, since no client sent a
     * command.
     */
    boolean isIdle();

    /** True if it waits without a timeout. */
    boolean waitsForEver();
}
