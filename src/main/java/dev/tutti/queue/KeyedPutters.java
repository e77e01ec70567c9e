package dev.tutti.queue;

import dev.tutti.waiting.Wait;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The clients that wait for room for an item with a key, by that key. When another item takes the key, they need no
 * room any more. Each step takes the same time however many wait.
 */
final class KeyedPutters {

    private final Map<String, Map<Putter, Wait>> byKey = new HashMap<>();
    /** The keys that were taken while somebody waited with them. */
    private final ArrayDeque<String> taken = new ArrayDeque<>();

    /** @param place in the line of all putters */
    void enter(Putter putter, Wait place) {
        byKey.computeIfAbsent(putter.key(), key -> new LinkedHashMap<>()).put(putter, place);
    }

    /** The client does not wait any more. */
    void leave(Putter putter) {
        byKey.computeIfPresent(putter.key(), (key, same) -> {
            same.remove(putter);
            return same.isEmpty() ? null : same;
        });
    }

    /** An item of the queue has this key from now on. */
    void taken(String key) {
        if (byKey.containsKey(key)) {
            taken.add(key);
        }
    }

    /** Takes the next client out of all lines whose key is taken by an item, or returns null. */
    Putter poll(KeyedItems items) {
        while (!taken.isEmpty()) {
            Map<Putter, Wait> same = byKey.get(taken.peek());
            if (same != null && items.find(taken.peek()) != null) {
                Map.Entry<Putter, Wait> first = same.entrySet().iterator().next();
                first.getValue().withdraw();
                return first.getKey();
            }
            taken.poll();
        }
        return null;
    }
}
