package dev.tutti.coroutine;

/** The states of the command at hand of a {@link Coroutine}. */
enum CoroutineState {
    /** No command waits: the next one runs when it comes. */
    READY,
    /** Commands that were held back run later, in this turn or in another one. Further commands queue behind them. */
    DEFERRED,
    /** A command that has not begun waits for a {@link dev.tutti.waiting.Gate} to open. */
    PARKED,
    /** A command waits for the {@link dev.tutti.waiting.Wait} of the coroutine. */
    WAITING,
    /** The time of the command that waits is up, but its wait ends later by itself. */
    GIVEN_UP,
    /** No command is carried out or answered any more. */
    WITHDRAWN;

    boolean isWaiting() {
        return this == PARKED || this == WAITING || this == GIVEN_UP;
    }

    /** Whether a command that waits has begun, so that its wait takes signals. */
    boolean hasBegun() {
        return this == WAITING || this == GIVEN_UP;
    }

    /** Whether a command that comes now has to queue. */
    boolean isBusy() {
        return isWaiting() || this == DEFERRED;
    }

    boolean mayFollow(CoroutineState last) {
        return switch (this) {
            case READY -> last.isWaiting() || last == DEFERRED;
            case DEFERRED -> last.isWaiting() || last == READY;
            case PARKED, WAITING -> last == READY || last == DEFERRED;
            case GIVEN_UP -> last == WAITING;
            case WITHDRAWN -> true;
        };
    }
}
