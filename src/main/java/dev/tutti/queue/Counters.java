package dev.tutti.queue;

/** What a queue counts since it came into being. */
final class Counters {

    long put;
    long done;
    long failed;
    long retried;
    long dead;
}
