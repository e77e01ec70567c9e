package dev.tutti.consumer;

import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One place for an item: a coroutine of its own to the owner of the queue, which asks, runs and tells in turn. */
final class ConsumerSlot {

    private static final Logger log = LoggerFactory.getLogger(ConsumerSlot.class);
    private static final long RETRY_MILLIS = 1000;

    private final long id;
    private final ConsumerSlots slots;
    private final Vertx vertx;
    private TaskExecution running;
    private boolean cancelled;
    /** The DONE or FAIL that was said last, unless it was accepted, or it does not matter any more. */
    private QueueCommand outcome;
    /** The next reply is to that. */
    private boolean telling;
    /** The last time it asked, too, the owner refused. */
    private boolean refused;

    ConsumerSlot(long id, ConsumerSlots slots, Vertx vertx) {
        this.id = id;
        this.slots = slots;
        this.vertx = vertx;
    }

    long id() {
        return id;
    }

    void receive(Reply reply) {
        if (reply instanceof Reply.Cancellation) {
            cancel();
        } else if (telling) {
            told(reply);
        } else if (reply instanceof Reply.Delivery delivery) {
            slots.answered();
            refused = false;
            outcome = null;
            run(delivery);
        } else {
            slots.answered();
            goOn(reply);
        }
    }

    private void cancel() {
        if (running != null) {
            cancelled = true;
            running.cancel();
        }
    }

    private void told(Reply reply) {
        telling = false;
        if (!Refusal.isFull(reply)) {
            outcome = null;
        }
    }

    /** An owner without room for a result delivers nothing, either: then the result is told from time to time. */
    private void goOn(Reply refusal) {
        log.debug("consumer of {}: the owner refused to deliver: {}", slots.queue(), refusal);
        if (outcome != null) {
            vertx.setTimer(RETRY_MILLIS, retry -> tell());
        } else {
            askAgain();
        }
    }

    /** At once, for a queue that was deleted is there again; and then from time to time, for one shut down is not. */
    private void askAgain() {
        if (refused) {
            vertx.setTimer(RETRY_MILLIS, retry -> slots.idle(this));
        } else {
            refused = true;
            slots.idle(this);
        }
    }

    /** An item that is cancelled has ended when nothing of it is left running: whoever cancelled it waits for that. */
    private void run(Reply.Delivery delivery) {
        cancelled = false;
        TaskExecution begun = slots.runner().run(Buffer.buffer(delivery.item()));
        running = begun;
        begun.result().onComplete(ended -> {
            if (cancelled) {
                begun.ended().onComplete(over -> ended(delivery.id(), ended));
            } else {
                ended(delivery.id(), ended);
            }
        });
    }

    private void ended(long item, AsyncResult<Buffer> ended) {
        running = null;
        if (ended.failed() && slots.runner().isStopping()) {
            // It has not failed but was cut short: as nothing is said, it comes back with the next start.
            return;
        }
        outcome = outcome(item, ended);
        tell();
    }

    private QueueCommand outcome(long item, AsyncResult<Buffer> ended) {
        return ended.succeeded()
                ? new QueueCommand.Done(slots.queue(), item, ended.result().getBytes())
                : new QueueCommand.Fail(
                        slots.queue(), item, TaskFailure.textOf(ended.cause()).getBytes());
    }

    private void tell() {
        telling = true;
        slots.send(this, outcome);
        slots.idle(this);
    }
}
