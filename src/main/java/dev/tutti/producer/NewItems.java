package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.config.QueueConfig;
import dev.tutti.queue.Item;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.Placement;
import dev.tutti.queue.WorkQueue;

/** Checks what is to be put, before anything is done with it. */
final class NewItems {

    private final MemoryLimit memory;

    NewItems(MemoryLimit memory) {
        this.memory = memory;
    }

    /**
     * Takes the memory for an item.
     *
     * @throws Refusal if the queue does not take it, or the server has no room for it
     */
    Item admit(WorkQueue queue, Item item, Placement placement) {
        if (queue.isShutDown()) {
            throw Refusal.shutDown(queue.name());
        }
        if (placement.given() != null && queue.config().kind() != QueueConfig.Kind.PRIORITY) {
            queue.forgetIfIdle();
            throw Refusal.malformed("queue " + queue.name() + " takes no PRIORITY, it is none of KIND priority");
        }
        if (!memory.reserve(item.bytes())) {
            queue.forgetIfIdle();
            throw new Refusal("FULL", "the queues hold " + memory.max() + " bytes, which is producer.maxMemory");
        }
        return item;
    }
}
