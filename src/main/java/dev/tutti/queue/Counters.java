package dev.tutti.queue;

/** The totals of a queue since it was created. */
final class Counters {

    long put;
    long done;
    long failed;
    long retried;
    long dead;
}
