package dev.tutti.metrics;

import dev.tutti.ops.CommandMeter;
import dev.tutti.ops.Histogram;
import java.util.List;

/** The commands that clients have sent. */
final class CommandMetrics implements MetricSource {

    private static final String LABEL = "command";

    private final List<CommandMeter> meters;

    /** @param meters of all net servers. There are none before the net servers have started. */
    CommandMetrics(List<CommandMeter> meters) {
        this.meters = meters;
    }

    @Override
    public void addTo(Families families) {
        List<CommandMeter> all = List.copyOf(meters);
        Families.Values received = families.counter("commands", "Commands that were read");
        Families.Histograms durations = families.histogram(
                "command_seconds", "The time from the read of a command until its reply was sent, waits included");
        List<String> names = all.isEmpty() ? List.of() : all.get(0).names();
        for (int number = 0; number < names.size(); number++) {
            int command = number;
            long count =
                    all.stream().mapToLong(meter -> meter.received(command)).sum();
            received.add(count, LABEL, names.get(command));
            if (count > 0) {
                List<Histogram> parts =
                        all.stream().map(meter -> meter.duration(command)).toList();
                durations.add(parts, LABEL, names.get(command));
            }
        }
    }
}
