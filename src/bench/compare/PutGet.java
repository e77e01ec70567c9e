import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Puts, and gets of the same number of items, in bursts that take turns: so the queue stays bounded, and no get finds
 * it empty. Each is timed by itself. Without gets, what a burst has put is dropped.
 */
final class PutGet implements Trial {

    /** What a queue holds at most in a burst. */
    private static final long ITEMS = 1_000_000;

    private static final long BYTES = 512 << 20;
    /** A burst is this part of a round. */
    private static final int BURSTS = 4;

    /** What the server is sent: one batch of each kind; null is nothing of the kind. */
    record Work(ByteBuffer put, ByteBuffer get, ByteBuffer drop, ByteBuffer putRules, ByteBuffer getRules) {}

    private final Spec spec;
    private final Supplier<Replies> replies;
    private final Work work;
    private final int connections;
    private final int depth;
    private final long batches;

    PutGet(Spec spec, Supplier<Replies> replies, Work work, int connections, int depth, int itemBytes) {
        this.spec = spec;
        this.replies = replies;
        this.work = work;
        this.connections = connections;
        this.depth = depth;
        batches = Math.max(connections, Math.min(ITEMS, BYTES / itemBytes) / depth);
    }

    @Override
    public List<Measure> round(Servers servers, double seconds) throws IOException, InterruptedException {
        Server server = servers.get(spec);
        Meter puts = new Meter(server);
        Meter gets = new Meter(server);
        try (Load load = new Load(server.port(), replies, connections);
                Load other = new Load(server.port(), replies, 1)) {
            while (puts.seconds() < seconds || work.get != null && gets.seconds() < seconds) {
                long before = puts.operations();
                burst(load, work.putRules, work.put, seconds / BURSTS, batches, puts);
                long sent = (puts.operations() - before) / depth;
                if (work.get != null) {
                    burst(load, work.getRules, work.get, Double.MAX_VALUE, sent, gets);
                }
                if (work.drop != null) {
                    other.once(Talk.of(work.drop, 1, 1));
                }
            }
        }
        List<Measure> measures = new ArrayList<>(List.of(puts.measure("put", "/s")));
        if (work.get != null) {
            measures.add(gets.measure("get", "/s"));
        }
        return measures;
    }

    private void burst(Load load, ByteBuffer rules, ByteBuffer batch, double seconds, long most, Meter meter)
            throws IOException {
        if (rules != null) {
            load.say(client -> Talk.of(rules, 1, 1)).run(Double.MAX_VALUE, connections, new Meter(null));
        }
        load.say(client -> Talk.of(batch, depth, depth)).run(seconds, most, meter);
    }
}
