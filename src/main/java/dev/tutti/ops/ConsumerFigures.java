package dev.tutti.ops;

import dev.tutti.ops.ConsumerMeter.End;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The figures of all consumers of one queue that run one task: their instances are added up.
 *
 * @param meters of the instances, and one for all ended ones
 */
public record ConsumerFigures(String queue, String task, List<ConsumerMeter> meters) {

    /** The number of instances that take items, without instances that a reload takes away. */
    public int instances() {
        return sum(meter -> meter.slots() > 0 ? 1 : 0);
    }

    public int slots() {
        return sum(ConsumerMeter::slots);
    }

    public int running() {
        return sum(ConsumerMeter::running);
    }

    public int abandoned() {
        return sum(ConsumerMeter::abandoned);
    }

    private int sum(ToIntFunction<ConsumerMeter> figure) {
        return meters.stream().mapToInt(figure).sum();
    }

    /** The times of the items that ended in this way, in several parts. */
    public List<Histogram> seconds(End end) {
        return meters.stream().map(meter -> meter.seconds(end)).toList();
    }
}
