package dev.tutti.queue;

/** The states of a queue, in the order in which it may go through them. */
enum QueueState {
    OPEN,
    /** Shut down: the queue refuses new items, and delivers those that are left. */
    DRAINING,
    /** Shut down at once: the queue drops returned items, too. */
    CLOSED
}
