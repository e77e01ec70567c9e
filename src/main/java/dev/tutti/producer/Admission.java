package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.QueueConfig;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.PutOptions;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;

/** Checks if there is room for items and results, takes the memory for new items, and puts them. */
final class Admission {

    private final Queues queues;
    private final WriteGuard guard;

    Admission(Queues queues, WriteGuard guard) {
        this.queues = queues;
        this.guard = guard;
    }

    /**
     * Checks that the queue exists or that there is memory for a new queue.
     *
     * @throws Refusal FULL if there is not
     */
    void checkRoomFor(String queue) {
        if (!queues.hasRoomFor(queue)) {
            throw full();
        }
    }

    private Refusal full() {
        return Refusal.full(queues.memoryState() + "; the last eighth is reserved for results");
    }

    /**
     * Checks that there is memory for what becomes of an item.
     *
     * @throws Refusal FULL if there is not
     */
    void checkResult(boolean hasRoom) {
        if (!hasRoom) {
            throw Refusal.full(queues.memoryState() + "; the item stays in flight");
        }
    }

    /**
     * Checks that the items in flight leave room for others.
     *
     * @throws Refusal FULL if they do not
     */
    void checkDelivery() {
        long inFlight = queues.tooMuchInFlight();
        if (inFlight > 0) {
            throw Refusal.full(queues.memoryState() + "; items in flight take " + inFlight
                    + " bytes: finish some of them, and get others then");
        }
    }

    /**
     * Checks that the queue accepts such an item, now or once it has room.
     *
     * @throws Refusal SHUTDOWN if the queue is shut down, ERR if the item has a priority or a group and the queue is
     *     not of that kind
     */
    void check(WorkQueue queue, PutOptions options) {
        if (queue.isShutDown()) {
            throw Refusal.shutDown(queue.name());
        }
        checkPlace(queue, options);
    }

    /**
     * Checks that the queue is of a kind that takes such an item.
     *
     * @throws Refusal ERR if the item has a priority or a group and the queue is not of that kind
     */
    static void checkPlace(WorkQueue queue, PutOptions options) {
        checkPlace(queue.name(), queue.config(), options.given(), options.group());
    }

    /**
     * Checks that a queue with these settings takes such an item.
     *
     * @param priority null if none is given
     * @param group null if none is given
     */
    static void checkPlace(String queue, QueueConfig settings, Long priority, String group) {
        if (priority != null && settings.kind() != QueueConfig.Kind.PRIORITY) {
            throw takesNo(queue, "PRIORITY", settings, QueueConfig.Kind.PRIORITY);
        }
        if (group != null && settings.kind() != QueueConfig.Kind.FAIR) {
            throw takesNo(queue, "GROUP", settings, QueueConfig.Kind.FAIR);
        }
    }

    private static Refusal takesNo(String queue, String option, QueueConfig settings, QueueConfig.Kind needed) {
        return Refusal.malformed("queue " + queue + " takes no " + option + ": it is of KIND "
                + settings.kind().word() + ", and only queues of KIND " + needed.word() + " take one");
    }

    /**
     * Checks in the same way, and that the journal takes the item.
     *
     * @throws Refusal FULL if the journal does not
     */
    void checkPut(WorkQueue queue, PutOptions options) {
        check(queue, options);
        guard.checkRoom();
    }

    /**
     * Takes the memory for an item.
     *
     * @throws Refusal FULL if the server has no memory for it, or no id
     */
    Item admit(Item item) {
        guard.checkNumbers();
        reserve(item.bytes());
        return item;
    }

    /**
     * Takes memory for something new.
     *
     * @throws Refusal FULL if the server has no memory for it
     */
    void reserve(long bytes) {
        if (!queues.memory().reserve(bytes)) {
            throw full();
        }
    }

    /**
     * Carries out PUT and SUBMIT. The reply is the item's id, once the queue has room, or null if the timeout passes
     * before.
     */
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
        Item known = known(queue, item);
        if (known != null) {
            checkPlace(queue, item.options());
            guard.checkWritable();
            keepResult(queue, known, item);
            caller.reply(Reply.integer(known.id()));
            return;
        }
        checkPut(queue, item.options());
        if (queue.hasRoom()) {
            caller.reply(Reply.integer(queue.put(admit(item))));
        } else if (timeout == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            caller.await(
                    queue.awaitRoom(
                            caller,
                            admit(item),
                            QueueReplies.served(caller, queue.name(), taken -> taken(queue, item, taken))),
                    Reply.NULL,
                    timeout,
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    /** The item of this queue that has the key of a new one, or null. */
    private static Item known(WorkQueue queue, Item item) {
        String key = item.options().key();
        return key == null ? null : queue.items().keyed(key);
    }

    /** The result of the known item is kept, if that of the new one is to be. */
    private static void keepResult(WorkQueue queue, Item known, Item item) {
        if (item.resultTtl() != Awaiter.NOT_KEPT) {
            queue.submit(known, item.resultTtl());
        }
    }

    /**
     * Answers a put that waited for room. If the journal has failed meanwhile, the item is taken out again and refused.
     *
     * @param taken another item if that has its key
     */
    private Reply taken(WorkQueue queue, Item item, Item taken) {
        try {
            guard.checkWritable();
        } catch (Refusal refusal) {
            if (taken == item) {
                item.queue().retract(item);
            }
            return refusal.reply();
        }
        if (taken != item) {
            keepResult(queue, taken, item);
        }
        return Reply.integer(taken.id());
    }
}
