package dev.tutti.queue;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.NameIndex;
import dev.tutti.waiting.Timers;
import dev.tutti.waiting.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The queues of one event loop, by name. A queue is created at its first use, with the settings that the configuration
 * has for its name, or the defaults. It is forgotten when it is empty and nobody created or shut it down.
 */
public final class Queues {

    private final class Space implements QueueContext {
        @Override
        public long nextId() {
            return ids.getAsLong();
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
        public DoubleSupplier random() {
            return random;
        }

        @Override
        public void bodiesLeave() {
            mayLackBodies = true;
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

        @Override
        public void bury(Item item, ItemQueue from) {
            from.freeKey(item);
            WorkQueue dead = named(deadLetterName(from.name()));
            dead.receive(item);
            unsettled.add(dead);
        }

        @Override
        public void settleOthers() {
            if (!unsettled.isEmpty()) {
                List<WorkQueue> others = List.copyOf(unsettled);
                unsettled.clear();
                others.forEach(WorkQueue::settle);
            }
        }

        @Override
        public void forget(ItemQueue queue) {
            if (byName.remove(queue.name(), queue)) {
                ordered.remove(queue.name());
                memory.release(Footprint.queue(queue.name()));
            }
        }
    }

    private final Map<String, WorkQueue> byName = new HashMap<>();
    private final NameIndex<WorkQueue> ordered = new NameIndex<>();
    private final Map<String, QueueConfig> configured;
    private final LongSupplier ids;
    private final MemoryLimit memory;
    private final ReplyRoom replies;
    private final Timers timers;
    private final QueueStore store;
    private final LargestQueue largest;
    private final ItemHistory history = new ItemHistory();
    private final LongChanges longChanges;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private final Space context = new Space();
    /** Whether the bodies of some ready items may be, or have been, in the journal alone. */
    private boolean mayLackBodies;
    /** Null if nothing is reported. */
    private HeldWatch watch;
    /** The dead-letter queues that have received items since they were settled. */
    private final Set<WorkQueue> unsettled = new LinkedHashSet<>();

    /** @param ids unique in the server and growing */
    public Queues(
            Map<String, QueueConfig> configured,
            LongSupplier ids,
            MemoryLimit memory,
            ReplyRoom replies,
            Timers timers,
            QueueStore store) {
        this.configured = Map.copyOf(configured);
        this.ids = ids;
        this.memory = memory;
        this.replies = replies;
        this.timers = timers;
        this.largest = new LargestQueue(byName, timers);
        this.store = store;
        this.longChanges = new LongChanges(timers, context::settleOthers);
    }

    /** The queue of that name, created if there is none. */
    public WorkQueue named(String name) {
        WorkQueue queue = byName.get(name);
        return queue != null ? queue : make(name, settings(name), configured.containsKey(name));
    }

    /** The queue of that name if there is one, or null. */
    public WorkQueue existing(String name) {
        return byName.get(name);
    }

    /** The gate of the queue of that name if it is shut, since a long change goes on there; or null. */
    public Gate gate(String name) {
        WorkQueue queue = longChanges.mayBeShut() ? byName.get(name) : null;
        return queue == null ? null : queue.shutGate();
    }

    /** Runs an action whose changes have to end in this turn, however long they take. */
    public void atOnce(Runnable action) {
        longChanges.atOnce(action);
    }

    /**
     * The gate of the queue of that name if the bodies of its next items are not here: it is shut until they have been
     * read. Null if they are here, or if they could not be read in this turn.
     *
     * @param count the number of items whose bodies are needed, as far as they go into so many bytes
     */
    public Gate gate(String name, int count, long maxBytes) {
        WorkQueue queue = mayLackBodies ? byName.get(name) : null;
        return queue == null ? null : queue.gateBeforeRead(count, maxBytes);
    }

    /** Whether there is room for a queue of that name, or there is one. */
    public boolean hasRoomFor(String name) {
        return byName.containsKey(name) || memory.hasRoomForNew(Footprint.queue(name));
    }

    /** Creates a queue that stays. A queue in use must have these settings already, and stays from now on. */
    public void create(String name, QueueConfig settings) {
        WorkQueue before = byName.get(name);
        WorkQueue queue = before == null || before.isUnused() ? make(name, settings, false) : before;
        if (before != null && before != queue) {
            queue.submissions.takeOver(before.submissions);
        }
        queue.keep();
    }

    WorkQueue make(String name, QueueConfig settings, boolean kept) {
        WorkQueue queue = new WorkQueue(name, settings, kept, context);
        ordered.put(name, queue);
        if (byName.put(name, queue) == null) {
            memory.take(Footprint.queue(name));
        }
        return queue;
    }

    /** Changes the settings of a queue, but for its kind. The queue stays from now on. */
    public void alter(String name, QueueConfig settings) {
        named(name).alter(settings);
    }

    /** @param numbers from 0 to 1, by which backoffs are spread */
    void random(DoubleSupplier numbers) {
        random = numbers;
    }

    /** The settings that a queue of this name has, or would have at first use. */
    public QueueConfig settings(String name) {
        WorkQueue queue = byName.get(name);
        return queue != null ? queue.config() : configured.getOrDefault(name, QueueConfig.DEFAULT);
    }

    /** Whether a queue of this name has settings already: the queue is in use, or the configuration names it. */
    public boolean hasSettings(String name) {
        WorkQueue queue = byName.get(name);
        return configured.containsKey(name) || queue != null && !queue.isUnused();
    }

    /** The figures of a queue. One that does not exist is empty, with the settings that it would have. */
    public QueueStats stats(String name) {
        WorkQueue queue = byName.get(name);
        return queue != null ? queue.stats() : QueueStats.none(settings(name));
    }

    /** The queues in the order of their names, except those of which only results are left. */
    public List<WorkQueue> all() {
        List<WorkQueue> all = new ArrayList<>(byName.size());
        ordered.walk().forEachRemaining(entry -> all.add(entry.getValue()));
        all.removeIf(WorkQueue::isUnused);
        return all;
    }

    /** The names of the queues in their order, except those of which only results are left. */
    public Walk<String> names() {
        return ordered.names(queue -> !queue.isUnused());
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
        watch = millis == 0 ? null : new HeldWatch(millis, listener, timers);
    }

    public MemoryLimit memory() {
        return memory;
    }

    public ReplyRoom replies() {
        return replies;
    }

    /** The use of memory and the queue here that takes most, for the reply to a refused client. */
    public String memoryState() {
        return memory.state() + largest.phrase();
    }

    public Timers timers() {
        return timers;
    }

    /** The items of all these queues that workers lost or that ended. */
    public ItemHistory history() {
        return history;
    }

    /** A holder's connection broke off: its items return, or fail if they are out of attempts, which count. */
    public void close(Holder holder) {
        end(holder);
        giveBack(holder, InFlightItems::endIfOver, (items, item) -> items.takeBack(item, Fate.CONNECTION_CLOSED, 0));
    }

    /** A holder has closed in order: its items return, and the attempts do not count. */
    public void quit(Holder holder) {
        end(holder);
        giveBack(holder, Fate.CONNECTION_CLOSED);
    }

    private void end(Holder holder) {
        holder.close();
        if (watch != null) {
            watch.closed(holder);
        }
    }

    /** A holder returns its items and goes on. The attempts do not count. */
    public void giveBack(Holder holder) {
        giveBack(holder, Fate.RESET);
    }

    private void giveBack(Holder holder, Fate fate) {
        giveBack(holder, InFlightItems::endIfCancelled, (items, item) -> items.undeliver(item, fate));
    }

    private void giveBack(
            Holder holder, BiPredicate<InFlightItems, Item> endsInstead, BiConsumer<InFlightItems, Item> comesBack) {
        if (holder.shutGate() == null) { // else its items are on their way already
            Leaving leaving = new Leaving(holder, byName::get, endsInstead, comesBack);
            Runnable open = holder.shut()::open;
            longChanges.make(leaving::step, open, open);
        }
    }

    /** The server stops in order: recorded items in flight return at the next start, and the attempts do not count. */
    public void stop() {
        longChanges.finish();
        mayLackBodies = false; // so that nobody waits for a read any more
        List.copyOf(byName.values()).forEach(WorkQueue::endWaitForRead);
        byName.values().forEach(queue -> OrderlyStop.record(queue, queue.inFlight.all(), store));
    }

    /** The name of the queue that keeps the failed items of a queue. A dead-letter queue keeps its own. */
    public static String deadLetterName(String name) {
        return name.endsWith(Names.DEAD) ? name : name + Names.DEAD;
    }

    /** The number of the owner of a queue. A dead-letter queue has the owner of the queue whose failures it keeps. */
    public static int owner(String name, int owners) {
        if (owners == 1) {
            return 0;
        }
        int end = name.endsWith(Names.DEAD) ? name.length() - Names.DEAD.length() : name.length();
        return Names.owner(name.substring(0, end), owners);
    }
}
