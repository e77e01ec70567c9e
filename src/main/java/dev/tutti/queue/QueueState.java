package dev.tutti.queue;

/** How far a queue is on its way to its end. */
enum QueueState {
    OPEN,
    /** Shut down: takes nothing in, and gives out what is left. */
    DRAINING,
    /** Shut down at once: what comes back is dropped, too. */
    CLOSED
}
