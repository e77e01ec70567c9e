package dev.tutti.waiting;

/**
 * The wait of a suspended coroutine, and the ways to end it before its time. Its methods run on the event loop of the
 * owner.
 */
@FunctionalInterface
public interface Wait {

    /**
     * Ends the wait without a result: the waiter leaves its queue, takes nothing, and passes on a wake-up that it may
     * have received. Called at most once.
     */
    void withdraw();

    /**
     * Ends the wait because its timeout has passed or CLIENT UNBLOCK was called. Called at most once. If the result is
     * false, {@link #withdraw} may still follow.
     *
     * @return true if the wait is over now, false if it will end by itself later
     */
    default boolean giveUp() {
        withdraw();
        return true;
    }

    /** The number of lines in which the waiter stands. */
    default int lines() {
        return 1;
    }

    /** True if the wait will end by itself soon. Such a wait is not given up. */
    default boolean isBrief() {
        return false;
    }

    /** Says that nobody will receive the result. The wait goes on. */
    default void detach() {}

    /** Carries out an order to a part of a wait at several owners. Other waits ignore it. */
    default void decide(Decision decision) {}

    /** Cancels the awaited task. The wait ends by itself when the task has ended. */
    default void cancel() {}
}
