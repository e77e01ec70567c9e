import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Adds up what one or several runs did: operations, time, latencies, and the processor time of both sides. */
final class Meter {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Server server;
    private final Histogram latencies = new Histogram();
    private long operations;
    private long nanos;
    private double serverSeconds;
    private long clientNanos;

    private long begun;
    private double serverBegan;
    private long clientBegan;

    /** Of a server whose processor time counts, or null. */
    Meter(Server server) {
        this.server = server;
    }

    void begin() throws IOException {
        serverBegan = server == null ? 0 : server.cpuSeconds();
        clientBegan = THREADS.getCurrentThreadCpuTime();
        begun = System.nanoTime();
    }

    void record(int ended, long latency) {
        operations += ended;
        latencies.record(latency);
    }

    void end() throws IOException {
        nanos += System.nanoTime() - begun;
        clientNanos += THREADS.getCurrentThreadCpuTime() - clientBegan;
        serverSeconds += server == null ? 0 : server.cpuSeconds() - serverBegan;
    }

    double seconds() {
        return nanos / 1e9;
    }

    long operations() {
        return operations;
    }

    Measure measure(String what, String unit) {
        return new Measure(
                what,
                unit,
                operations * 1e9 / nanos,
                serverSeconds * 1e6 / operations,
                latencies.nanosAt(0.5) / 1e3,
                latencies.nanosAt(0.99) / 1e3,
                (double) clientNanos / nanos,
                serverSeconds * 1e9 / nanos);
    }
}
