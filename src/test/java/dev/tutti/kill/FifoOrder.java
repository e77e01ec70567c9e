package dev.tutti.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks that a fifo queue delivers the items of each producer in the order in which they were put. Of two GETs that
 * overlap in time either may have been served first, so only GETs that follow one another are compared. Safe to use
 * from any thread.
 */
final class FifoOrder {

    /** @param number grows with each item that the producer puts */
    record Numbered(String producer, int number) {}

    /** For each producer: the largest number that was delivered, by the time of the reply. */
    private final Map<String, TreeMap<Long, Integer>> largest = new HashMap<>();

    /** A logical clock that counts requests and replies. */
    private long now;

    /** A server has started: items that were in flight are delivered again. */
    synchronized void begin() {
        largest.clear();
    }

    /** To be called before a GET is sent. Returns the time. */
    synchronized long asking() {
        return ++now;
    }

    /**
     * Records the reply to a GET.
     *
     * @param asked the time that {@link #asking} returned
     * @return what is wrong with the order, one line for each item
     */
    synchronized List<String> got(long asked, List<Numbered> items) {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> before = new HashMap<>();
        now++;
        for (Numbered item : items) {
            TreeMap<Long, Integer> delivered = largest.computeIfAbsent(item.producer, first -> new TreeMap<>());
            Map.Entry<Long, Integer> earlier = delivered.floorEntry(asked);
            int last = Math.max(earlier == null ? 0 : earlier.getValue(), before.getOrDefault(item.producer, 0));
            if (item.number <= last) {
                wrong.add(item.number + " of producer " + item.producer + " came out after " + last);
            }
            before.put(item.producer, item.number);
            delivered.put(
                    now,
                    Math.max(
                            item.number,
                            delivered.isEmpty() ? 0 : delivered.lastEntry().getValue()));
        }
        return wrong;
    }
}
