package dev.tutti.ops;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The items that one instance of a consumer runs and has run. The consumer's event loop counts. Any thread may read
 * meanwhile.
 */
public final class ConsumerMeter {

    /** The ways in which the run of an item can end. */
    public enum End {
        DONE,
        FAILED,
        TIMED_OUT,
        CANCELLED
    }

    private final String queue;
    private final String task;
    private volatile int slots;
    private volatile boolean ended;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final Map<End, Histogram> seconds = new EnumMap<>(End.class);

    /**
     * @param task in one word
     * @param slots the most items that the instance works on at a time
     */
    public ConsumerMeter(String queue, String task, int slots) {
        this.queue = queue;
        this.task = task;
        this.slots = slots;
        for (End end : End.values()) {
            seconds.put(end, Histogram.ofSeconds(0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10, 25, 60, 250, 1000));
        }
    }

    /** The instance takes no items any more. What it has counted stays. */
    public void retire() {
        slots = 0;
    }

    /** The instance has ended. Its counts stay as long as there is another one of its queue and task. */
    public void end() {
        retire();
        ended = true;
    }

    /** Whether nothing is left of the instance, not even code of an item that does not end. */
    boolean isGone() {
        return ended && abandoned() == 0;
    }

    /** A meter of instances that are gone, with all that these have counted. */
    static ConsumerMeter sumOf(List<ConsumerMeter> gone) {
        ConsumerMeter sum = new ConsumerMeter(gone.get(0).queue, gone.get(0).task, 0);
        for (ConsumerMeter meter : gone) {
            sum.seconds.forEach((end, times) -> times.addAll(meter.seconds(end)));
        }
        sum.end();
        return sum;
    }

    public void began() {
        running.incrementAndGet();
    }

    /** No code of the item runs any more, or the item is abandoned. */
    public void left() {
        running.decrementAndGet();
    }

    /** An item has its result, so many nanoseconds after it began. */
    public void ended(End end, long nanos) {
        seconds.get(end).add(nanos);
    }

    /** So many items were stopped and still run code. */
    public void abandoned(int items) {
        abandoned.set(items);
    }

    public String queue() {
        return queue;
    }

    public String task() {
        return task;
    }

    public int slots() {
        return slots;
    }

    public int running() {
        return running.get();
    }

    public int abandoned() {
        return abandoned.get();
    }

    /** The times of the items that ended in this way. */
    public Histogram seconds(End end) {
        return seconds.get(end);
    }
}
