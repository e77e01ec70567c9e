import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The same for the whole round, after what prepares it, on connections of its own. */
final class Steady implements Trial {

    /** What happens on connections that are open already. */
    interface Preparation {
        void run(Load load) throws IOException;
    }

    private final Spec spec;
    private final String what;
    private final Supplier<Replies> replies;
    private final int connections;
    private final IntFunction<Talk> talks;
    private Preparation before = load -> {};
    private double settling;
    private boolean awake;

    Steady(Spec spec, String what, Supplier<Replies> replies, int connections, IntFunction<Talk> talks) {
        this.spec = spec;
        this.what = what;
        this.replies = replies;
        this.connections = connections;
        this.talks = talks;
    }

    Steady before(Preparation preparation) {
        before = preparation;
        return this;
    }

    /** Seconds of the same before the clock runs, until those who wait for others do wait. */
    Steady settling(double seconds) {
        settling = seconds;
        return this;
    }

    /**
     * The client does not sleep between a batch and its replies: where nothing else is under way, that it has to be woken
     * would be most of what is measured.
     */
    Steady awake() {
        awake = true;
        return this;
    }

    @Override
    public List<Measure> round(Servers servers, double seconds) throws IOException, InterruptedException {
        Server server = servers.get(spec);
        Meter meter = new Meter(server);
        try (Load load = new Load(server.port(), replies, connections)) {
            if (awake) {
                load.awake();
            }
            before.run(load);
            load.say(talks).run(settling, settling == 0 ? 0 : Long.MAX_VALUE, new Meter(null));
            load.run(seconds, Long.MAX_VALUE, meter);
        }
        return List.of(meter.measure(what, "/s"));
    }
}
