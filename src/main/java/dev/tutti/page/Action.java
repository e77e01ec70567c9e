package dev.tutti.page;

import java.util.List;
import java.util.Locale;

/** The actions of the page. Each is the path of a POST. */
enum Action {
    /** Gives an item another try now: a delayed one, or a dead one in the queue in which it failed. */
    RETRY("queue", "id"),
    MOVE("queue", "id", "to"),
    /** Cancels an item. */
    DROP("queue", "id"),
    PAUSE("queue"),
    RESUME("queue"),
    PURGE("queue");

    private final List<String> keys;

    /** @param keys those of the JSON that is sent with it */
    Action(String... keys) {
        this.keys = List.of(keys);
    }

    List<String> keys() {
        return keys;
    }

    String path() {
        return "/api/actions/" + name().toLowerCase(Locale.ROOT);
    }
}
