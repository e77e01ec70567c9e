package dev.tutti.queue;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.log.EventLog;
import dev.tutti.ops.ItemTotals;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.NameIndex;
import dev.tutti.waiting.Timers;
import dev.tutti.waiting.Walk;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The queues of one event loop, by name. A queue is created at its first use, with the settings that the configuration
 * has for its name, or the defaults. It is forgotten when it is empty and nobody created or shut it down.
 */
public final class Queues {

    private final Map<String, WorkQueue> byName = new HashMap<>();
    private final NameIndex<WorkQueue> ordered = new NameIndex<>();
    private Map<String, QueueConfig> configured;
    private final OwnerContext context;
    private final LargestQueue largest;
    private final Departures departures;
    /** The name that was asked for last, since a command asks for its queue several times. */
    private String lastName;
    /** Its queue, or null. */
    private WorkQueue lastQueue;

    /**
     * @param ids unique in the server and growing
     * @param totals of the server
     */
    public Queues(
            Map<String, QueueConfig> configured,
            LongSupplier ids,
            ItemTotals totals,
            MemoryLimit memory,
            ReplyRoom replies,
            Timers timers,
            QueueStore store,
            EventLog events) {
        this.configured = Map.copyOf(configured);
        this.context = new OwnerContext(
                ids,
                totals,
                memory,
                replies,
                timers,
                store,
                events,
                name -> named(name).core(),
                this::settings,
                this::forget);
        this.largest = new LargestQueue(byName, timers);
        this.departures = new Departures(context, byName);
    }

    /** The totals of a queue that was deleted are gone with it. */
    private void forget(ItemQueue queue) {
        WorkQueue known = byName.get(queue.name());
        lastName = null;
        if (byName.remove(queue.name(), queue)) {
            if (!queue.isClosed()) {
                context.remember(queue.name(), known.core().counters());
            }
            ordered.remove(queue.name());
            memory().release(MemoryKind.QUEUES, Footprint.queue(queue.name()));
            if (queue.isClosed()) {
                limitDeadLetters(queue.name(), queue.config());
            }
        }
    }

    /** The queue of that name, created if there is none. */
    public WorkQueue named(String name) {
        WorkQueue queue = existing(name);
        return queue != null ? queue : make(name, settings(name), configured.containsKey(name));
    }

    /** The queue of that name if there is one, or null. */
    public WorkQueue existing(String name) {
        if (name != lastName) { // a command has one object for its name
            lastQueue = byName.get(name);
            lastName = name;
        }
        return lastQueue;
    }

    /** Whether some gate may be shut, or a command may need bodies that are not here. */
    public boolean mayHoldUp() {
        return context.longChanges().mayBeShut() || context.mayLackBodies();
    }

    /** The gate of the queue of that name if it is shut, since a long change goes on there; or null. */
    public Gate gate(String name) {
        WorkQueue queue = context.longChanges().mayBeShut() ? byName.get(name) : null;
        return queue == null ? null : queue.core().gate.ifShut();
    }

    /** Runs an action whose changes have to end in this turn, however long they take. */
    public void atOnce(Runnable action) {
        context.longChanges().atOnce(action);
    }

    /**
     * The gate of the queue of that name if bodies that are needed are not here: it is shut until they have been read.
     * Null if they are here, or if they could not be read in this turn.
     */
    public Gate gate(String name, BodyNeed need) {
        WorkQueue queue = context.mayLackBodies() ? byName.get(name) : null;
        return queue == null ? null : queue.bodies().gateBeforeRead(need);
    }

    /** Whether there is room for a queue of that name, or there is one. */
    public boolean hasRoomFor(String name) {
        return byName.containsKey(name) || memory().hasRoomForNew(Footprint.queue(name));
    }

    /** Creates a queue that stays. A queue in use must have these settings already, and stays from now on. */
    public void create(String name, QueueConfig settings) {
        QueueConfig settingsBefore = settings(name);
        WorkQueue before = byName.get(name);
        boolean isReplaced = before != null && before.core().isUnused();
        if (isReplaced) {
            context.remember(name, before.core().counters());
        }
        WorkQueue queue = before == null || isReplaced ? make(name, settings, false) : before;
        if (before != null && before != queue) {
            queue.core().submissions.takeOver(before.core().submissions);
        }
        queue.core().keep();
        limitDeadLetters(name, settingsBefore);
    }

    WorkQueue make(String name, QueueConfig settings, boolean kept) {
        WorkQueue queue = new WorkQueue(name, settings, kept, context);
        ordered.put(name, queue);
        lastName = null;
        if (byName.put(name, queue) == null) {
            memory().take(MemoryKind.QUEUES, Footprint.queue(name));
        }
        return queue;
    }

    /** Changes the settings of a queue, but for its kind. It is created if there is none, and stays from now on. */
    public void alter(String name, QueueConfig settings) {
        QueueConfig before = settings(name);
        named(name).control().alter(settings);
        limitDeadLetters(name, before);
    }

    /**
     * The configuration says this of queues from now on. Returns those that exist here and have other settings by it.
     * They are to be altered.
     */
    public List<String> configure(Map<String, QueueConfig> next) {
        Map<String, QueueConfig> before = configured;
        configured = Map.copyOf(next);
        return next.keySet().stream()
                .filter(name -> byName.containsKey(name))
                .filter(name -> !next.get(name).equals(before.get(name)))
                .toList();
    }

