package dev.tutti.kill;

import dev.tutti.kill.FifoOrder.Numbered;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The histories that all clients of a test write together, and that are checked at its end. The one of the queues
 * collects the violations of all of them.
 *
 * @param numbers the number of items that each producer has put
 */
record Histories(
        QueueHistory history, FifoOrder order, TaskHistory tasks, EventHistory events, Map<String, Integer> numbers) {

    private static final int LONGEST_BODY = 1500;

    static Histories empty() {
        return new Histories(
                new QueueHistory(System::nanoTime),
                new FifoOrder(),
                new TaskHistory(),
                new EventHistory(),
                new HashMap<>());
    }

    /** Makes a body of random length, which begins with its producer and its number among that producer's items. */
    String newBody(String producer, Random random) {
        int number;
        synchronized (numbers) {
            number = numbers.merge(producer, 1, Integer::sum);
        }
        return producer + "." + number + "." + "x".repeat(random.nextInt(LONGEST_BODY));
    }

    /** Records the items of one reply, from a queue in which each producer's items keep their order. */
    void gotInOrder(long asked, List<String> bodies) {
        List<Numbered> items = bodies.stream().map(Histories::numbered).toList();
        order.got(asked, items).forEach(history::violation);
    }

    private static Numbered numbered(String body) {
        String[] parts = body.split("\\.");
        return new Numbered(parts[0], Integer.parseInt(parts[1]));
    }

    /** The priority of an item with this body. */
    static int priority(String body) {
        return body.length() % 5 - 2;
    }

    /** The state of each client's event. After a command that was not answered, both states are possible. */
    static final class EventHistory {
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
