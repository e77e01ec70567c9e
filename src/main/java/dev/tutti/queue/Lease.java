package dev.tutti.queue;

import dev.tutti.waiting.Deadlines.Deadline;

/** One delivery of an item: who holds it, since when, and for how many milliseconds at most; 0 is for ever. */
final class Lease {

    final Holder holder;
    final long since;
    final long millis;
    /** When it ends; null if it does not. */
    Deadline end;

    Lease(Holder holder, long since, long millis) {
        this.holder = holder;
        this.since = since;
        this.millis = millis;
    }

    /** What it takes of the {@link MemoryLimit}. */
    int bytes() {
        return millis > 0 ? Footprint.LEASE + Footprint.LEASE_END : Footprint.LEASE;
    }
}
