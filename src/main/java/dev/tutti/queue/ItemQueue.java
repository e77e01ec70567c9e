package dev.tutti.queue;

import dev.tutti.config.QueueConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The queue that an item is in, as the item, the {@link QueueStore} and an {@link Awaiter} see it. */
public abstract class ItemQueue {

    /** Those that are told of each item that comes into another state. Null if there is nobody. */
    private List<Consumer<Item>> watchers;

    abstract QueueHeader header();

    public final String name() {
        return header().name();
    }

    public final QueueConfig config() {
        return header().config();
    }

    /** Whether the queue stays when it is empty. */
    public final boolean isKept() {
        return header().isKept();
    }

    /** Whether new items are refused. */
    public final boolean isShutDown() {
        return header().isShutDown();
    }

    /** Whether the queue is shut down and drops returned items. */
    public final boolean isClosed() {
        return header().isClosed();
    }

    /** Whether no item is delivered. */
    public final boolean isPaused() {
        return header().limits().isPaused();
    }

    /** The milliseconds after which the pause ends by itself, 0 if it does not. */
    public final long pauseLeft() {
        return header().limits().pauseLeft();
    }

    /**
     * Ends an item that nobody wants any more. A ready or delayed item is never delivered. The holder of an item in
     * flight is told at once, or when it next acts on the item.
     *
     * @return false if the item had ended already
     */
    public abstract boolean cancel(Item item);

    /** Ends an item whose id no client was told, although a worker may have it by now: nothing of the item remains. */
    public abstract void retract(Item item);

    /** The journal has the record of a ready item. From now on its body may be dropped from memory. */
    abstract void written(Item item);

    /** An item of the queue takes so many bytes of the {@link MemoryLimit} more, or fewer if they are negative. */
    abstract void account(long bytes);

    /** The time at which the item with that id was put, in milliseconds since 1970, or 0 if it is not known. */
    abstract long putTime(long id);

    /** Tells the watcher of each item that comes into another state from now on. */
    final void watch(Consumer<Item> watcher) {
        watchers = watchers == null ? new ArrayList<>(1) : watchers;
        watchers.add(watcher);
    }

    /** Tells the watcher nothing more. It may never have begun. */
    final void unwatch(Consumer<Item> watcher) {
        if (watchers != null) {
            watchers.remove(watcher);
            watchers = watchers.isEmpty() ? null : watchers;
        }
    }

    /** The item has come into another state. */
    final void changed(Item item) {
        if (watchers != null) {
            watchers.forEach(watcher -> watcher.accept(item));
        }
    }

    /** The item ends or leaves the queue: another one may have its key. */
    abstract void freeKey(Item item);
}
