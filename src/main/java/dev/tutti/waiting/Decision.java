package dev.tutti.waiting;

/** The orders to a wait that is one of several parts, each at another owner, which end together. */
public enum Decision {
    /** Keeps the thing for this wait if it can be had now, and says whether it can. */
    CLAIM,
    /** Takes the thing that is kept. The wait is over. */
    COMMIT,
    /** Goes on waiting, and keeps nothing. */
    UNCLAIM,
    /** Ends as if the time were up, whatever is kept. */
    GIVE_UP
}
