package dev.tutti.metrics;

import dev.tutti.ops.ConsumerFigures;
import dev.tutti.ops.ConsumerMeter.End;
import dev.tutti.ops.ConsumerMeters;
import dev.tutti.ops.Histogram;
import java.util.Locale;
import java.util.stream.Stream;

/** The metrics of the consumers. All instances of a consumer are added up, and all consumers of one task and queue. */
final class ConsumerMetrics implements MetricSource {

    private final ConsumerMeters meters;

    ConsumerMetrics(ConsumerMeters meters) {
        this.meters = meters;
    }

    @Override
    public void addTo(Families families) {
        Families.Values running = families.gauge("consumer_running", "Items that the consumers run");
        Families.Values slots = families.gauge("consumer_slots", "The most items that the consumers run at a time");
        Families.Values abandoned =
                families.gauge("consumer_abandoned", "Items that were stopped and whose code does not end");
        Families.Values ends = families.counter("consumer_items", "Items that the consumers have run, by their end");
        Families.Histograms seconds =
                families.histogram("consumer_item_seconds", "The time from the start of an item to its end");
        for (ConsumerFigures consumer : meters.figures()) {
            String[] labels = {"queue", consumer.queue(), "task", consumer.task()};
            running.add(consumer.running(), labels);
            slots.add(consumer.slots(), labels);
            abandoned.add(consumer.abandoned(), labels);
            for (End end : End.values()) {
                long items = consumer.seconds(end).stream()
                        .mapToLong(Histogram::count)
                        .sum();
                ends.add(items, "end", word(end), "queue", consumer.queue(), "task", consumer.task());
            }
            seconds.add(
                    Stream.of(End.values())
                            .flatMap(end -> consumer.seconds(end).stream())
                            .toList(),
                    labels);
        }
    }

    private static String word(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }
}
