package dev.tutti.queue;

import dev.tutti.config.QueueConfig;

/** How a queue stands: how much is in it and who waits now, and what has passed through it since it came into being. */
public record QueueStats(
        QueueConfig config,
        int size,
        int delayed,
        int inFlight,
        int unfinished,
        int getters,
        int putters,
        long put,
        long done,
        long failed,
        long retried,
        long dead) {}
