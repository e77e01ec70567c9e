package dev.tutti.coroutine;

/** The states of the command at hand of a {@link Coroutine}. */
enum CoroutineState {
    /** No command waits: the next one runs when it comes. */
    READY,
    /** A command waits for the {@link dev.tutti.waiting.Wait} of the coroutine. */
    WAITING,
    /** The time of the command that waits is up, but its wait ends later by itself. */
    GIVEN_UP,
    /** No command is carried out or answered any more. */
    WITHDRAWN;

    boolean isWaiting() {
        return this == WAITING || this == GIVEN_UP;
    }

    /** WAITING comes from READY, GIVEN_UP from WAITING, READY from both of these, and WITHDRAWN from all. */
    boolean mayFollow(CoroutineState last) {
        return switch (this) {
            case READY -> last.isWaiting();
            case WAITING -> last == READY;
            case GIVEN_UP -> last == WAITING;
            case WITHDRAWN -> true;
        };
    }
}
