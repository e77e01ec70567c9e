package dev.tutti.queue;

import dev.tutti.config.QueueConfig;

/** What a queue counts since it came into being. */
final class Counters {

    long put;
    long done;
    long failed;
    long retried;
    long dead;
    /** In flight still, but nobody's any more: not counted as in flight. */
    int cancelledInFlight;

    QueueStats stats(QueueConfig config, int size, int inFlight, int unfinished, int getters, int putters) {
        return new QueueStats(
                config, size, 0, inFlight, unfinished, getters, putters, put, done, failed, retried, dead);
    }
}
