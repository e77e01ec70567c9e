package dev.tutti.kill;

/** A part of the server's state that one client at a time changes, and that must be there after a start. */
record Register(Kind kind, String name) {

    /** The first value of each register. */
    static final String OFF = "off";

    static final String ON = "on";
    /** Only a part of what belongs together is on. */
    static final String PARTLY = "partly on";

    enum Kind {
        /** An event is set. */
        EVENT(false),
        /** A queue has these settings, as its options. */
        SETTINGS(false),
        /** A queue that has an item delivers none. */
        PAUSE(false),
        /** A schedule puts items into this queue, at these times. */
        SCHEDULE(false),
        /** A lock is held on a detached lease. */
        LOCK(true),
        /** Two of five permits are held on a detached lease. */
        PERMITS(true),
        /** Two locks are held that were acquired together. */
        LOCKS(true),
        /** An event is set, a queue is paused and a lock is held, all of one name. */
        MIXED(true);

        final boolean hasToken;

        Kind(boolean hasToken) {
            this.hasToken = hasToken;
        }
    }
}
