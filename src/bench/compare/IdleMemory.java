import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** What a connection that does nothing takes of a server's resident memory, by ten thousand of them. */
final class IdleMemory implements Trial {

    private static final int CONNECTIONS = 10_000;
    private static final long SETTLE_MILLIS = 1000;

    private final Spec spec;

    IdleMemory(Spec spec) {
        this.spec = spec;
    }

    static Row row() {
        return Row.of(
                        "idle-memory",
                        "resident memory of an idle connection, 10,000 of them, which have sent one PING each",
                        entry(Spec.TUTTI),
                        entry(Spec.REDIS))
                .atMost("memory", 1.0);
    }

    private static Row.Entry entry(Spec spec) {
        return new Row.Entry(spec.name(), null, new IdleMemory(spec));
    }

    @Override
    public List<Measure> round(Servers servers, double seconds) throws IOException, InterruptedException {
        ByteBuffer ping = ByteBuffer.wrap(Requests.resp("PING"));
        try (Server server = servers.fresh(spec)) {
            try (Load first = new Load(server.port(), RespReplies::new, 1)) {
                first.once(Talk.of(ping, 1, 1));
                Thread.sleep(SETTLE_MILLIS);
                double before = server.residentKib();
                try (Load load = new Load(server.port(), RespReplies::new, CONNECTIONS)) {
                    load.say(client -> Talk.of(ping, 1, 1)).run(Double.MAX_VALUE, CONNECTIONS, new Meter(null));
                    Thread.sleep(SETTLE_MILLIS);
                    return List.of(Measure.of("memory", " KiB", (server.residentKib() - before) / CONNECTIONS));
                }
            }
        }
    }
}
