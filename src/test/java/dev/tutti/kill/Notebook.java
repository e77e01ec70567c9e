package dev.tutti.kill;

import dev.tutti.kill.FifoOrder.Numbered;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What all clients take down together. */
record Notebook(QueueHistory history, FifoOrder order, Results results, Events events, Map<String, Integer> numbers) {

    private static final int LONGEST_BODY = 1500;

    static Notebook empty() {
        return new Notebook(
                new QueueHistory(System::nanoTime), new FifoOrder(), new Results(), new Events(), new HashMap<>());
    }

    /** Says whose it is, its number among those, and has any length. */
    String newBody(String producer, Random random) {
        int number;
        synchronized (numbers) {
            number = numbers.merge(producer, 1, Integer::sum);
        }
        return producer + "." + number + "." + "x".repeat(random.nextInt(LONGEST_BODY));
    }

    /** Items that one answer gave, of a queue in which each producer's items keep their order. */
    void came(long asked, List<String> bodies) {
        List<Numbered> items = bodies.stream().map(Notebook::numbered).toList();
        order.got(asked, items).forEach(history::violation);
    }

    private static Numbered numbered(String body) {
        String[] parts = body.split("\\.");
        return new Numbered(parts[0], Integer.parseInt(parts[1]));
    }

    /** That of an item with this body. */
    static int priority(String body) {
        return body.length() % 5 - 2;
    }

    /** Which events are set, each of one client; both are possible after a command that was not answered. */
    static final class Events {
        private final Map<String, Set<Boolean>> possible = new HashMap<>();

        synchronized void setting(String event, boolean set) {
            possible.computeIfAbsent(event, first -> new HashSet<>(Set.of(false)))
                    .add(set);
        }

        synchronized void set(String event, boolean set) {
            possible.put(event, new HashSet<>(Set.of(set)));
        }

        synchronized Map<String, Set<Boolean>> possible() {
            return Map.copyOf(possible);
        }
    }
}
