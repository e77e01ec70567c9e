package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.MoveCommand;
import dev.tutti.command.MoveCommand.Adopt;
import dev.tutti.command.MoveCommand.Move;
import dev.tutti.command.MoveCommand.Reserve;
import dev.tutti.command.MoveCommand.Resume;
import dev.tutti.command.MoveCommand.Vacate;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand.Await;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.persistence.Basis;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Fate;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Queues;
import dev.tutti.queue.Submission;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;
import java.util.List;

/**
 * One MOVE to a queue of another owner.
 *
 * <p>The other owner first reserves room, so no item that has left must come back. Then the items follow in order, in
 * batches, until none is left or the other owner has no room. A caller that awaits a moved item stays here, and is sent
 * the other owner's reply.
 */
final class Relocation implements Wait {

    /** The most items of one batch: the other owner takes them in one turn. */
    private static final int MOST_AT_ONCE = 2_000;

    private final Queues queues;
    private final String from;
    private final String to;
    private final int owner;
    private final PeerOwners peers;
    private final Coroutine<Holder> caller;
    /** The only item to move, or {@link Move#NEXT}. */
    private final long id;

    private int left;
    private int moved;
    private boolean withdrawn;
    /** The error with which the other owner refused an item that was sent, or null. */
    private Reply lost;

    /** @param owner the index of the owner of the queue to which the items go */
    Relocation(Move command, Queues queues, int owner, PeerOwners peers, Coroutine<Holder> caller) {
        this.queues = queues;
        this.from = command.queue();
        this.to = command.to();
        this.owner = owner;
        this.peers = peers;
        this.caller = caller;
        this.id = command.id();
        this.left = command.isOfOne() ? 1 : Math.min(command.count(), ready());
    }

    private int ready() {
        WorkQueue queue = queues.existing(from);
        return queue == null ? 0 : queue.size();
    }

    void start() {
        caller.await(this, Reply.NULL, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
        reserve();
    }

    private void reserve() {
        int wanted = id == Move.NEXT ? Math.min(MOST_AT_ONCE, Math.min(left, ready())) : left;
        peers.ask(owner, new Reserve(to, wanted), this::reserved);
    }

    private void reserved(Reply reply) {
        WorkQueue queue = queues.existing(from);
        if (!(reply instanceof Reply.Int room)) {
            end(moved == 0 ? reply : Reply.integer(moved));
        } else if (queue == null || withdrawn) {
            send((int) room.value(), null);
        } else if (id != Move.NEXT) {
            queue.whenOpen(() -> sendOne((int) room.value(), queue));
        } else {
            int count = (int) room.value();
            queue.whenOpen(() -> queue.bodies().whenRead(count, failure -> send(count, failure)));
        }
    }

    /** @param failure the reason if the items cannot be read, or null */
    private void send(int room, String failure) {
        WorkQueue queue = queues.existing(from);
        boolean isOver = queue == null || withdrawn || lost != null || failure != null;
        sent(room, isOver ? List.of() : queue.handover().takeOut(room, to), failure);
    }

    private void sendOne(int room, WorkQueue queue) {
        if (room == 0 && moved == 0 && queue.items().isPending(id)) {
            end(MoveService.noRoom(to, id).reply());
        } else if (room == 0) {
            end(Reply.integer(moved));
        } else {
            queue.handover()
                    .takeOut(id, to, (item, failure) -> sent(room, item == null ? List.of() : List.of(item), failure));
        }
    }

    /**
     * Sends the items that were taken out for the room that was reserved.
     *
     * @param failure the reason if others cannot be read, or null
     */
    private void sent(int room, List<Item> items, String failure) {
        items.forEach(this::send);
        if (items.size() < room) {
            peers.ask(owner, new Vacate(to, room - items.size()), vacated -> {});
        }
        moved += items.size();
        left -= items.size();
        if (failure != null && moved == 0) {
            end(Refusal.unreadable(failure).reply());
        } else if (items.isEmpty()) {
            end(Reply.integer(moved));
        } else {
            reserve();
        }
    }

    private void send(Item item) {
        Awaiter awaiter = item.awaiter();
        if (awaiter instanceof RunningTask task) {
            Resume resume = new Resume(to, item.id(), item.body(), item.options(), item.trace());
            task.movedTo(new There(peers.ask(owner, resume, task::answer)));
        } else {
            long ttl = awaiter instanceof Submission submission ? submission.ttl() : MoveCommand.NO_TTL;
            Adopt adopt = new Adopt(to, item.id(), item.body(), item.options(), ttl, item.trace());
            peers.ask(owner, adopt, this::adopted);
            if (awaiter instanceof Submission submission && submission.isAwaited()) {
                peers.ask(owner, new Await(to, item.id(), Command.NO_TIMEOUT), end -> tell(submission, end));
            }
        }
    }

    private void adopted(Reply reply) {
        if (reply instanceof Reply.Error && lost == null) {
            lost = reply;
        }
    }

    private static void tell(Submission awaited, Reply end) {
        if (end instanceof Reply.Bulk result) {
            awaited.done(result.bytes());
        } else if (end instanceof Reply.Error error && error.kind().equals(QueueReplies.FAILED)) {
            awaited.failed(error.message());
        } else {
            if (Refusal.isFull(end)) {
                awaited.doubt();
            }
            awaited.cancelled(end instanceof Reply.Error error ? Fate.toldBy(error.toString()) : Fate.CANCELLED);
        }
    }

    private void end(Reply reply) {
        if (!withdrawn) {
            // The other owner has answered for each item, which it did when the journal had written it.
            caller.resume(lost == null ? reply : lost, Basis.MEMORY);
        }
    }

    @Override
    public void withdraw() {
        withdrawn = true;
    }

    /** A MOVE that has begun is not given up. Its reply is the number of items moved. */
    @Override
    public boolean isBrief() {
        return true;
    }

    /** The wait of a RUN whose item is now at the other owner. */
    private final class There implements Wait {
        private final long task;

        private There(long task) {
            this.task = task;
        }

        @Override
        public void withdraw() {
            peers.cancel(owner, task);
        }

        @Override
        public void detach() {
            peers.tell(owner, task, new Signal.Detached());
        }

        @Override
        public void cancel() {
            peers.tell(owner, task, new Signal.Cancel());
        }
    }
}
