import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A server that has many schedules. */
final class Schedules {

    private static final String HOUR = "3600000";

    private Schedules() {}

    /** Deletes schedules at random and sets them again, while so many are there. */
    static Steady changes(int schedules, int connections, int depth) {
        Random random = new Random(1);
        List<Cycle.Plan> plans = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            List<String> names =
                    random.ints(depth, 0, schedules).mapToObj(Schedules::name).toList();
            plans.add(new Cycle.Plan(
                    Requests.joined(names.stream()
                            .map(name -> Requests.resp("SCHEDULE", "DELETE", name))
                            .toList()),
                    Requests.joined(names.stream().map(Schedules::set).toList()),
                    depth,
                    List.of(),
                    true));
        }
        Steady trial = new Steady(
                Spec.TUTTI,
                "delete+set",
                RespReplies::new,
                connections,
                client -> new Cycle(plans, client * plans.size() / connections));
        return trial.before(load -> fill(load, schedules));
    }

    private static String name(int number) {
        return "s%06d".formatted(number);
    }

    private static byte[] set(String name) {
        return Requests.resp("SCHEDULE", "SET", name, Works.QUEUE, "x", "EVERY", HOUR);
    }

    private static void fill(Load load, int schedules) throws IOException {
        Works.sendAll(load, 0, schedules, number -> set(name(number)));
    }
}
