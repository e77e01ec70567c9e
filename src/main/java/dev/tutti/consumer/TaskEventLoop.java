package dev.tutti.consumer;

/**
 * Chooses the event loop for a task whose threading is {@code event_loop}. Connections and owners use the first event
 * loops of Vert.x. Consumer instances take turns on the other ones, or on all of them if there are no others.
 *
 * @param owners the number of event loops that connections and owners use
 * @param turn a number of the consumer instance
 */
record TaskEventLoop(int owners, int turn) {

    /** The index of the chosen loop, if Vert.x has this many loops. */
    int indexAmong(int loops) {
        int first = owners < loops ? owners : 0;
        return first + turn % (loops - first);
    }
}
