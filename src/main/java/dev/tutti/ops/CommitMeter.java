package dev.tutti.ops;

import dev.tutti.journal.CommitListener;

/** The groups of commits that the journal has written. The journal's thread counts. Any thread may read meanwhile. */
public final class CommitMeter implements CommitListener {

    private final Histogram seconds = Histogram.ofSeconds(
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);
    private final Histogram commits = Histogram.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);
    private final Histogram bytes =
            Histogram.of(256, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24);

    @Override
    public void written(int count, long size, long nanos) {
        seconds.add(nanos);
        commits.add(count);
        bytes.add(size);
    }

    /** How long it took to write a group, with its sync. */
    public Histogram seconds() {
        return seconds;
    }

    /** The commits of a group. */
    public Histogram commits() {
        return commits;
    }

    public Histogram bytes() {
        return bytes;
    }
}
