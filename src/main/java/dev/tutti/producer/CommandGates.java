package dev.tutti.producer;

import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.MoveCommand.Move;
import dev.tutti.command.MoveCommand.Reschedule;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.QueueCommand.Peek;
import dev.tutti.command.Refusal;
import dev.tutti.command.TaskCommand.Cancel;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.queue.BodyNeed;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Gate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the gates at which commands wait: for the end of a long change of their queue, or for bodies that they need for
 * their reply and only the journal has.
 */
final class CommandGates {

    private final Queues queues;

    CommandGates(Queues queues) {
        this.queues = queues;
    }

    /**
     * The number of items whose bodies the command needs at once. A GET that can wait is served when they have come.
     */
    private static int count(QueueCommand command, boolean isInTransaction) {
        if (command instanceof GetAnyCommand any) {
            return any instanceof GetAnyCommand.Join
                    ? 0
                    : Math.max(1, any.options().count());
        }
        if (command instanceof Get get) {
            boolean waits = get.timeout() != 0 && get.count() <= 1 && !isInTransaction;
            return waits ? 0 : Math.max(1, get.count());
        }
        if (command instanceof Peek peek) {
            return peek.count();
        }
        return isInTransaction ? countOfTransaction(command) : 0;
    }

    /** Another command of the transaction may get the moved items, or the one behind an item that was the next. */
    private static int countOfTransaction(QueueCommand command) {
        if (command instanceof Move move) {
            return move.count();
        }
        return command instanceof Cancel || command instanceof Reschedule ? 1 : 0;
    }

    /** The gate at which the command has to wait, which is shut; or null if it may run. */
    Gate of(QueueCommand command, Coroutine<Holder> caller) {
        Gate gate = shut(command, caller);
        if (gate != null) {
            return gate;
        }
        int count = count(command, false);
        if (count == 0) {
            return null;
        }
        return command instanceof GetAnyCommand any
                ? beforeReads(any, count)
                : queues.gate(
                        command.queue(), BodyNeed.ofNext(count, queues.replies().max()));
    }

    /** Only the first queue that can deliver is read, since no other one is taken from. */
    private Gate beforeReads(GetAnyCommand command, int count) {
        for (String name : command.queues()) {
            Gate gate =
                    queues.gate(name, BodyNeed.ofNext(count, queues.replies().max()));
            WorkQueue queue = queues.existing(name);
            if (gate != null || queue != null && queue.canDeliver()) {
                return gate;
            }
        }
        return null;
    }

    /** The gate at which the command waits for a change, or for bodies that other commands need. */
    private Gate shut(QueueCommand command, Coroutine<Holder> caller) {
        Gate own = caller.holdings() == null ? null : caller.holdings().shutGate();
        Gate gate = own == null ? shut(command) : own;
        return gate == null && command instanceof Move move ? queues.gate(move.to()) : gate;
    }

    private Gate shut(QueueCommand command) {
        if (!(command instanceof GetAnyCommand any)) {
            return queues.gate(command.queue());
        }
        for (String queue : any.queues()) {
            Gate gate = queues.gate(queue);
            if (gate != null) {
                return gate;
            }
        }
        return null;
    }

    /** The first gate at which a transaction of these commands has to wait, or null if all of them may run. */
    Gate of(List<QueueCommand> transaction, Coroutine<Holder> caller) {
        for (QueueCommand command : transaction) {
            Gate gate = shut(command, caller);
            if (gate != null) {
                return gate;
            }
        }
        return beforeReads(transaction);
    }

    private Gate beforeReads(List<QueueCommand> transaction) {
        Map<String, BodyNeed> needs = new LinkedHashMap<>();
        long max = queues.replies().max();
        for (QueueCommand command : transaction) {
            int count = count(command, true);
            if (count > 0) {
                boolean replies = command instanceof Get || command instanceof GetAnyCommand || command instanceof Peek;
                List<Long> named = named(command);
                BodyNeed need =
                        new BodyNeed(count + named.size(), replies ? 0 : max, named); // replies share their room
                queues(command)
                        .forEach(queue -> needs.put(
                                queue,
                                needs.getOrDefault(queue, BodyNeed.ofNext(0, max))
                                        .and(need)));
            }
        }
        Gate first = null;
        for (Map.Entry<String, BodyNeed> need : needs.entrySet()) {
            Gate gate = queues.gate(need.getKey(), need.getValue());
            first = first == null ? gate : first;
        }
        return first;
    }

    /** The ids of items that another command of the transaction may get because of this one. */
    private static List<Long> named(QueueCommand command) {
        if (command instanceof Move move && move.isOfOne()) {
            return List.of(move.id());
        }
        return command instanceof Reschedule reschedule ? List.of(reschedule.id()) : List.of();
    }

    private static List<String> queues(QueueCommand command) {
        return command instanceof GetAnyCommand any ? any.queues() : List.of(command.queue());
    }

    /** @throws Refusal if bodies that the command needs are not here, since they could not be read */
    void checkRead(QueueCommand command, WorkQueue queue, Coroutine<?> caller) {
        Refusal unread = unread(command, queue, caller);
        if (unread != null) {
            throw unread;
        }
    }

    /** The refusal if bodies that the command needs of this queue are not here, or null if they are. */
    Refusal unread(QueueCommand command, WorkQueue queue, Coroutine<?> caller) {
        int count = queue == null || !queue.bodies().mayLack() ? 0 : count(command, caller.isInTransaction());
        if (count == 0 || queue.bodies().has(count, queues.replies().left())) {
            return null;
        }
        String cause = queue.bodies().failure();
        return Refusal.unreadable(cause == null ? "the transaction needs more than were read for it" : cause);
    }

    /** @throws Refusal if the replies of this transaction have no room for the next item */
    void checkReplyRoom(WorkQueue queue, Coroutine<?> caller) {
        if (caller.isInTransaction() && !queue.bodies().nextFitsReply()) {
            throw Refusal.replyTooBig(queues.replies().max());
        }
    }
}
