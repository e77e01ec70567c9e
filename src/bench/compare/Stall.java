import java.io.IOException;
import java.util.List;

/** The worst PING of another connection while something large happens, as often as there is time. */
final class Stall implements Trial {

    /** Something that is done by the connections of a load. */
    interface Step {
        void run(Load load, int port) throws IOException, InterruptedException;
    }

    private final Spec spec;
    private final int connections;
    private final Step before;
    private final Step happening;

    /** @param before what is prepared each time, and not measured */
    Stall(Spec spec, int connections, Step before, Step happening) {
        this.spec = spec;
        this.connections = connections;
        this.before = before;
        this.happening = happening;
    }

    /** What the worst PING is compared with. */
    static Trial goal(double millis) {
        return (servers, seconds) -> List.of(measure(millis));
    }

    private static Measure measure(double millis) {
        return Measure.of("ping", " ms", millis);
    }

    @Override
    public List<Measure> round(Servers servers, double seconds) throws IOException, InterruptedException {
        int port = servers.get(spec).port();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        double worst = 0;
        do {
            try (Load load = new Load(port, RespReplies::new, connections)) {
                before.run(load, port);
                try (Pings pings = new Pings(port)) {
                    happening.run(load, port);
                    worst = Math.max(worst, pings.worst());
                }
            }
        } while (System.nanoTime() < end);
        return List.of(measure(worst));
    }
}
