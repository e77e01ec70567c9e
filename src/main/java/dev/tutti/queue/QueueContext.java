package dev.tutti.queue;

import dev.tutti.waiting.Timers;

/** What a queue needs of those around it. */
interface QueueContext {

    long nextId();

    MemoryLimit memory();

    Timers timers();

    QueueStore store();

    /** Gives an item that has failed for good to the dead-letter queue of its queue, which is to be settled then. */
    void bury(Item item, WorkQueue from);

    /** The queue has nothing left to remember. */
    void forget(WorkQueue queue);
}
