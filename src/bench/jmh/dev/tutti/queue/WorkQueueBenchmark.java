package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.ledger.Notes;
import dev.tutti.ledger.QueueLedger;
import dev.tutti.waiting.Timers;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An item of 8 bytes that is put, got and finished, among 1,000 that are ready: all three calls are one operation. In a
 * priority queue the 1,000 are of 10 priorities, and the item of another that is the first.
 */
@State(Scope.Thread)
public class WorkQueueBenchmark {

    private static final byte[] BODY = new byte[8];
    private static final byte[] RESULT = {};
    private static final int READY = 1000;
    private static final int PRIORITIES = 10;
    private static final int FOR_EVER = 0;
    private static final int MINUTE = 60_000;

    @Param({"FIFO", "PRIORITY"})
    public Kind kind;

    private final Notes notes = new Notes();
    private final LongSupplier ids = new AtomicLong(1_000_000)::incrementAndGet;
    private final Holder holder = new Holder(null);
    private WorkQueue kept;
    private WorkQueue noted;
    private Queues queues;
    private Placement first;

    @Setup(Level.Trial)
    public void fill() {
        first = placement(999);
        queues = queues(Ledger.NONE);
        kept = filled(queues);
        noted = filled(queues(new QueueLedger(notes, ids, Clock.systemUTC(), new VolatileJournal())));
    }

    private Queues queues(Ledger ledger) {
        return new Queues(
                Map.of("jobs", new QueueConfig(kind, 0, 0, 0)),
                ids,
                new MemoryLimit(Long.MAX_VALUE),
                Timers.monotonic(),
                ledger);
    }

    private WorkQueue filled(Queues queues) {
        WorkQueue queue = queues.named("jobs");
        for (int i = 0; i < READY; i++) {
            queue.put(new Item(BODY, placement(1000 + i % PRIORITIES), null));
        }
        return queue;
    }

    private Placement placement(long priority) {
        return kind == Kind.PRIORITY ? new Placement(priority, 0) : Placement.NORMAL;
    }

    private Item cycle(WorkQueue queue, long lease) {
        queue.put(new Item(BODY, first, null));
        Item item = queue.take(holder, lease);
        queue.flight().find(item.id(), holder);
        queue.flight().done(item, RESULT);
        return item;
    }

    @Benchmark
    public Item cycle() {
        return cycle(kept, FOR_EVER);
    }

    @Benchmark
    public Item cycleLeased() {
        return cycle(kept, MINUTE);
    }

    @Benchmark
    public Notes.Page cycleNoted() {
        cycle(noted, FOR_EVER);
        return notes.take();
    }

    /** On a queue that nobody configured: it comes into being and is forgotten with its one item. */
    @Benchmark
    public Item cycleOnNewQueue() {
        return cycle(queues.named("new"), FOR_EVER);
    }
}
