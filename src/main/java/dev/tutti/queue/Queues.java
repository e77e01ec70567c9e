package dev.tutti.queue;

import dev.tutti.config.Names;
import dev.tutti.config.QueueConfig;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Timers;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The queues of one event loop, by name. A queue comes into being at first use, with the configuration's settings for
 * its name or the defaults, and is forgotten when nothing of it is left to remember.
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
        public Timers timers() {
            return timers;
        }

        @Override
        public QueueStore store() {
            return store;
        }

        @Override
        public void bury(Item item, WorkQueue from) {
            named(deadLetterName(from.name())).adopt(item);
        }

        @Override
        public void forget(WorkQueue queue) {
            if (byName.remove(queue.name(), queue)) {
                memory.release(Footprint.queue(queue.name()));
            }
        }
    }

    private final Map<String, WorkQueue> byName = new HashMap<>();
    private final Map<String, QueueConfig> configured;
    private final LongSupplier ids;
    private final MemoryLimit memory;
    private final Timers timers;
    private final QueueStore store;
    private final Space context = new Space();

    /** @param ids unique in the server and growing */
    public Queues(
            Map<String, QueueConfig> configured,
            LongSupplier ids,
            MemoryLimit memory,
            Timers timers,
            QueueStore store) {
        this.configured = Map.copyOf(configured);
        this.ids = ids;
        this.memory = memory;
        this.timers = timers;
        this.store = store;
    }

    /** The queue of that name, made if there is none. */
    public WorkQueue named(String name) {
        WorkQueue queue = byName.get(name);
        return queue != null ? queue : make(name, settings(name), configured.containsKey(name));
    }

    /** The queue of that name if there is one, or null. */
    public WorkQueue existing(String name) {
        return byName.get(name);
    }

    /** Whether there is room for a queue of that name, or there is one. */
    public boolean hasRoomFor(String name) {
        return byName.containsKey(name) || memory.hasRoomForNew(Footprint.queue(name));
    }

    /** Makes a queue that stays, or lets one that exists stay, which has these settings already. */
    public void create(String name, QueueConfig settings) {
        WorkQueue queue = byName.get(name);
        if (queue == null) {
            queue = make(name, settings, false);
        } else if (queue.isUnused()) {
            Submissions kept = queue.submissions();
            queue = make(name, settings, false);
            queue.submissions().takeOver(kept);
        }
        queue.keep();
    }

    WorkQueue make(String name, QueueConfig settings, boolean kept) {
        WorkQueue queue = new WorkQueue(name, settings, kept, context);
        if (byName.put(name, queue) == null) {
            memory.take(Footprint.queue(name));
        }
        return queue;
    }

    /** The settings that a queue of this name has, or would have at first use. */
    public QueueConfig settings(String name) {
        WorkQueue queue = byName.get(name);
        return queue != null ? queue.config() : configured.getOrDefault(name, QueueConfig.DEFAULT);
    }

    /** Whether a queue of this name has settings already: it is in use, or the configuration names it. */
    public boolean isSettled(String name) {
        WorkQueue queue = byName.get(name);
        return configured.containsKey(name) || queue != null && !queue.isUnused();
    }

    /** How a queue stands; one that does not exist is empty, with the settings it would have. */
    public QueueStats stats(String name) {
        WorkQueue queue = byName.get(name);
        return queue != null ? queue.stats() : QueueStats.none(settings(name));
    }

    /** Those that are more than results that are kept, by name. */
    public List<WorkQueue> all() {
        return byName.values().stream()
                .filter(queue -> !queue.isUnused())
                .sorted(Comparator.comparing(WorkQueue::name))
                .collect(Collectors.toList());
    }

    /**
     * Who has got items of which queue and who waits there, where anybody does.
     *
     * @param name that queue alone, or null for all
     */
    public List<Contention> contentions(String name) {
        Stream<WorkQueue> queues = name == null ? byName.values().stream() : Stream.ofNullable(byName.get(name));
        return queues.map(WorkQueue::contention)
                .filter(contention -> contention.isWaitedFor() || contention.isHeld())
                .collect(Collectors.toList());
    }

    /** Takes back what was recorded, before anybody uses a queue. */
    public QueueRebuilder restoration() {
        return new QueueRebuilder(this, context, configured);
    }

    public MemoryLimit memory() {
        return memory;
    }

    /** Ends a holder that is no more: what it had goes back. */
    public void close(Holder holder) {
        holder.close();
        giveBack(holder);
    }

    /**
     * Everything that this holder had goes back, in its order, to the front of its queues, before anybody gets any. What
     * is out of attempts fails in that order, too.
     */
    public void giveBack(Holder holder) {
        Set<WorkQueue> touched = new LinkedHashSet<>();
        ArrayDeque<Item> comingBack = new ArrayDeque<>();
        for (Item item : holder.held()) {
            touched.add(item.queue);
            if (item.queue.inFlight().endIfOver(item)) {
                touched.add(item.queue); // by now its dead-letter queue, if nobody wanted the failure
            } else {
                comingBack.addFirst(item);
            }
        }
        comingBack.forEach(item -> item.queue.inFlight().takeBack(item));
        touched.forEach(WorkQueue::settle);
    }

    /** The name under which the failed items of a queue are kept; those of a dead-letter queue stay in it. */
    static String deadLetterName(String name) {
        return name.endsWith(Names.DEAD) ? name : name + Names.DEAD;
    }

    /** Which of so many owners has a queue; a dead-letter queue lives with the queue whose failures it keeps. */
    public static int owner(String name, int owners) {
        if (owners == 1) {
            return 0;
        }
        boolean dead = name.endsWith(Names.DEAD);
        return Names.owner(dead ? name.substring(0, name.length() - Names.DEAD.length()) : name, owners);
    }
}
