package dev.tutti.consumer;

import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One place for an item: a coroutine of its own to the owner of the queue, which asks, runs and tells in turn. */
final class Place {

    private static final Logger log = LoggerFactory.getLogger(Place.class);
    private static final long RETRY_MILLIS = 1000;

    private final long id;
    private final Places places;
    private final Vertx vertx;
    private Running running;
    private boolean cancelled;
    /** The next reply is to DONE or FAIL, and says nothing that matters here. */
    private boolean telling;
    /** The last time it asked, too, the owner refused. */
    private boolean refused;

    Place(long id, Places places, Vertx vertx) {
        this.id = id;
        this.places = places;
        this.vertx = vertx;
    }

    long id() {
        return id;
    }

    void receive(Reply reply) {
        if (reply instanceof Reply.Cancellation) {
            cancel();
        } else if (telling) {
            telling = false;
        } else if (reply instanceof Reply.Delivery delivery) {
            places.answered();
            refused = false;
            run(delivery);
        } else {
            places.answered();
            askAgain(reply);
        }
    }

    private void cancel() {
        if (running != null) {
            cancelled = true;
            running.cancel();
        }
    }

    /** At once, for a queue that was deleted is there again; and then from time to time, for one shut down is not. */
    private void askAgain(Reply refusal) {
        log.debug("consumer of {}: the owner refused to deliver: {}", places.queue(), refusal);
        if (refused) {
            vertx.setTimer(RETRY_MILLIS, retry -> places.idle(this));
        } else {
            refused = true;
            places.idle(this);
        }
    }

    /** An item that is cancelled has ended when nothing of it is left running: whoever cancelled it waits for that. */
    private void run(Reply.Delivery delivery) {
        cancelled = false;
        Running begun = places.runner().run(Buffer.buffer(delivery.item()));
        running = begun;
        begun.result().onComplete(outcome -> {
            if (cancelled) {
                begun.ended().onComplete(over -> tell(delivery.id(), outcome));
            } else {
                tell(delivery.id(), outcome);
            }
        });
    }

    private void tell(long item, AsyncResult<Buffer> outcome) {
        running = null;
        if (outcome.failed() && places.runner().isStopping()) {
            // It has not failed but was cut short: as nothing is said, it comes back with the next start.
            return;
        }
        telling = true;
        places.send(this, outcome(item, outcome));
        places.idle(this);
    }

    private QueueCommand outcome(long item, AsyncResult<Buffer> outcome) {
        return outcome.succeeded()
                ? new QueueCommand.Done(places.queue(), item, outcome.result().getBytes())
                : new QueueCommand.Fail(
                        places.queue(),
                        item,
                        TaskFailure.textOf(outcome.cause()).getBytes());
    }
}
