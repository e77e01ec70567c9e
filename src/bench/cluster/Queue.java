import java.util.List;
import java.util.Random;

/** The queues, which items of all clients go through. */
final class Queue {

    static final String TASKS = "tasks";
    static final List<String> ALL = List.of("one", "two", "three", TASKS);
    /** Items are moved between these. */
    private static final List<String> MOVED = List.of("one", "two", "three");

    private static final int LONGEST_PADDING = 500;

    private Queue() {}

    static String any(Random random) {
        return MOVED.get(random.nextInt(MOVED.size()));
    }

    static String body(long number, Random random) {
        return number + "." + "x".repeat(random.nextInt(LONGEST_PADDING));
    }

    static long number(Object body) {
        String text = (String) body;
        return Long.parseLong(text.substring(0, text.indexOf('.')));
    }

    /** The result of the task with this id. */
    static String result(long id) {
        return "result-of-" + id;
    }
}
