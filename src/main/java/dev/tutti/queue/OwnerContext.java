package dev.tutti.queue;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.log.EventLog;
import dev.tutti.ops.ItemTotals;
import dev.tutti.waiting.Timers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The services that the queues of one owner share. */
final class OwnerContext implements QueueContext {

    /** The number of forgotten queues whose totals are remembered. */
    private static final int MOST_FORGOTTEN = 1_000;

    private final LongSupplier ids;
    private final ItemTotals totals;
    private final MemoryLimit memory;
    private final ReplyRoom replies;
    private final Timers timers;
    private final QueueStore store;
    private final QueueEvents events;
    private final Function<String, QueueCore> named;
    private final Function<String, QueueConfig> settings;
    private final Consumer<ItemQueue> forget;
    private final TimeOfDay timeOfDay;
    /** The times at which ids were given out. */
    private final TimeMarks putTimes = new TimeMarks();

    private final ItemHistory history;
    /** The totals of the queues that were forgotten last, in that order. */
    private final Map<String, Counters> forgotten = new LinkedHashMap<>();

    private final LongChanges longChanges;
    private final FlightControl flights;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    /** Whether the bodies of some ready items may be, or have been, in the journal alone. */
    private boolean mayLackBodies;
    /** Null if nothing is reported. */
    private HeldWatch watch;

    /** The dead-letter queues with items since they were settled, each with the most items that it may have. */
    private final Map<QueueCore, Integer> unsettled = new LinkedHashMap<>();

    /**
     * @param ids unique in the server and growing
     * @param totals of the server
     * @param named gives the queue of that name, which is created if there is none
     * @param settings that the queue of that name has, or would have
     * @param forget takes a queue out of the list of all
     */
    OwnerContext(
            LongSupplier ids,
            ItemTotals totals,
            MemoryLimit memory,
            ReplyRoom replies,
            Timers timers,
            QueueStore store,
            EventLog events,
            Function<String, QueueCore> named,
            Function<String, QueueConfig> settings,
            Consumer<ItemQueue> forget) {
        this.ids = ids;
        this.totals = totals;
        this.memory = memory;
        this.flights = new FlightControl(memory);
        this.replies = replies;
        this.timers = timers;
        this.store = store;
        this.events = new QueueEvents(events);
        this.named = named;
        this.settings = settings;
        this.forget = forget;
        this.timeOfDay = new TimeOfDay(timers);
        this.history = new ItemHistory(timeOfDay::now);
        this.longChanges = new LongChanges(timers, this::settleOthers);
    }

    @Override
    public long nextId() {
        long id = ids.getAsLong();
        putTimes.add(id, timeOfDay.now());
        return id;
    }

    @Override
    public long putTime(long id) {
        return putTimes.of(id);
    }

    /** The item with that id, larger than those of all calls before, was put at this time, unless that is unknown. */
    void putAt(long id, long time) {
        if (time != TimeMarks.UNKNOWN) {
            putTimes.add(id, time);
        }
    }

    @Override
    public TimeOfDay timeOfDay() {
        return timeOfDay;
    }

    @Override
    public ItemTotals totals() {
        return totals;
    }

    @Override
    public MemoryLimit memory() {
        return memory;
    }

    @Override
    public ReplyRoom replies() {
        return replies;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public QueueStore store() {
        return store;
    }

    @Override
    public LongChanges longChanges() {
        return longChanges;
    }

    @Override
    public FlightControl flights() {
        return flights;
    }

    @Override
    public DoubleSupplier random() {
        return random;
    }

    void random(DoubleSupplier numbers) {
        random = numbers;
    }

    @Override
    public void bodiesLeave() {
        mayLackBodies = true;
    }

    /** Whether the bodies of some ready items may be in the journal alone. */
    boolean mayLackBodies() {
        return mayLackBodies;
    }

    /** Nobody waits for a read from now on. */
    void readNoMore() {
        mayLackBodies = false;
    }

    @Override
    public ItemHistory history() {
        return history;
    }

    @Override
    public void watch(Holder holder) {
        if (watch != null) {
            watch.delivered(holder);
        }
    }

    /** @param next reports what holders keep for long */
    void watch(HeldWatch next) {
        watch = next;
    }

    void watchAgain(long millis) {
        if (watch != null) {
            watch.change(millis);
        }
    }

    /** The holder never acts again. */
    void close(Holder holder) {
        holder.close();
        if (watch != null) {
            watch.closed(holder);
        }
    }

    @Override
    public void bury(Item item, ItemQueue from) {
        from.freeKey(item);
        QueueCore dead = named.apply(Names.deadLetter(from.name()));
        QueueConfig limits = settings.apply(Names.ofDeadLetter(dead.header.name()));
        item.expireIn(limits.deadAgeMillis());
        dead.moves().receive(item, 0);
        unsettled.put(dead, limits.deadSize());
    }

    @Override
    public QueueEvents events() {
        return events;
    }

    @Override
    public QueueConfig limitsOf(ItemQueue deadLetters) {
        return settings.apply(Names.ofDeadLetter(deadLetters.name()));
    }

    @Override
    public void settleOthers() {
        if (!unsettled.isEmpty()) {
            Map<QueueCore, Integer> others = new LinkedHashMap<>(unsettled);
            unsettled.clear();
            others.forEach(QueueCore::settleDeadLetters);
        }
    }

    @Override
    public void goOnCounting(String name, Counters counters) {
        Counters past = forgotten.remove(name);
        if (past != null) {
            counters.goOnFrom(past);
        }
    }

    void endCount(String name) {
        forgotten.remove(name);
    }

    /** The totals of the queues that were forgotten last. */
    List<Map.Entry<String, Counters>> forgotten() {
        return List.copyOf(forgotten.entrySet());
    }

    /** The figures of a queue that does not exist, which may have been forgotten. */
    QueueStats statsOfForgotten(String name, QueueConfig settings) {
        Counters past = forgotten.get(name);
        return past == null
                ? QueueStats.none(settings, new Counters(totals), 0)
                : QueueStats.none(settings, past, past.waited(this));
    }

    /** Remembers the totals of a queue that is forgotten, or is replaced by one of its name. */
    void remember(String name, Counters past) {
        if (past.haveCounted()) {
            forgotten.put(name, past);
            if (forgotten.size() > MOST_FORGOTTEN) {
                forgotten.remove(forgotten.keySet().iterator().next());
            }
        }
    }

    @Override
    public void forget(ItemQueue queue) {
        forget.accept(queue);
    }
}