    /** The settings of this queue have changed: some hold for the items of its dead-letter queue. */
    private void limitDeadLetters(String name, QueueConfig before) {
        WorkQueue deadLetters = Names.isDeadLetter(name) ? null : existing(Names.deadLetter(name));
        if (deadLetters != null) {
            deadLetters.control().limitDeadLetters(before, settings(name));
        }
    }

    /** @param clock that of the times of day which INSPECT shows */
    public void clock(Clock clock) {
        context.timeOfDay().clock(clock);
    }

    /** @param numbers from 0 to 1, by which backoffs are spread */
    void random(DoubleSupplier numbers) {
        context.random(numbers);
    }

    /** The settings that a queue of this name has, or would have at first use. */
    public QueueConfig settings(String name) {
        WorkQueue queue = byName.get(name);
        return queue != null ? queue.config() : configured.getOrDefault(name, QueueConfig.DEFAULT);
    }

    /** Whether a queue of this name has settings already: the queue is in use, or the configuration names it. */
    public boolean hasSettings(String name) {
        WorkQueue queue = byName.get(name);
        return configured.containsKey(name) || queue != null && !queue.core().isUnused();
    }

    /** An item that ended in that queue, without a result that is kept; or null if that is not remembered. */
    public ItemView ended(String queue, long id) {
        return ItemViews.ended(queue, id, context);
    }

    /**
     * The figures of a queue. One that does not exist is empty, with the settings that it would have, and with the
     * totals of the one that was forgotten.
     */
    public QueueStats stats(String name) {
        WorkQueue queue = byName.get(name);
        return queue != null ? queue.stats() : context.statsOfForgotten(name, settings(name));
    }

    /** A queue of that name, which does not exist, counts from 0. */
    public void endCount(String name) {
        context.endCount(name);
    }

    /** The queues in the order of their names, except those of which only results are left. */
    public List<WorkQueue> all() {
        List<WorkQueue> all = new ArrayList<>(byName.size());
        ordered.walk().forEachRemaining(entry -> all.add(entry.getValue()));
        all.removeIf(queue -> queue.core().isUnused());
        return all;
    }

    /** The names of the queues in their order, except those of which only results are left. */
    public Walk<String> names() {
        return ordered.names(queue -> !queue.core().isUnused());
    }

    /** This name, if there is a queue of it or the configuration has one. */
    public Walk<String> names(String one) {
        boolean exists = byName.containsKey(one) || configured.containsKey(one);
        return Walk.past((exists ? List.of(one) : List.<String>of()).iterator(), Function.identity());
    }

    /** The figures of the queues that have had most items, and behind them those of all others together. */
    public Walk<QueueFigures> figures(int most) {
        return new BusiestQueuesWalk(most, context, ordered.walk(), context.forgotten());
    }

    /**
     * The workers that have items and the clients that wait, for each queue that has any, in the order of the names.
     *
     * @param name of one queue, or null for all queues
     * @param contended whether only queues are looked for where somebody waits
     */
    public Walk<Contention> contentions(String name, boolean contended) {
        if (name == null) {
            return new ContentionWalk(ordered.walk(), contended);
        }
        WorkQueue one = byName.get(name);
        Map<String, WorkQueue> among = one == null ? Map.of() : Map.of(name, one);
        return new ContentionWalk(among.entrySet().iterator(), contended);
    }

    /** Puts recorded items back, before any client uses a queue. */
    public QueueRebuilder rebuilder() {
        return new QueueRebuilder(this, context, configured);
    }

    /** Reports from now on each item that a client has held for so many milliseconds without a lease; 0 is never. */
    public void watch(long millis, HeldListener listener) {
        context.watch(new HeldWatch(millis, listener, timers()));
    }

    /** The same after another time. The items are watched already. */
    public void watchAgain(long millis) {
        context.watchAgain(millis);
    }

    public EventLog events() {
        return context.events().log();
    }

    public MemoryLimit memory() {
        return context.memory();
    }

    public ReplyRoom replies() {
        return context.replies();
    }

    /** The use of memory and what takes most, for the reply to a refused client. */
    public String memoryState() {
        return largest.state(memory());
    }

    public Timers timers() {
        return context.timers();
    }

    /** The items of all these queues that workers lost or that ended. */
    public ItemHistory history() {
        return context.history();
    }

    /** The ends of the holders of items. */
    public Departures departures() {
        return departures;
    }

    /**
     * From now on nothing is delivered, or everything again.
     *
     * @return a walk past the queues, which serves those who wait, and ends at once where nothing is delivered
     */
    public Walk<String> drain(boolean begins) {
        context.flights().drain(begins);
        return begins
                ? found -> false
                : Walk.past(ordered.walk(), entry -> {
                    entry.getValue().core().opened();
                    return entry.getKey();
                });
    }

    /** The bytes of the items in flight if some of these have to be finished before others are got, otherwise 0. */
    public long tooMuchInFlight() {
        return context.flights().isFull() ? context.flights().bytes() : 0;
    }

    /** The number of items that connections and consumers have, without those on detached leases. */
    public long inFlight() {
        return context.flights().attached();
    }

    /** The server stops in order: recorded items in flight return at the next start, and the attempts do not count. */
    public void stop() {
        context.longChanges().finish();
        context.readNoMore();
        List.copyOf(byName.values()).forEach(queue -> queue.core().gate.endWaitForRead());
        byName.values()
                .forEach(queue -> OrderlyStop.record(
                        queue, queue.core().inFlight.all().walk().all(), context.store()));
    }
}
