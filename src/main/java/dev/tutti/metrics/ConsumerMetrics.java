package dev.tutti.metrics;

import dev.tutti.ops.ConsumerMeter;
import dev.tutti.ops.ConsumerMeter.End;
import dev.tutti.ops.Histogram;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The metrics of the consumers. All instances of a consumer are added up, and all consumers of one task and queue. */
final class ConsumerMetrics implements MetricSource {

    private record Consumer(String queue, String task) implements Comparable<Consumer> {
        @Override
        public int compareTo(Consumer other) {
            int byQueue = queue.compareTo(other.queue);
            return byQueue != 0 ? byQueue : task.compareTo(other.task);
        }

        String[] labels() {
            return new String[] {"queue", queue, "task", task};
        }
    }

    private final List<ConsumerMeter> meters;

    /** @param meters of all instances, to which others may come */
    ConsumerMetrics(List<ConsumerMeter> meters) {
        this.meters = meters;
    }

    @Override
    public void addTo(Families families) {
        Map<Consumer, List<ConsumerMeter>> consumers = new TreeMap<>();
        for (ConsumerMeter meter : meters) {
            Consumer consumer = new Consumer(meter.queue(), meter.task());
            consumers.merge(
                    consumer,
                    List.of(meter),
                    (some, more) -> Stream.of(some, more).flatMap(List::stream).toList());
        }
        Families.Values running = families.gauge("consumer_running", "Items that the consumers run");
        Families.Values slots = families.gauge("consumer_slots", "The most items that the consumers run at a time");
        Families.Values abandoned =
                families.gauge("consumer_abandoned", "Items that were stopped and whose code does not end");
        Families.Values ends = families.counter("consumer_items", "Items that the consumers have run, by their end");
        Families.Histograms seconds =
                families.histogram("consumer_item_seconds", "The time from the start of an item to its end");
        consumers.forEach((consumer, instances) -> {
            running.add(sum(instances, ConsumerMeter::running), consumer.labels());
            slots.add(sum(instances, ConsumerMeter::slots), consumer.labels());
            abandoned.add(sum(instances, ConsumerMeter::abandoned), consumer.labels());
            for (End end : End.values()) {
                ends.add(count(instances, end), "end", word(end), "queue", consumer.queue(), "task", consumer.task());
            }
            seconds.add(times(instances), consumer.labels());
        });
    }

    private static double sum(List<ConsumerMeter> instances, ToIntFunction<ConsumerMeter> number) {
        return instances.stream().mapToInt(number).sum();
    }

    private static double count(List<ConsumerMeter> instances, End end) {
        return instances.stream()
                .flatMapToLong(meter -> Arrays.stream(meter.seconds(end).counts()))
                .sum();
    }

    private static List<Histogram> times(List<ConsumerMeter> instances) {
        return instances.stream()
                .flatMap(meter -> Stream.of(End.values()).map(meter::seconds))
                .toList();
    }

    private static String word(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }
}
