package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Fate;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.ItemTrace;
import dev.tutti.queue.QueueWaiter;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;
import java.util.function.Consumer;

/**
 * One RUN. The task puts its item, waiting for room if needed, and then waits for the result. If nobody wants the
 * result any more, the item is cancelled.
 */
final class RunningTask implements Awaiter, Wait, QueueWaiter<Item> {

    private final WorkQueue queue;
    private final Coroutine<Holder> caller;
    private final long detachedTimeout;
    private final Consumer<WorkQueue> onGivenUp;
    private final Wait forItem = new ForItem();
    private Item item;
    /** The current wait: for room in the queue, for the end of the item, or for the reply of another owner. */
    private Wait at = forItem;

    private boolean withdrawn;
    private boolean detached;

    /** @param onGivenUp is called when the caller does not wait any longer, while the item may still be in the queue */
    RunningTask(WorkQueue queue, Coroutine<Holder> caller, long detachedTimeout, Consumer<WorkQueue> onGivenUp) {
        this.queue = queue;
        this.caller = caller;
        this.detachedTimeout = detachedTimeout;
        this.onGivenUp = onGivenUp;
    }

    void start(Item toRun, long timeout) {
        item = toRun;
        caller.await(this, Reply.NULL, timeout, Patience.OF_A_RUN);
        if (queue.hasRoom()) {
            queue.put(item);
        } else {
            at = new ForRoom(queue.awaitRoom(caller, item, this));
        }
    }

    /** Starts the task for an item that was moved here, under its id and in the room reserved for it. */
    void resume(Item moved, long id, ItemTrace trace) {
        item = moved;
        caller.await(this, Reply.NULL, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
        queue.handover().adopt(item, id, trace);
    }

    /** Continues with the wait for another owner, to whose queue the item has been moved. */
    void movedTo(Wait there) {
        at = there;
        if (detached) {
            there.detach();
        }
    }

    private final class ForItem implements Wait {
        @Override
        public void withdraw() {
            item.queue().cancel(item);
        }

        @Override
        public void cancel() {
            item.queue().cancel(item);
        }
    }

    private final class ForRoom implements Wait {
        private final Wait room;

        private ForRoom(Wait room) {
            this.room = room;
        }

        @Override
        public void withdraw() {
            room.withdraw();
        }

        @Override
        public void cancel() {
            room.withdraw();
            cancelled(Fate.CANCELLED);
        }
    }

    // ---- QueueWaiter: the wait for room

    @Override
    public void served(Item taken) {
        at = forItem;
    }

    @Override
    public void shutDown() {
        answer(Refusal.shutDown(queue.name()).reply(), Basis.JOURNAL);
    }

    @Override
    public void unreadable(String cause) {
        throw new IllegalStateException("nothing is read for a task that waits for room");
    }

    // ---- Wait: the wait of the caller

    @Override
    public void withdraw() {
        withdrawn = true;
        onGivenUp.accept(queue);
        at.withdraw();
    }

    @Override
    public void detach() {
        detached = true;
        caller.limitWait(detachedTimeout);
        at.detach();
    }

    @Override
    public void cancel() {
        at.cancel();
    }

    // ---- Awaiter: the end of the item

    @Override
    public boolean wantsFailure() {
        return !detached;
    }

    @Override
    public void done(byte[] result) {
        answer(Reply.bulk(result));
    }

    @Override
    public void failed(byte[] message) {
        answer(QueueReplies.failed(message));
    }

    @Override
    public void cancelled(Fate why) {
        answer(Refusal.cancelled(why.of("the task")).reply());
    }

    /** Answers with how the item ended. The items of RUN have no records, so that this is true without the journal. */
    void answer(Reply reply) {
        answer(reply, Basis.MEMORY);
    }

    private void answer(Reply reply, Basis basis) {
        if (!withdrawn) {
            caller.resume(reply, basis);
        }
    }
}
