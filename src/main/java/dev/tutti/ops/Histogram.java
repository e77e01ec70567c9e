package dev.tutti.ops;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts values by their size, and sums them up. One thread adds values, which costs little more than adding to a
 * field: no instruction that locks memory. Any thread may read meanwhile.
 */
public final class Histogram {

    private final long[] bounds;
    private final double unit;
    /** The number of values in each range, then the sum of all values. */
    private final AtomicLongArray counts;

    private Histogram(double unit, long[] bounds) {
        this.unit = unit;
        this.bounds = bounds;
        this.counts = new AtomicLongArray(bounds.length + 2);
    }

    /** A histogram of times, which are added in nanoseconds and shown in seconds. */
    public static Histogram ofSeconds(double... upperBounds) {
        double second = TimeUnit.SECONDS.toNanos(1);
        return new Histogram(
                second,
                Arrays.stream(upperBounds)
                        .mapToLong(bound -> Math.round(bound * second))
                        .toArray());
    }

    /** A histogram of numbers. */
    public static Histogram of(long... upperBounds) {
        return new Histogram(1, upperBounds.clone());
    }

    /** A histogram without values and with the same ranges. */
    public Histogram empty() {
        return new Histogram(unit, bounds);
    }

    public void add(long value) {
        add(range(value), 1, value);
    }

    /** The number of the range in which a value is, for {@link #add(int, long, long)}. */
    public int range(long value) {
        int range = 0;
        while (range < bounds.length && value > bounds[range]) {
            range++;
        }
        return range;
    }

    /** Adds several values of one range, which have this sum. */
    public void add(int range, long values, long sum) {
        plus(range, values);
        plus(bounds.length + 1, sum);
    }

    /** Adds the values of another histogram, which has the same ranges. */
    void addAll(Histogram other) {
        for (int i = 0; i < counts.length(); i++) {
            plus(i, other.counts.getAcquire(i));
        }
    }

    /** Makes the sum visible to other threads without waiting for them. */
    private void plus(int index, long more) {
        counts.setRelease(index, counts.getPlain(index) + more);
    }

    /** The upper bounds of the ranges in the unit that is shown, then infinity. */
    public double[] upperBounds() {
        double[] upper = new double[bounds.length + 1];
        for (int i = 0; i < bounds.length; i++) {
            upper[i] = bounds[i] / unit;
        }
        upper[bounds.length] = Double.POSITIVE_INFINITY;
        return upper;
    }

    /** The number of values. */
    public long count() {
        return Arrays.stream(counts()).sum();
    }

    /** The number of values in each range. */
    public long[] counts() {
        long[] values = new long[bounds.length + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = counts.getAcquire(i);
        }
        return values;
    }

    /** The sum of all values in the unit that is shown. */
    public double sum() {
        return counts.getAcquire(bounds.length + 1) / unit;
    }
}
