package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.ItemTotals;
import dev.tutti.persistence.JournaledQueueStore;
import dev.tutti.persistence.TurnLog;
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

    private final TurnLog notes = new TurnLog();
    private final LongSupplier ids = new AtomicLong(1_000_000)::incrementAndGet;
    private final Holder holder = Holder.ofClient(null, item -> {});
    private WorkQueue kept;
    private WorkQueue noted;
    private Queues queues;
    private PutOptions first;

    @Setup(Level.Trial)
    public void fill() {
        first = options(999);
        queues = queues(QueueStore.NONE);
        kept = filled(queues);
        noted = filled(queues(new JournaledQueueStore(notes, ids, Clock.systemUTC(), new VolatileJournal())));
    }

    private Queues queues(QueueStore store) {
        return new Queues(
                Map.of("jobs", new QueueConfig(kind, 0, 0, 0)),
                ids,
                new ItemTotals(),
                new MemoryLimit(Long.MAX_VALUE),
                new ReplyRoom(32 << 20),
                Timers.monotonic(),
                store,
                new EventLog());
    }

    private WorkQueue filled(Queues queues) {
        WorkQueue queue = queues.named("jobs");
        for (int i = 0; i < READY; i++) {
            queue.put(new Item(BODY, options(1000 + i % PRIORITIES), null));
        }
        return queue;
    }

    private PutOptions options(long priority) {
        return kind == Kind.PRIORITY ? new PutOptions(priority, 0) : PutOptions.NORMAL;
    }

    private Item cycle(WorkQueue queue, long lease) {
        queue.put(new Item(BODY, first, null));
        Item item = queue.take(holder, lease);
        queue.find(item.id(), holder);
        queue.done(item.holder(), item.id(), RESULT);
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
    public TurnLog.Page cycleNoted() {
        cycle(noted, FOR_EVER);
        return notes.take();
    }

    /** On a queue that nobody configured: it comes into being and is forgotten with its one item. */
    @Benchmark
    public Item cycleOnNewQueue() {
        return cycle(queues.named("new"), FOR_EVER);
    }
}
