import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Items of many groups that take turns in one fair queue. */
final class Groups {

    static final String QUEUE = "fair";

    private Groups() {}

    /** Puts items of groups at random, and gets and finishes as many, while as many items as groups are there. */
    static Steady cycles(int groups, int connections, int depth) {
        byte[] item = Requests.item(8);
        List<Cycle.Plan> plans = plans(groups, depth, item);
        return Works.cycles(plans, connections).before(load -> fill(load, groups, item));
    }

    /** A selection that is long enough to be without a pattern, and the same in every run. */
    private static List<Cycle.Plan> plans(int groups, int depth, byte[] item) {
        Random random = new Random(1);
        List<Cycle.Plan> plans = new ArrayList<>();
        for (int i = 0; i < Math.max(1024, 2 * groups / depth); i++) {
            List<byte[]> puts = IntStream.range(0, depth)
                    .mapToObj(j -> put(random.nextInt(groups), item))
                    .toList();
            plans.add(Works.plan(QUEUE, puts));
        }
        return plans;
    }

    private static byte[] put(int group, byte[] item) {
        return Requests.resp("QUEUE", "PUT", QUEUE, item, "GROUP", "g%06d".formatted(group));
    }

    /** Fills the queue up to one item of each group. */
    static void fill(Load load, int groups, byte[] item) throws IOException {
        load.once(Talk.of(
                Requests.joined(List.of(Requests.resp("QUEUE", "CREATE", QUEUE, "KIND", "fair", "MAXSIZE", "0"))), 1, 1));
        int there = (int) load.ask(Requests.resp("QUEUE", "SIZE", QUEUE));
        Works.sendAll(load, there, groups, group -> put(group, item));
    }
}
