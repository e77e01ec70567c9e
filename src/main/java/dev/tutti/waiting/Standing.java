package dev.tutti.waiting;

import java.util.List;

/**
 * Who holds a thing, in the order they took it, and who waits for it, in the order they came.
 *
 * @param kind {@code queue}, {@code lock} and so on
 */
public record Standing(String kind, String name, List<Presence> holders, List<Presence> waiters) {

    public Standing {
        holders = List.copyOf(holders);
        waiters = List.copyOf(waiters);
    }
}
