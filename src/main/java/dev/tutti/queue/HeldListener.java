package dev.tutti.queue;

import dev.tutti.waiting.Participant;

/** Is told of items that a client has held for long without a lease. */
public interface HeldListener {

    /**
     * @param millis the time for which the client has had the item
     * @param others the number of further such items of this client, of which nothing is told
     */
    void held(Item item, Participant holder, long millis, int others);
}
