package dev.tutti.metrics;

import dev.tutti.ops.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The metrics of one scrape in the making: families of values, whose names begin with {@code tutti_}. */
final class Families {

    private static final String PREFIX = "tutti_";

    /** A family with one number for each set of labels. */
    interface Values {
        /** @param labels names and values in turn */
        Values add(double value, String... labels);
    }

    /** A family with one histogram for each set of labels. */
    interface Histograms {
        /**
         * @param parts have the same ranges, and are added up
         * @param labels names and values in turn
         */
        Histograms add(List<Histogram> parts, String... labels);
    }

    private final List<Supplier<MetricSnapshot>> families = new ArrayList<>();

    Values gauge(String name, String help) {
        GaugeSnapshot.Builder family =
                GaugeSnapshot.builder().name(PREFIX + name).help(help);
        families.add(family::build);
        return values((value, labels) -> family.dataPoint(
                GaugeDataPointSnapshot.builder().value(value).labels(labels).build()));
    }

    /** @param name without the ending {@code _total}, which is added */
    Values counter(String name, String help) {
        CounterSnapshot.Builder family =
                CounterSnapshot.builder().name(PREFIX + name).help(help);
        families.add(family::build);
        return values((value, labels) -> family.dataPoint(
                CounterDataPointSnapshot.builder().value(value).labels(labels).build()));
    }

    private static Values values(BiConsumer<Double, Labels> dataPoints) {
        return new Values() {
            @Override
            public Values add(double value, String... labels) {
                dataPoints.accept(value, Labels.of(labels));
                return this;
            }
        };
    }

    Histograms histogram(String name, String help) {
        HistogramSnapshot.Builder family =
                HistogramSnapshot.builder().name(PREFIX + name).help(help);
        families.add(family::build);
        return new Histograms() {
            @Override
            public Histograms add(List<Histogram> parts, String... labels) {
                family.dataPoint(point(parts, Labels.of(labels)));
                return this;
            }
        };
    }

    private static HistogramDataPointSnapshot point(List<Histogram> parts, Labels labels) {
        double[] bounds = parts.get(0).upperBounds();
        long[] counts = new long[bounds.length];
        double sum = 0;
        for (Histogram part : parts) {
            long[] more = part.counts();
            Arrays.setAll(counts, range -> counts[range] + more[range]);
            sum += part.sum();
        }
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                .sum(sum)
                .labels(labels)
                .build();
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(families.stream().map(Supplier::get).toList());
    }
}
