package dev.tutti.coroutine;

import dev.tutti.bus.Replies;
import dev.tutti.bus.Requests;
import dev.tutti.command.Command;
import dev.tutti.command.Survey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;

/**
 * Where an owner takes what it is asked, and what its neighbours answer: each batch is a turn of its {@link Coroutines},
 * and so is each deadline.
 */
public final class Inbox {

    private final Coroutines<?, ? extends Command> coroutines;
    private final Neighbours neighbours;
    private final Alarm alarm;
    private final MessageConsumer<Requests> requests;
    private final MessageConsumer<Replies> replies;

    /** Opens the address; to be called on the owner's event loop. */
    public Inbox(Vertx vertx, String address, Coroutines<?, ? extends Command> coroutines, Neighbours neighbours) {
        this.coroutines = coroutines;
        this.neighbours = neighbours;
        this.alarm = new Alarm(vertx, coroutines.timers(), this::ring);
        Context context = vertx.getOrCreateContext();
        coroutines.outbox().turns(action -> context.runOnContext(begin -> turn(action)));
        this.requests = vertx.eventBus().localConsumer(address, message -> receive(message.body()));
        this.replies = vertx.eventBus().localConsumer(neighbours.replyTo(), message -> receive(message.body()));
        alarm.set();
    }

    /** Completes when its addresses are known on the bus. */
    public Future<?> opened() {
        return Future.all(requests.completion(), replies.completion());
    }

    private void receive(Requests batch) {
        coroutines.receive(batch);
        neighbours.flush();
        alarm.set();
    }

    private void receive(Replies batch) {
        turn(() -> neighbours.receive(batch));
    }

    private void turn(Runnable action) {
        coroutines.turn(action);
        neighbours.flush();
        alarm.set();
    }

    private void ring() {
        coroutines.tick();
        neighbours.flush();
    }

    /**
     * Closes when what it has been sent by now, and has sent to itself, has arrived. To be called when nobody but its
     * neighbours asks any more.
     *
     * @param self its own number among those
     */
    public Future<?> close(int self) {
        alarm.close();
        Promise<Void> heard = Promise.promise();
        neighbours.ask(self, new Survey("", true), answer -> heard.complete());
        neighbours.flush();
        return heard.future().compose(last -> Future.join(requests.unregister(), replies.unregister()));
    }
}
