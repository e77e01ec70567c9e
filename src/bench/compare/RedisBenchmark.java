import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same puts and gets by redis-benchmark, a client that nobody here has written. */
final class RedisBenchmark implements Trial {

    /** It counts requests, not seconds: the first time so many, later as many as take the time. */
    private static final long FIRST = 100_000;

    private static final long MOST = 2_000_000;
    /** On a port that is closed it would try again for ever. */
    private static final String TIMEOUT_SECONDS = "120";

    private static final Pattern RESULT = Pattern.compile("([0-9.]+) requests per second, p50=([0-9.]+) msec");

    private final Spec spec;
    private final int connections;
    private final int depth;
    private long requests;

    RedisBenchmark(Spec spec, int connections, int depth) {
        this.spec = spec;
        this.connections = connections;
        this.depth = depth;
    }

    @Override
    public List<Measure> round(Servers servers, double seconds) throws IOException, InterruptedException {
        boolean tutti = spec.equals(Spec.TUTTI);
        Server server = servers.get(spec);
        long count = requests == 0 ? FIRST : requests;
        Measure put = run(server, count, "put", tutti ? "QUEUE PUT bench xxxxxxxx" : "LPUSH bench xxxxxxxx");
        Measure get = run(server, count, "get", tutti ? "QUEUE GET bench" : "RPOP bench");
        requests = Math.max(FIRST, Math.min(MOST, (long) (put.value() * seconds)));
        try (Load load = new Load(server.port(), RespReplies::new, 1)) {
            byte[] drop = tutti ? Works.tuttiDrop(Works.QUEUE) : Works.redisDrop(Works.QUEUE);
            load.once(Talk.of(ByteBuffer.wrap(drop), 1, 1));
        }
        return List.of(put, get);
    }

    private Measure run(Server server, long count, String what, String command)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "timeout",
                TIMEOUT_SECONDS,
                Servers.installed("redis-benchmark"),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(server.port()),
                "-c",
                String.valueOf(connections),
                "-P",
                String.valueOf(depth),
                "-n",
                String.valueOf(count),
                "-q"));
        words.addAll(List.of(command.split(" ")));
        double cpu = server.cpuSeconds();
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || output.toLowerCase().contains("error")) {
            throw new IOException("redis-benchmark ended with " + process.exitValue() + ": " + output.strip());
        }
        cpu = server.cpuSeconds() - cpu;
        Matcher matcher = RESULT.matcher(output);
        if (!matcher.find()) {
            throw new IOException("redis-benchmark told no result: " + output.strip());
        }
        double p50 = Double.parseDouble(matcher.group(2)) * 1000;
        double rate = Double.parseDouble(matcher.group(1));
        double none = Double.NaN;
        return new Measure(what, "/s", rate, cpu * 1e6 / count, p50, none, none, cpu * rate / count);
    }
}
