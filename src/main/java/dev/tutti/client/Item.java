package dev.tutti.client;

import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.ItemLost;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;

/**
 * An item that this client got and has not finished. It belongs to the connection that got it, and goes to another
 * worker when that connection, or its lease, is lost: {@link #onLost} tells so. Every command names the attempt, so a
 * late {@link #done()} cannot settle a later delivery.
 */
public class Item {

    private final Client client;
    private final String queue;
    private final long id;
    private final Buffer body;
    private final int attempt;
    private final Loss loss;
    private final Connection connection;
    private Renewal renewal;
    private boolean isEnding;

    /**
     * Made on the loop.
     *
     * @param delivery id, body and attempt
     */
    Item(Client client, String queue, Connection connection, List<?> delivery) {
        this.client = client;
        this.queue = queue;
        this.id = (Long) delivery.get(0);
        this.body = (Buffer) delivery.get(1);
        this.attempt = ((Long) delivery.get(2)).intValue();
        this.connection = connection;
        connection.itemCame();
        this.loss = new Loss(connection, this::over);
    }

    /** The name of the queue from which it came. */
    public String queue() {
        return queue;
    }

    /** The id, as the put has answered it. It is unique in the server. */
    public long id() {
        return id;
    }

    /** The bytes that were put. */
    public Buffer body() {
        return body;
    }

    /** The number of this delivery: 1 for the first one. With a larger one you may be seeing the item again. */
    public int attempt() {
        return attempt;
    }

    /** Finishes the item. A client that awaits it gets an empty result. */
    public Future<Void> done() {
        return end("DONE", true);
    }

    /**
     * Finishes the item with a result, for the client that awaits it.
     *
     * @return a future that fails with {@link ItemLost} if the item is not this client's any more, and with {@link
     *     TuttiException.ServerFull} or {@link TuttiException.TooBig} if the server does not take the result. Then the
     *     item is still this client's.
     */
    public Future<Void> done(Buffer result) {
        return end("DONE", true, result.copy());
    }

    /** Fails the item. It comes back if it has attempts left. Otherwise a client that awaits it gets the message. */
    public Future<Void> fail(String message) {
        // Safe to repeat, since this attempt has ended then. That of a release does not count, and may be another's.
        return end("FAIL", true, message);
    }

    /** Gives the item back to the front of its queue. This attempt does not count. */
    public Future<Void> release() {
        return end("RELEASE", false);
    }

    /** Starts the lease again, and has the item keep a progress of at most 4,096 bytes. */
    public Future<Void> touch(Buffer progress) {
        Buffer copy = progress.copy();
        return client.onLoop(() -> settle("TOUCH", true, copy).mapEmpty());
    }

    /**
     * Has the handler called once if the item is lost before it is finished, at once if it is already. The thread is
     * that of the context that calls this method, or the client's event loop if there is none.
     *
     * @param handler takes the reason
     */
    public Item onLost(Handler<Throwable> handler) {
        Handler<Throwable> onCaller = client.onCaller(handler);
        client.onLoop(() -> {
            whenLost(onCaller);
            return Future.succeededFuture();
        });
        return this;
    }

    private Future<Void> end(String command, boolean isRepeatable, Object... words) {
        return client.onLoop(() -> {
            Future<Object> answer = settle(command, isRepeatable, words);
            if (!isEnding) {
                isEnding = true;
                loss.ending();
                answer.onComplete(end -> ended(end.cause()));
            }
            return answer.mapEmpty();
        });
    }

    // ---- on the loop

    private Future<Object> settle(String command, boolean isRepeatable, Object... words) {
        if (loss.cause() != null) {
            return Future.failedFuture(
                    new ItemLost(this + " is lost: " + loss.cause().getMessage()));
        }
        if (isEnding) {
            return Future.failedFuture(new ItemLost(this + " was finished already"));
        }
        return client.call(Command.of("QUEUE", command, queue, id).and(words).and("ATTEMPT", attempt), isRepeatable);
    }

    private void ended(Throwable error) {
        if (error == null
                || error instanceof ItemLost
                || error instanceof Cancelled
                || error instanceof ConnectionLost) {
            loss.end();
        } else {
            // The server has refused the command, and the item is still in flight.
            isEnding = false;
            loss.goOn();
        }
    }

    /** Touches the item in such intervals, until it ends or is lost. */
    void renew(Duration interval) {
        renewal = new Renewal(client.vertx(), interval.toMillis(), this::touchUnlessEnding, loss::lose);
        renewal.start();
    }

    private Future<Object> touchUnlessEnding() {
        return isEnding ? Future.succeededFuture() : settle("TOUCH", true);
    }

    void whenLost(Handler<Throwable> handler) {
        loss.handler(handler);
    }

    private void over() {
        connection.itemWent();
        if (renewal != null) {
            renewal.stop();
        }
    }

    /** The queue, the id and the attempt, for people. */
    @Override
    public String toString() {
        return "item " + id + " of " + queue + ", attempt " + attempt;
    }
}
