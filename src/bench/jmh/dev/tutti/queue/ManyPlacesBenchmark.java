package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.log.EventLog;
import dev.tutti.ops.ItemTotals;
import dev.tutti.waiting.Timers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A queue of 100,000 items of 8 bytes in many priorities or groups, of which each item has another one than the last. */
@State(Scope.Thread)
public class ManyPlacesBenchmark {

    private static final byte[] BODY = new byte[8];
    private static final byte[] RESULT = {};
    private static final int READY = 100_000;
    private static final int FOR_EVER = 0;

    @Param({"PRIORITY", "FAIR"})
    public Kind kind;

    @Param({"10", "1000", "100000"})
    public int places;

    private final LongSupplier ids = new AtomicLong(1_000_000)::incrementAndGet;
    private final Holder holder = Holder.ofClient(null, item -> {});
    private PutOptions[] options;
    private WorkQueue queue;
    private int next;

    @Setup(Level.Trial)
    public void fill() {
        options = new PutOptions[places];
        for (int i = 0; i < places; i++) {
            options[i] =
                    kind == Kind.PRIORITY ? PutOptions.of((long) i, null, null) : PutOptions.of(null, null, "g" + i);
        }
        queue = new Queues(
                        Map.of("jobs", new QueueConfig(kind, 0, 0, 0)),
                        ids,
                        new ItemTotals(),
                        new MemoryLimit(Long.MAX_VALUE),
                        new ReplyRoom(32 << 20),
                        Timers.monotonic(),
                        QueueStore.NONE,
                        new EventLog())
                .named("jobs");
        for (int i = 0; i < READY; i++) {
            put();
        }
    }

    private void put() {
        queue.put(new Item(BODY, options[next], null));
        next = next + 1 < places ? next + 1 : 0;
    }

    /** An item is put, got and finished. */
    @Benchmark
    public Item cycle() {
        put();
        Item item = queue.take(holder, FOR_EVER);
        queue.done(item.holder(), item.id(), RESULT);
        return item;
    }

    /** A CANCEL of an item that is not here. */
    @Benchmark
    public Item findNone() {
        return queue.items().find(1);
    }
}
