import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Items of which each has a KEY of its own, in a queue that holds many of them. */
final class KeyedItems {

    private static final String QUEUE = "keyed";
    private static final int FEWEST_PLANS = 16_384;

    private KeyedItems() {}

    /** Puts items with new keys, and gets and finishes as many of the oldest, while so many are there. */
    static Steady cycles(int items, int connections, int depth) {
        byte[] item = Requests.item(8);
        List<Cycle.Plan> plans = plans(items, depth, item);
        return Works.cycles(plans, connections).before(load -> fill(load, items, item));
    }

    /**
     * So many keys that the item of each has been finished before the key comes again, although one connection may be
     * hundreds of rounds ahead of another.
     */
    private static List<Cycle.Plan> plans(int items, int depth, byte[] item) {
        List<Cycle.Plan> plans = new ArrayList<>();
        for (int i = 0; i < Math.max(FEWEST_PLANS, 2 * items / depth); i++) {
            int first = i * depth;
            List<byte[]> puts = IntStream.range(first, first + depth)
                    .mapToObj(number -> put("k%08d".formatted(number), item))
                    .toList();
            plans.add(Works.plan(QUEUE, puts));
        }
        return plans;
    }

    private static byte[] put(String key, byte[] item) {
        return Requests.resp("QUEUE", "PUT", QUEUE, item, "KEY", key);
    }

    private static void fill(Load load, int items, byte[] item) throws IOException {
        load.once(Talk.of(Requests.joined(List.of(Requests.resp("QUEUE", "CREATE", QUEUE, "MAXSIZE", "0"))), 1, 1));
        int there = (int) load.ask(Requests.resp("QUEUE", "SIZE", QUEUE));
        Works.sendAll(load, there, items, number -> put("f%08d".formatted(number), item));
    }
}
