package dev.tutti.ops;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The meters of the consumers of one server, which come and go with reloads. A queue and task keep what they have
 * counted as long as some consumer of both is left. Any thread may call.
 */
public final class ConsumerMeters {

    private record Key(String queue, String task) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::queue).thenComparing(Key::task);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** The meters of each queue and task, among which one may stand for all that are gone. */
    private final Map<Key, List<ConsumerMeter>> meters = new TreeMap<>();

    synchronized ConsumerMeter add(ConsumerMeter meter) {
        forgetThoseThatAreGone();
        meters.computeIfAbsent(new Key(meter.queue(), meter.task()), first -> new ArrayList<>())
                .add(meter);
        return meter;
    }

    /** The figures of each queue and task that a consumer has, in the order of their names. */
    public synchronized List<ConsumerFigures> figures() {
        forgetThoseThatAreGone();
        return meters.entrySet().stream()
                .map(entry -> new ConsumerFigures(
                        entry.getKey().queue(), entry.getKey().task(), List.copyOf(entry.getValue())))
                .toList();
    }

    private void forgetThoseThatAreGone() {
        meters.values().removeIf(all -> all.stream().allMatch(ConsumerMeter::isGone));
        meters.values().forEach(ConsumerMeters::merge);
    }

    /** Ended meters become one new meter, since somebody may be reading the old ones. */
    private static void merge(List<ConsumerMeter> all) {
        List<ConsumerMeter> gone = all.stream().filter(ConsumerMeter::isGone).toList();
        if (gone.size() > 1) {
            List<ConsumerMeter> left =
                    all.stream().filter(Predicate.not(ConsumerMeter::isGone)).toList();
            all.clear();
            Stream.concat(Stream.of(ConsumerMeter.sumOf(gone)), left.stream()).forEach(all::add);
        }
    }
}
