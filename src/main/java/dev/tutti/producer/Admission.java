package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.QueueConfig;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Coroutine.Patience;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;

/** Puts items into queues for those who ask, and first checks whether they may be put. */
final class Admission {

    private final Queues queues;
    private final WriteGuard guard;

    Admission(Queues queues, WriteGuard guard) {
        this.queues = queues;
        this.guard = guard;
    }

    /** @throws Refusal if there is no queue of that name, and the server has no room for it */
    void checkRoomFor(String queue) {
        if (!queues.hasRoomFor(queue)) {
            throw full();
        }
    }

    private Refusal full() {
        return Refusal.full(queues.memory().state() + ", and the rest is for results");
    }

    /** @throws Refusal if the queue does not take such an item, now or later */
    void check(WorkQueue queue, Item item) {
        if (queue.isShutDown()) {
            throw Refusal.shutDown(queue.name());
        }
        if (item.options().given() != null && queue.config().kind() != QueueConfig.Kind.PRIORITY) {
            throw Refusal.malformed("queue " + queue.name() + " takes no PRIORITY, it is none of KIND priority");
        }
    }

    /**
     * Takes the memory for an item.
     *
     * @throws Refusal if the server has no room for it, or no id
     */
    Item admit(Item item) {
        guard.checkNumbers();
        if (!queues.memory().reserve(item.bytes())) {
            throw full();
        }
        return item;
    }

    /** PUT and SUBMIT: answers with the item's id, as soon as there is room, or null. */
    void put(String name, Item item, long timeout, Coroutine<Holder> caller) {
        WorkQueue queue = queues.named(name);
        try {
            put(queue, item, timeout, caller);
        } catch (Refusal refusal) {
            queue.forgetIfIdle();
            throw refusal;
        }
    }

    private void put(WorkQueue queue, Item item, long timeout, Coroutine<Holder> caller) {
        check(queue, item);
        guard.checkRoom();
        if (queue.hasRoom()) {
            caller.reply(Reply.integer(queue.put(admit(item))));
        } else if (timeout == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    queue.awaitRoom(caller, admit(item), QueueReplies.served(caller, queue.name(), this::taken)),
                    Reply.NULL,
                    timeout,
                    Patience.WHILE_CLIENT_LISTENS);
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
