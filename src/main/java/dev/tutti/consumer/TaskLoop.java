package dev.tutti.consumer;

/**
 * The choice of an event loop for the tasks of one consumer instance whose threading is {@code event_loop}. Instances
 * take the loops behind those of connections and owners in turn, or these if Vert.x has no others.
 *
 * @param owners the number of loops, at the beginning, that connections and owners have
 * @param turn the instance's number, from 0
 */
record TaskLoop(int owners, int turn) {

    /** The index of the loop to take if Vert.x has so many. */
    int among(int loops) {
        int first = owners < loops ? owners : 0;
        return first + turn % (loops - first);
    }
}
