package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.MoveCommand;
import dev.tutti.command.MoveCommand.Adopt;
import dev.tutti.command.MoveCommand.Move;
import dev.tutti.command.MoveCommand.Reschedule;
import dev.tutti.command.MoveCommand.Reserve;
import dev.tutti.command.MoveCommand.Resume;
import dev.tutti.command.MoveCommand.Vacate;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.Names;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Queues;
import dev.tutti.queue.Submission;
import dev.tutti.queue.WorkQueue;

/**
 * Carries out QUEUE MOVE, within this owner as one change of both queues, to a queue of another owner by a
 * {@link Relocation}; and QUEUE RESCHEDULE.
 */
final class MoveService implements MoveCommand.Handler<Coroutine<Holder>> {

    private final Queues queues;
    private final Admission admission;
    private final Deliveries deliveries;
    private final int instance;
    private final PeerOwners peers;
    private final WriteGuard guard;

    MoveService(
            Queues queues,
            Admission admission,
            Deliveries deliveries,
            int instance,
            PeerOwners peers,
            WriteGuard guard) {
        this.deliveries = deliveries;
        this.queues = queues;
        this.admission = admission;
        this.instance = instance;
        this.peers = peers;
        this.guard = guard;
    }

    @Override
    public void move(Move command, Coroutine<Holder> caller) {
        guard.checkWritable();
        int owner = Names.queueOwner(command.to(), peers.count());
        if (owner == instance) {
            moveHere(command, caller);
        } else {
            new Relocation(command, queues, owner, peers, caller).start();
        }
    }

    private void moveHere(Move command, Coroutine<Holder> caller) {
        WorkQueue to = open(command.to());
        WorkQueue from = queues.existing(command.queue());
        if (from == null) {
            to.forgetIfIdle();
            caller.reply(Reply.integer(0));
        } else if (command.isOfOne()) {
            caller.reply(Reply.integer(moveOne(from, command.id(), to) ? 1 : 0));
        } else {
            LongCommand.run(
                    caller,
                    guard,
                    end -> from.control().moveTo(to, command.count(), moved -> end.accept(Reply.integer(moved))));
        }
    }

    /** Returns whether the item was ready or delayed. */
    private static boolean moveOne(WorkQueue from, long id, WorkQueue to) {
        Item item = from.items().pending(id);
        if (item == null) {
            to.forgetIfIdle();
            return false;
        }
        if (to != from && !to.hasRoom()) {
            throw noRoom(to.name(), id);
        }
        from.move(item, to);
        return true;
    }

    /** The refusal of the move of one item to a queue that has reached its MAXSIZE. */
    static Refusal noRoom(String to, long id) {
        return Refusal.full("queue " + to + " has as many items as its MAXSIZE allows; item " + id + " stays");
    }

    @Override
    public void reschedule(Reschedule command, Coroutine<Holder> caller) {
        guard.checkWritable();
        WorkQueue queue = queues.existing(command.queue());
        Item item = queue == null ? null : queue.items().pending(command.id());
        if (item == null) {
            throw deliveries.notPending(command.queue(), command.id());
        }
        if (command.priority() != null) {
            Admission.checkPlace(queue.name(), queue.config(), command.priority(), null);
        }
        queue.reschedule(item, command.priority(), command.delay());
        caller.reply(Reply.OK);
    }

    private WorkQueue open(String name) {
        admission.checkRoomFor(name);
        WorkQueue queue = queues.named(name);
        if (queue.isShutDown()) {
            throw Refusal.shutDown(name);
        }
        return queue;
    }

    @Override
    public void reserve(Reserve command, Coroutine<Holder> caller) {
        WorkQueue queue = open(command.queue());
        int kept = queue.handover().reserve(command.count());
        queue.forgetIfIdle();
        caller.reply(Reply.integer(kept), Basis.MEMORY);
    }

    @Override
    public void vacate(Vacate command, Coroutine<Holder> caller) {
        queues.named(command.queue()).handover().vacate(command.count());
        caller.reply(Reply.OK);
    }

    @Override
    public void adopt(Adopt command, Coroutine<Holder> caller) {
        Item item = command.ttl() == MoveCommand.NO_TTL
                ? new Item(command.item(), command.options(), null)
                : new Submission(command.ttl()).item(command.item(), command.options());
        queues.named(command.queue()).handover().adopt(item, command.id(), command.trace());
        caller.reply(Reply.OK);
    }

    @Override
    public void resume(Resume command, Coroutine<Holder> caller) {
        RunningTask task = new RunningTask(queues.named(command.queue()), caller, Command.FOR_EVER, given -> {});
        task.resume(new Item(command.item(), command.options(), task), command.id(), command.trace());
    }
}
