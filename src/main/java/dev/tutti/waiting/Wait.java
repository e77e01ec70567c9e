package dev.tutti.waiting;

/** What a suspended coroutine waits for, and may stop waiting for. */
@FunctionalInterface
public interface Wait {

    /** Leaves the line: nothing is taken, and nobody else loses a wake-up by it. Called at most once. */
    void withdraw();

    /** Goes on, though nobody will look at how it ends. */
    default void detach() {}
}
