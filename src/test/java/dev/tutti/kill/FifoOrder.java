package dev.tutti.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a fifo queue gives the items of each producer in the order they were put, as far as that can be told from
 * outside: of two deliveries that overlap either may have been the first. Safe from any thread.
 */
final class FifoOrder {

    /** @param number grows with each item that the producer puts */
    record Numbered(String producer, int number) {}

    /** Of each producer, by when it was answered: the largest number that had come out by then. */
    private final Map<String, TreeMap<Long, Integer>> largest = new HashMap<>();

    private long now;

    /** What was in flight comes out anew. */
    synchronized void begin() {
        largest.clear();
    }

    /** Somebody asks for items. Gives when. */
    synchronized long asking() {
        return ++now;
    }

    /** One answer to what was asked then; gives what is wrong with it. */
    synchronized List<String> got(long asked, List<Numbered> items) {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> before = new HashMap<>();
        now++;
        for (Numbered item : items) {
            TreeMap<Long, Integer> told = largest.computeIfAbsent(item.producer, first -> new TreeMap<>());
            Map.Entry<Long, Integer> earlier = told.floorEntry(asked);
            int last = Math.max(earlier == null ? 0 : earlier.getValue(), before.getOrDefault(item.producer, 0));
            if (item.number <= last) {
                wrong.add(item.number + " of producer " + item.producer + " came out after " + last);
            }
            before.put(item.producer, item.number);
            told.put(
                    now,
                    Math.max(item.number, told.isEmpty() ? 0 : told.lastEntry().getValue()));
        }
        return wrong;
    }
}
