package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Coroutine.Patience;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;

/** One RUN: puts its item, waiting for room, and then waits for the result; if nobody wants it, the item is cancelled. */
final class RunningTask implements Awaiter, Wait {

    private final WorkQueue queue;
    private final Coroutine<Holder> caller;
    private Item item;
    private Wait forRoom;
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
            forRoom = queue.awaitRoom(item, taken -> forRoom = null);
        }
    }

    @Override
    public void withdraw() {
        withdrawn = true;
        if (forRoom != null) {
            forRoom.withdraw();
        } else {
            queue.cancel(item);
        }
    }

    @Override
    public void detach() {
        detached = true;
    }

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
        answer(new Reply.Error("FAILED", message));
    }

    @Override
    public void cancelled() {
        answer(Refusal.error("CANCELLED", "the task was cancelled"));
    }

    private void answer(Reply reply) {
        if (!withdrawn) {
            caller.resume(reply);
        }
    }
}
