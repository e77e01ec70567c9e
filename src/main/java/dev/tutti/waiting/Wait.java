package dev.tutti.waiting;

/** What a suspended coroutine waits for, and may stop waiting for. */
@FunctionalInterface
public interface Wait {

    /** Leaves the line: nothing is taken, and nobody else loses a wake-up by it. Called at most once. */
    void withdraw();

    /**
     * The time is up, or the client was unblocked. Called at most once, though {@link #withdraw} may follow if this was
     * false.
     *
     * @return whether that ends the wait now; if not, it ends by itself later
     */
    default boolean giveUp() {
        withdraw();
        return true;
    }

    /** Whether it ends soon by itself, and is therefore not given up. */
    default boolean isBrief() {
        return false;
    }

    /** Goes on, though nobody will look at how it ends. */
    default void detach() {}

    /** Cancels what is waited for; the wait ends by itself when that has ended. */
    default void cancel() {}
}
