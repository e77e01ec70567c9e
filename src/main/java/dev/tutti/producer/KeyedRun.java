package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.TaskCommand;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.QueueWaiter;
import dev.tutti.queue.Submission;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;
import java.util.function.Function;

/**
 * One RUN with a KEY. It puts its item as a SUBMIT does, waiting for room if needed, or finds the item that has the key
 * already, and then awaits the result. If the caller does not want the result any more, the item goes on.
 */
final class KeyedRun implements Wait, QueueWaiter<Item> {

    private final WorkQueue queue;
    private final Coroutine<Holder> caller;
    private final Function<Submission, Awaiter> outcome;
    /** The current wait: for room in the queue, or for the result. */
    private Wait at;

    /** @param outcome answers the caller with the end of a submission */
    KeyedRun(WorkQueue queue, Coroutine<Holder> caller, Function<Submission, Awaiter> outcome) {
        this.queue = queue;
        this.caller = caller;
        this.outcome = outcome;
    }

    /** Puts the item, for which memory is taken. */
    void start(Item item, long timeout) {
        caller.await(this, Reply.NULL, timeout, Patience.OF_A_RUN);
        if (queue.hasRoom()) {
            queue.put(item);
            awaitResult(item);
        } else {
            at = queue.awaitRoom(caller, item, this);
        }
    }

    /** Awaits the result of an item that is here already. */
    void join(Item known, long timeout) {
        caller.await(this, Reply.NULL, timeout, Patience.OF_A_RUN);
        awaitResult(known);
    }

    private void awaitResult(Item item) {
        Submission submission = queue.submit(item, TaskCommand.DEFAULT_TTL);
        if (submission.hasEnded()) {
            submission.tell(outcome.apply(submission));
        } else {
            at = submission.await(caller, outcome.apply(submission));
        }
    }

    @Override
    public void served(Item taken) {
        awaitResult(taken);
    }

    @Override
    public void shutDown() {
        caller.resume(Refusal.shutDown(queue.name()).reply());
    }

    @Override
    public void unreadable(String cause) {
        throw new IllegalStateException("nothing is read for a task that waits for room");
    }

    @Override
    public void withdraw() {
        at.withdraw();
    }
}
