package dev.tutti.ops;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one server, from its start to its stop. Safe to call from any thread. */
public final class Statistics {

    private final long startNanos = System.nanoTime();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final LongAdder commands = new LongAdder();
    private final LongAdder protocolErrors = new LongAdder();
    private final LongAdder passwordFailures = new LongAdder();
    private final LongAdder deniedCommands = new LongAdder();
    private final LongAdder deniedNames = new LongAdder();
    private final ItemTotals items = new ItemTotals();
    private final Lifecycle lifecycle = new Lifecycle();
    private final SlowCommands slowCommands;
    private final Meters meters;

    /** @param meters null if there are no metrics */
    public Statistics(SlowCommands slowCommands, Meters meters) {
        this.slowCommands = slowCommands;
        this.meters = meters;
    }

    public SlowCommands slowCommands() {
        return slowCommands;
    }

    /** The counters that only metrics show, or null if there are no metrics. */
    public Meters meters() {
        return meters;
    }

    /**
     * Counts a new connection. Returns false, and counts it as rejected, if {@code max} connections are open already.
     */
    public boolean connect(int max) {
        if (connected.incrementAndGet() > max) {
            connected.decrementAndGet();
            rejected.incrementAndGet();
            return false;
        }
        accepted.incrementAndGet();
        return true;
    }

    public void disconnect() {
        connected.decrementAndGet();
    }

    public void commands(int count) {
        commands.add(count);
    }

    /**
     * A user has sent a command that it may not send.
     *
     * @param isOfName whether because of a name in it
     */
    public void denied(boolean isOfName) {
        (isOfName ? deniedNames : deniedCommands).increment();
    }

    public void passwordFailure() {
        passwordFailures.increment();
    }

    public void protocolError() {
        protocolErrors.increment();
    }

    public Lifecycle lifecycle() {
        return lifecycle;
    }

    public ItemTotals items() {
        return items;
    }

    public int connected() {
        return connected.get();
    }

    public long accepted() {
        return accepted.get();
    }

    public long rejected() {
        return rejected.get();
    }

    public long commands() {
        return commands.sum();
    }

    public long passwordFailures() {
        return passwordFailures.sum();
    }

    long deniedCommands() {
        return deniedCommands.sum();
    }

    long deniedNames() {
        return deniedNames.sum();
    }

    public long protocolErrors() {
        return protocolErrors.sum();
    }

    long uptimeSeconds() {
        return (System.nanoTime() - startNanos) / 1_000_000_000;
    }
}
