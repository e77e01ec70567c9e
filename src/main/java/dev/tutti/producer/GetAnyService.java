package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.GetAnyCommand.GetAny;
import dev.tutti.command.GetAnyCommand.Join;
import dev.tutti.command.GetAnyCommand.Look;
import dev.tutti.command.GetAnyCommand.Take;
import dev.tutti.command.QueueCommand.Get;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.QueueConfig;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import dev.tutti.queue.AnyGetter;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Claim;
import java.util.List;

/** Carries out GETANY, or the part of one that this owner has. */
final class GetAnyService implements GetAnyCommand.Handler<Coroutine<Holder>> {

    /** The first queue that can deliver, or the refusal if there is none since items could not be read. */
    private record Found(int index, WorkQueue queue, Refusal unread) {}

    private final Queues queues;
    private final GetService gets;
    private final CommandGates gates;

    GetAnyService(Queues queues, GetService gets, CommandGates gates) {
        this.queues = queues;
        this.gets = gets;
        this.gates = gates;
    }

    @Override
    public void getAny(GetAny command, Coroutine<Holder> caller) {
        checkLeases(command);
        Found found = find(command, caller);
        if (found.queue != null) {
            deliver(found.queue, command, caller);
        } else if (found.unread != null) {
            throw found.unread;
        } else if (countOver(command) == command.queues().size()) {
            throw Refusal.allShutDown();
        } else if (command.options().timeout() == 0 || caller.isInTransaction()) {
            caller.reply(Reply.NULL_ARRAY);
        } else {
            caller.checkMayWait(command.queues().size());
            await(
                    command,
                    new Claim(command.queues().size()),
                    caller,
                    command.options().timeout(),
                    Patience.WHILE_CLIENT_LISTENS);
        }
    }

    /** @throws Refusal if a queue could not give the lease that the command asks for */
    private void checkLeases(GetAnyCommand command) {
        command.queues().forEach(name -> gets.checkLease(command.options(), queues.settings(name)));
    }

    private Found find(GetAnyCommand command, Coroutine<Holder> caller) {
        Refusal unread = null;
        for (int i = 0; i < command.queues().size(); i++) {
            WorkQueue queue = queues.existing(command.queues().get(i));
            if (queue != null) {
                Refusal cause = gates.unread(command, queue, caller);
                if (cause == null && queue.canDeliver()) {
                    return new Found(i, queue, null);
                }
                unread = unread == null ? cause : unread;
            }
        }
        return new Found(-1, null, unread);
    }

    private void deliver(WorkQueue queue, GetAnyCommand command, Coroutine<Holder> caller) {
        gates.checkReplyRoom(queue, caller);
        gets.deliver(queue, command.options(), queue.name(), caller);
    }

    private int countOver(GetAnyCommand command) {
        return (int) command.queues().stream()
                .map(queues::existing)
                .filter(queue -> queue != null && queue.isOver())
                .count();
    }

    private void await(GetAnyCommand command, Claim claim, Coroutine<Holder> caller, long timeout, Patience patience) {
        Get options = command.options();
        AnyGetter getter =
                new AnyGetter(queues, claim, Math.max(1, options.count()), new Answers(options.count(), caller));
        for (String name : command.queues()) {
            QueueConfig settings = queues.settings(name);
            getter.enter(name, gets.holder(options, settings, caller), GetService.lease(options, settings));
        }
        caller.await(getter, Reply.NULL_ARRAY, timeout, patience);
        getter.serve();
    }

    /** Ends the wait with a reply, which is made item by item, since there may be many. */
    private static final class Answers implements AnyGetter.Listener {
        private final int count;
        private final Coroutine<Holder> caller;
        /** Null until the first item. */
        private DeliveredItems delivered;

        private Answers(int count, Coroutine<Holder> caller) {
            this.count = count;
            this.caller = caller;
        }

        @Override
        public void delivering(WorkQueue from, Item item) {
            delivered = delivered == null ? new DeliveredItems(from.name()) : delivered;
            delivered.add(item);
        }

        @Override
        public void served(WorkQueue from, List<Item> items) {
            caller.resume(delivered.reply(count), Basis.ofDelivery(items));
        }

        @Override
        public void shutDown() {
            caller.resume(Refusal.allShutDown().reply());
        }

        @Override
        public void unreadable(String cause) {
            caller.resume(Refusal.unreadable(cause).reply(), Basis.MEMORY);
        }

        @Override
        public void givenUp() {
            caller.resume(Reply.NULL, Basis.MEMORY);
        }
    }

    // ---- parts of a GETANY of several owners

    @Override
    public void look(Look command, Coroutine<Holder> caller) {
        checkLeases(command);
        Found found = find(command, caller);
        caller.reply(Reply.array(List.of(
                Reply.integer(command.part()),
                Reply.integer(found.index),
                Reply.integer(countOver(command)),
                found.unread == null ? Reply.NULL : found.unread.reply())));
    }

    @Override
    public void take(Take command, Coroutine<Holder> caller) {
        Found found = find(command, caller);
        if (found.queue == null) {
            caller.reply(Reply.NULL_ARRAY);
        } else {
            deliver(found.queue, command, caller);
        }
    }

    /** The operation of the connection has the timeout, and hears of the end of the client's input. */
    @Override
    public void join(Join command, Coroutine<Holder> caller) {
        if (command.claim().isTaken()) {
            caller.reply(Reply.NULL, Basis.MEMORY);
        } else {
            checkLeases(command);
            caller.checkMayWait(command.queues().size());
            await(command, command.claim(), caller, Command.NO_TIMEOUT, Patience.UNTIL_ANSWERED);
        }
    }
}
