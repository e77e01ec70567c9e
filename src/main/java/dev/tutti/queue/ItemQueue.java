package dev.tutti.queue;

import dev.tutti.config.QueueConfig;

/** The queue that an item is in, as the item, the {@link QueueStore} and an {@link Awaiter} see it. */
public interface ItemQueue {

    String name();

    QueueConfig config();

    /** Whether the queue stays when it is empty. */
    boolean isKept();

    /** Whether new items are refused. */
    boolean isShutDown();

    /** Whether the queue is shut down and drops returned items. */
    boolean isClosed();

    /** An item of the queue takes so many bytes of the {@link MemoryLimit} more, or fewer if they are negative. */
    void account(long bytes);

    /** The item ends or leaves the queue: another one may have its key. */
    void freeKey(Item item);

    /** Whether no item is delivered. */
    boolean isPaused();

    /** The milliseconds after which the pause ends by itself, 0 if it does not. */
    long pauseLeft();

    /**
     * Ends an item that nobody wants any more. A ready or delayed item is never delivered. The holder of an item in
     * flight is told at once, or when it next acts on the item.
     *
     * @return false if the item had ended already
     */
    boolean cancel(Item item);

    /** Ends an item whose id no client was told, although a worker may have it by now: nothing of the item remains. */
    void retract(Item item);

    /**
     * To be called when the journal has the record of a ready item. From then on its body may be dropped from memory.
     */
    void written(Item item);
}
