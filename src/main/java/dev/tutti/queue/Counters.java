package dev.tutti.queue;

/** The totals of a queue since it was created, and the memory that it takes now. */
final class Counters {

    /** The bytes of the {@link MemoryLimit} that the items and results of the queue take. */
    long bytes;

    long put;
    long done;
    long failed;
    long retried;
    long dead;
}
