package dev.tutti;

/** The way in which a test ends a server that is to start again. */
public enum StopMode {
    /** The server stops in order, as after SIGTERM, and counts no attempt of the items that clients hold. */
    GRACEFUL,
    /** The server ends at once, as after {@code kill -9}. The next one finds the journal's files as they are then. */
    KILLED
}
