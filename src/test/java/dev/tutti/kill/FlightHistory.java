package dev.tutti.kill;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The number of items that clients have at least, of each kind that a limit holds for. An item counts from the reply to
 * its GET to the request that settles it. Safe to use from any thread.
 */
final class FlightHistory {

    private final Map<String, Integer> inFlight = new HashMap<>();

    /** A server has started: connections hold nothing. */
    synchronized void begin() {
        inFlight.clear();
    }

    /** Records a delivery. Returns what is wrong with it, if anything is. */
    synchronized Optional<String> got(String kind, int limit) {
        int all = inFlight.merge(kind, 1, Integer::sum);
        return all > limit ? Optional.of(all + " items of " + kind + " are in flight") : Optional.empty();
    }

    /** To be called before the request that settles an item. */
    synchronized void settling(String kind) {
        inFlight.merge(kind, -1, Integer::sum);
    }
}
