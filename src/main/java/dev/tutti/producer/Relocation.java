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
import dev.tutti.coroutine.Coroutine.Patience;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Queues;
import dev.tutti.queue.Submission;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;
import java.util.List;

/**
 * One MOVE to a queue of another owner, or of so many items that they go a part at a time. That owner keeps room first, so that nothing that has left has to come back; then
 * the items follow, in their order, until it is asked for room and nothing is left to send: by then all have arrived. Whoever awaits one goes on here, and is told what the other owner answers.
 */
final class Relocation implements Wait {

    /** How many items go at a time. */
    static final int MOST_AT_ONCE = 10_000;

    private final Queues queues;
    private final String from;
    private final String to;
    private final int owner;
    private final PeerOwners peers;
    private final Coroutine<Holder> caller;
    private int left;
    private int moved;
    private boolean withdrawn;
    /** Why what was sent has not arrived for good, or null. */
    private Reply lost;

    /** @param owner that of the queue to which the items go */
    Relocation(Move command, Queues queues, int owner, PeerOwners peers, Coroutine<Holder> caller) {
        this.queues = queues;
        this.from = command.queue();
        this.to = command.to();
        this.owner = owner;
        this.peers = peers;
        this.caller = caller;
        this.left = Math.min(command.count(), ready());
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
        int wanted = Math.min(MOST_AT_ONCE, Math.min(left, ready()));
        peers.ask(owner, new Reserve(to, wanted), this::reserved);
    }

    private void reserved(Reply reply) {
        if (reply instanceof Reply.Int room) {
            send((int) room.value());
        } else {
            end(moved == 0 ? reply : Reply.integer(moved));
        }
    }

    private void send(int room) {
        WorkQueue queue = queues.existing(from);
        boolean isOver = queue == null || withdrawn || lost != null;
        List<Item> items = isOver ? List.of() : queue.takeOut(room);
        items.forEach(this::send);
        if (items.size() < room) {
            peers.ask(owner, new Vacate(to, room - items.size()), vacated -> {});
        }
        moved += items.size();
        left -= items.size();
        if (items.isEmpty()) {
            end(Reply.integer(moved));
        } else {
            reserve();
        }
    }

    private void send(Item item) {
        Awaiter awaiter = item.awaiter();
        if (awaiter instanceof RunningTask task) {
            Resume resume = new Resume(to, item.id(), item.body(), item.options());
            task.movedTo(new There(peers.ask(owner, resume, task::answer)));
        } else {
            long ttl = awaiter instanceof Submission submission ? submission.ttl() : MoveCommand.NO_TTL;
            Adopt adopt = new Adopt(to, item.id(), item.body(), item.options(), ttl);
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
            awaited.cancelled();
        }
    }

    private void end(Reply reply) {
        if (!withdrawn) {
            caller.resume(lost == null ? reply : lost);
        }
    }

    @Override
    public void withdraw() {
        withdrawn = true;
    }

    /** What has begun to move is not called back: the reply says how much it was. */
    @Override
    public boolean isBrief() {
        return true;
    }

    /** What a RUN waits for whose item is there now. */
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
