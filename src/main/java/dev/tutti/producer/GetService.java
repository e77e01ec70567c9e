package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Consume;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.QueueConfig;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;

/** Carries out GET, of clients and of consumers in this process. */
final class GetService {

    /** More items are delivered in slices. */
    static final int MOST_IN_ONE_TURN = 256;

    private final Queues queues;
    private final Admission admission;
    private final WriteGuard guard;
    private final CommandGates gates;

    GetService(Queues queues, Admission admission, WriteGuard guard, CommandGates gates) {
        this.gates = gates;
        this.queues = queues;
        this.admission = admission;
        this.guard = guard;
    }

    void get(Get command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        QueueConfig settings = queue == null ? queues.settings(command.queue()) : queue.config();
        checkLease(command, settings);
        gates.checkRead(command, queue, caller);
        if (queue != null && queue.canDeliver()) {
            gates.checkReplyRoom(queue, caller);
            deliver(queue, command, null, caller);
        } else if (queue != null && queue.isOver()) {
            throw Refusal.shutDown(queue.name());
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL_ARRAY);
        } else {
            caller.checkMayWait();
            caller.await(
                    awaitItems(queues.named(command.queue()), command, null, caller),
                    Reply.NULL_ARRAY,
                    command.timeout(),
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    /**
     * Checks the lease that the command asks of a queue with these settings. A detached lease outlives the server, so
     * the journal must take it.
     */
    void checkLease(Get command, QueueConfig settings) {
        if (isDetached(command, settings)) {
            if (lease(command, settings) == 0) {
                throw Refusal.malformed("DETACHED needs a LEASE above 0, of the GET or of the queue");
            }
            guard.checkWritable();
        }
    }

    private static boolean isDetached(Get command, QueueConfig settings) {
        return command.detached() || settings.detached();
    }

    /** The length of the lease of items of a queue with these settings, in milliseconds, or 0. */
    static long lease(Get command, QueueConfig settings) {
        return command.lease() == QueueCommand.QUEUES_LEASE ? settings.leaseMillis() : command.lease();
    }

    /**
     * Answers with items of a queue that can deliver.
     *
     * @param named the queue's name if the reply has it, or null
     * @throws Refusal FULL if too many are in flight
     */
    void deliver(WorkQueue queue, Get command, String named, Coroutine<Holder> caller) {
        admission.checkDelivery();
        int count = command.count();
        Holder holder = holder(command, queue.config(), caller);
        long lease = lease(command, queue.config());
        if (count == 0) {
            QueueReplies.deliver(caller, queue.take(holder, lease), named);
        } else if (Math.min(count, queue.size()) <= MOST_IN_ONE_TURN || caller.isInTransaction()) {
            QueueReplies.deliver(caller, queue.take(holder, count, lease), count, named);
        } else {
            Wait wait = awaitItems(queue, command, named, caller);
            caller.await(wait, Reply.NULL_ARRAY, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
            queue.serve();
        }
    }

    private Wait awaitItems(WorkQueue queue, Get command, String named, Coroutine<Holder> caller) {
        int count = command.count();
        return queue.awaitItem(
                holder(command, queue.config(), caller),
                Math.max(1, count),
                lease(command, queue.config()),
                QueueReplies.delivered(caller, queue.name(), count, named));
    }

    /**
     * Gets an item for a consumer of this process. A consumer that still has an item had no memory for its result, so
     * it must first finish that item.
     */
    void consume(Consume command, Coroutine<Holder> caller) {
        if (caller.holdings() == null) {
            caller.takesRepliesAtOnce();
            caller.holdings(new Holder(caller, item -> {
                caller.tell(new Notice.Cancellation(item.id()));
                return true;
            }));
        }
        admission.checkResult(caller.holdings().size() == 0 || !guard.isWritable());
        WorkQueue queue = queues.named(command.queue());
        if (queue.canDeliver()) {
            QueueReplies.deliver(caller, queue.take(caller.holdings(), 0), null);
        } else if (queue.isOver()) {
            throw Refusal.shutDown(queue.name());
        } else {
            caller.await(
                    queue.awaitItem(caller.holdings(), 1, 0, QueueReplies.delivered(caller, queue.name(), 0, null)),
                    Reply.NULL_ARRAY,
                    Command.NO_TIMEOUT,
                    Patience.OF_A_CONSUMER);
        }
    }

    /**
     * The holder of a connection's items of a queue with these settings. The client learns that an item was cancelled
     * when it acts on it. The connection learns of it at once, since a RUN that waits on behalf of the item ends then.
     */
    Holder holder(Get command, QueueConfig settings, Coroutine<Holder> caller) {
        if (caller.holdings() == null) {
            caller.holdings(Holder.ofClient(
                    caller,
                    item -> caller.tell(
                            new Notice.ItemCancelled(item.id(), queues.timers().nanoTime()))));
        }
        return isDetached(command, settings) ? caller.holdings().detached() : caller.holdings();
    }
}
