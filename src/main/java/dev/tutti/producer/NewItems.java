package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.QueueConfig;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Coroutine.Patience;
import dev.tutti.ledger.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.queue.WorkQueue;

/** Puts items into queues for those who ask, and first checks whether they may be put. */
final class NewItems {

    private final MemoryLimit memory;
    private final WriteGuard guard;

    NewItems(MemoryLimit memory, WriteGuard guard) {
        this.memory = memory;
        this.guard = guard;
    }

    /** @throws Refusal if the queue does not take such an item, now or later */
    void check(WorkQueue queue, Item item) {
        if (queue.isShutDown()) {
            throw Refusal.shutDown(queue.name());
        }
        if (item.placement().given() != null && queue.config().kind() != QueueConfig.Kind.PRIORITY) {
            queue.forgetIfIdle();
            throw Refusal.malformed("queue " + queue.name() + " takes no PRIORITY, it is none of KIND priority");
        }
    }

    /**
     * Takes the memory for an item.
     *
     * @throws Refusal if the server has no room for it, or no id
     */
    Item admit(WorkQueue queue, Item item) {
        orForget(queue, guard::checkNumbers);
        if (!memory.reserve(item.bytes())) {
            queue.forgetIfIdle();
            throw Refusal.full("the queues hold " + memory.max() + " bytes, which is producer.maxMemory");
        }
        return item;
    }

    /** PUT and SUBMIT: answers with the item's id, as soon as there is room, or null. */
    void put(WorkQueue queue, Item item, long timeout, Coroutine<Holder> caller) {
        check(queue, item);
        orForget(queue, guard::checkRoom);
        if (queue.hasRoom()) {
            caller.reply(Reply.integer(queue.put(admit(queue, item))));
        } else if (timeout == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    queue.awaitRoom(caller, admit(queue, item), Answers.served(caller, queue.name(), this::taken)),
                    Reply.NULL,
                    timeout,
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    /** A queue that was only named for this is not to stay. */
    private static void orForget(WorkQueue queue, Runnable check) {
        try {
            check.run();
        } catch (Refusal full) {
            queue.forgetIfIdle();
            throw full;
        }
    }

    /** There was room at last; but if the journal has failed meanwhile, the item is not accepted after all. */
    private Reply taken(Item item) {
        try {
            guard.checkWritable();
        } catch (Refusal refusal) {
            item.queue().retract(item);
            return refusal.reply();
        }
        return Reply.integer(item.id());
    }
}
