package dev.tutti;

/** How a server ends that is to start again. */
public enum Ending {
    /** In order, as by SIGTERM: everybody is answered before. */
    STOPPED,
    /** At once, as by kill -9: the next one finds the journal's files as they are at that moment. */
    KILLED
}
