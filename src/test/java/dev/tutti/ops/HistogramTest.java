package dev.tutti.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistogramTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void aValueIsInTheRangeWhoseUpperBoundItDoesNotExceed() {
        Histogram sizes = Histogram.of(1, 10, 100);
        for (long value : new long[] {0, 1, 2, 10, 11, 100, 101, 1_000_000}) {
            sizes.add(value);
        }
        assertThat(sizes.upperBounds()).containsExactly(1, 10, 100, INFINITY);
        assertThat(sizes.counts()).containsExactly(2, 2, 2, 2);
        assertThat(sizes.sum()).isEqualTo(1_000_225);
    }

    @Test
    void timesAreShownInSeconds() {
        Histogram times = Histogram.ofSeconds(0.001, 2.5);
        times.add(TimeUnit.MILLISECONDS.toNanos(1));
        times.add(TimeUnit.MILLISECONDS.toNanos(1) + 1);
        times.add(TimeUnit.SECONDS.toNanos(3));
        assertThat(times.upperBounds()).containsExactly(0.001, 2.5, INFINITY);
        assertThat(times.counts()).containsExactly(1, 1, 1);
        assertThat(times.sum()).isEqualTo(3.002_000_001);
    }

    @Test
    void severalValuesOfOneRangeCountAtOnce() {
        Histogram sizes = Histogram.of(1, 10);
        sizes.add(sizes.range(7), 3, 21);
        assertThat(sizes.counts()).containsExactly(0, 3, 0);
        assertThat(sizes.sum()).isEqualTo(21);
    }

    @Test
    void anEmptyOneHasTheSameRangesAndNoValues() {
        Histogram sizes = Histogram.of(1, 10);
        sizes.add(5);
        Histogram empty = sizes.empty();
        assertThat(empty.upperBounds()).isEqualTo(sizes.upperBounds());
        assertThat(empty.counts()).containsExactly(0, 0, 0);
        assertThat(empty.sum()).isZero();
        assertThat(sizes.sum()).isEqualTo(5);
    }
}
