package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Coroutine.Patience;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Served;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;

/** One RUN: puts its item, waiting for room, and then waits for the result; if nobody wants it, the item is cancelled. */
final class RunningTask implements Awaiter, Wait, Served<Item> {

    private final WorkQueue queue;
    private final Coroutine<Holder> caller;
    private Item item;
    private Wait forRoom;
    /** At another owner, to which the item was moved. */
    private Wait elsewhere;

    private boolean withdrawn;
    private boolean detached;

    RunningTask(WorkQueue queue, Coroutine<Holder> caller) {
        this.queue = queue;
        this.caller = caller;
    }

    void start(Item toRun, long timeout) {
        item = toRun;
        caller.await(this, Reply.NULL, timeout, Patience.UNTIL_ANSWERED);
        if (queue.hasRoom()) {
            queue.put(item);
        } else {
            forRoom = queue.awaitRoom(caller, item, this);
        }
    }

    /** The same for an item that was moved here, with its id and the room kept for it. */
    void resume(Item moved, long id) {
        item = moved;
        caller.await(this, Reply.NULL, Command.FOR_EVER, Patience.UNTIL_ANSWERED);
        queue.adopt(item, id);
    }

    /** Its item has been moved to a queue of another owner, which answers. */
    void movedTo(Wait there) {
        elsewhere = there;
        if (detached) {
            there.detach();
        }
    }

    // ---- as one who waits for room

    @Override
    public void served(Item taken) {
        forRoom = null;
    }

    @Override
    public void shutDown() {
        answer(Refusal.shutDown(queue.name()).reply());
    }

    // ---- as what the caller waits for

    @Override
    public void withdraw() {
        withdrawn = true;
        if (elsewhere != null) {
            elsewhere.withdraw();
        } else if (forRoom != null) {
            forRoom.withdraw();
        } else {
            item.queue().cancel(item);
        }
    }

    @Override
    public void detach() {
        detached = true;
        if (elsewhere != null) {
            elsewhere.detach();
        }
    }

    @Override
    public void cancel() {
        if (elsewhere != null) {
            elsewhere.cancel();
        } else if (forRoom != null) {
            forRoom.withdraw();
            cancelled();
        } else {
            item.queue().cancel(item);
        }
    }

    // ---- as one who awaits the item

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
        answer(Answers.failed(message));
    }

    @Override
    public void cancelled() {
        answer(Refusal.error("CANCELLED", "the task was cancelled"));
    }

    void answer(Reply reply) {
        if (!withdrawn) {
            caller.resume(reply);
        }
    }
}
