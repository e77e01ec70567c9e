package dev.tutti.consumer;

import dev.tutti.bus.Caller;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes one item at a time: asks the owner of the queue for an item, runs it, reports its outcome with DONE or
 * FAIL, and asks again. To the owner each slot is a coroutine of its own. Used on the consumer's event loop only.
 */
final class ConsumerSlot implements Caller {

    /**
     * The next reply of the owner answers the command that the state names, but for TOUCHes of the {@link
     * ProgressReporter} that were sent before. The owner answers in order.
     */
    private enum State {
        /** Is idle or has asked for an item. */
        ASKING,
        /** As {@link #ASKING}, after the owner refused to deliver the last time. */
        ASKING_AGAIN,
        /** An item runs. No other reply is due, but the item may be cancelled. */
        RUNNING,
        /** The item was cancelled. Its outcome is reported when no code of it runs any more. */
        CANCELLING,
        /** Has sent DONE or FAIL. The request for the next item may have been sent behind it. */
        REPORTING,
        /** As {@link #ASKING}, after the owner refused the outcome because it had no memory left. */
        OUTCOME_REFUSED,
        /** The consumer stops. The interrupted item is not reported, so it is delivered again after the next start. */
        STOPPED
    }

    private static final Logger log = LoggerFactory.getLogger(ConsumerSlot.class);
    private static final long RETRY_MILLIS = 1000;

    private final long id;
    private final ConsumerSlots slots;
    private final Vertx vertx;
    private final ProgressReporter progress;

    private State state = State.ASKING;
    /** The item that runs. Set in RUNNING and CANCELLING. */
    private TaskExecution execution;
    /** The DONE or FAIL of the last item. Null except in REPORTING and OUTCOME_REFUSED. */
    private QueueCommand outcome;

    ConsumerSlot(long id, ConsumerSlots slots, Vertx vertx) {
        this.id = id;
        this.slots = slots;
        this.vertx = vertx;
        this.progress = new ProgressReporter(vertx, command -> slots.send(this, command));
    }

    long id() {
        return id;
    }

    @Override
    public void told(Notice notice) {
        if (notice instanceof Notice.Cancellation) {
            cancelled();
        }
    }

    @Override
    public void replied(Reply reply) {
        if (progress.expectsReply()) {
            progress.replied(reply);
        } else if (state == State.REPORTING) {
            state = Refusal.isFull(reply) ? State.OUTCOME_REFUSED : State.ASKING;
            outcome = state == State.OUTCOME_REFUSED
                    ? outcome
                    : null; // else each slot keeps a result that is not counted
        } else {
            slots.answered();
            if (reply instanceof Reply.Delivery delivery) {
                delivered(delivery);
            } else {
                refused(reply);
            }
        }
    }

    private void cancelled() {
        if (state == State.RUNNING || state == State.CANCELLING) {
            state = State.CANCELLING;
            progress.forget();
            execution.cancel();
        }
    }

    private void delivered(Reply.Delivery delivery) {
        state = State.RUNNING;
        DeliveredItem item = new DeliveredItem(
                slots.queue(),
                delivery.id(),
                delivery.attempt(),
                Buffer.buffer(delivery.item()),
                delivery.progress(),
                told -> slots.later(() -> progress.tell(told)));
        progress.begin(item);
        TaskExecution begun = slots.supervisor().run(item);
        execution = begun;
        begun.result().onComplete(result -> {
            if (state == State.CANCELLING) {
                begun.ended().onComplete(over -> completed(delivery.id(), result));
            } else {
                completed(delivery.id(), result);
            }
        });
    }

    private void completed(long item, AsyncResult<Buffer> result) {
        execution = null;
        if (result.failed()) {
            progress.end();
        } else {
            progress.forget();
        }
        if (result.failed() && slots.supervisor().isStopping()) {
            state = State.STOPPED;
            return;
        }
        outcome = outcome(item, result);
        report();
    }

    private QueueCommand outcome(long item, AsyncResult<Buffer> result) {
        return result.succeeded()
                ? new QueueCommand.Done(slots.queue(), item, result.result().getBytes())
                : new QueueCommand.Fail(
                        slots.queue(), item, TaskFailure.textOf(result.cause()).getBytes());
    }

    /** Sends the outcome, and lets the slot ask for the next item without waiting for the reply. */
    private void report() {
        state = State.REPORTING;
        slots.send(this, outcome);
        slots.idle(this);
    }

    /**
     * The owner delivers no item. If it has no room for the outcome, it delivers nothing either, so the outcome is
     * reported from time to time. Otherwise the slot asks again: once at once, since a deleted queue exists again by
     * then, and then from time to time, since a queue that was shut down does not.
     */
    private void refused(Reply refusal) {
        log.debug("consumer of {}: the owner refused to deliver: {}", slots.queue(), refusal);
        if (state == State.OUTCOME_REFUSED) {
            vertx.setTimer(RETRY_MILLIS, retry -> report());
        } else if (state == State.ASKING_AGAIN) {
            vertx.setTimer(RETRY_MILLIS, retry -> slots.idle(this));
        } else {
            state = State.ASKING_AGAIN;
            slots.idle(this);
        }
    }
}
