package dev.tutti.ops;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * The commands that came to one net server, and how long each took, by the number that its name has. One event loop
 * counts: first it tallies commands, and then it says what became of all of them. Any thread may read meanwhile.
 */
public final class CommandMeter {

    private static final Histogram NONE = Histogram.ofSeconds(
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    private final List<String> names;
    private final AtomicLongArray received;
    private final Histogram[] durations;
    /** How many of each command are tallied. */
    private final int[] tally;
    /** The commands that are tallied, each once. */
    private final int[] tallied;

    private int size;

    public CommandMeter(List<String> names) {
        this.names = List.copyOf(names);
        this.received = new AtomicLongArray(names.size());
        this.durations = Stream.generate(NONE::empty).limit(names.size()).toArray(Histogram[]::new);
        this.tally = new int[names.size()];
        this.tallied = new int[names.size()];
    }

    /** Adds a command to those of which the next call tells. */
    public void tally(int command) {
        if (tally[command]++ == 0) {
            tallied[size++] = command;
        }
    }

    /** The commands that are tallied have been read. */
    public void received() {
        for (int i = 0; i < size; i++) {
            int command = tallied[i];
            received.setRelease(command, received.getPlain(command) + tally[command]);
            tally[command] = 0;
        }
        size = 0;
    }

    /** The commands that are tallied were answered, each after so many nanoseconds. */
    public void answered(long nanos) {
        int range = NONE.range(nanos);
        for (int i = 0; i < size; i++) {
            int command = tallied[i];
            durations[command].add(range, tally[command], tally[command] * nanos);
            tally[command] = 0;
        }
        size = 0;
    }

    public List<String> names() {
        return names;
    }

    public long received(int command) {
        return received.getAcquire(command);
    }

    /** How long the commands of one name took from the read until the reply was sent. */
    public Histogram duration(int command) {
        return durations[command];
    }
}
