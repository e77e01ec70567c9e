package dev.tutti.kill;

/**
 * An item that a client has got.
 *
 * @param isDetached whether its lease goes on without the connection, so that another client may settle it
 */
record InHand(KillQueue queue, long id, long attempt, boolean isDetached) {

    /** The queue and the id, as the commands for an item name them. */
    String place() {
        return queue.key + " " + id;
    }

    /** An option that names this delivery, if it is needed. */
    String option() {
        return isDetached ? " ATTEMPT " + attempt : "";
    }
}
