package dev.tutti.coroutine;

import dev.tutti.bus.Replies;
import dev.tutti.bus.Requests;
import dev.tutti.command.Command;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;

/**
 * Where an owner takes what it is asked, and what its neighbours answer: each batch is a turn of its {@link CommandScheduler},
 * and so is each deadline.
 */
public final class Inbox {

    private final CommandScheduler<?, ? extends Command> scheduler;
    private final PeerOwners peers;
    private final OwnerTimer timer;
    private final MessageConsumer<Requests> requests;
    private final MessageConsumer<Replies> replies;

    /** Opens the address; to be called on the owner's event loop. */
    public Inbox(Vertx vertx, String address, CommandScheduler<?, ? extends Command> scheduler, PeerOwners peers) {
        this.scheduler = scheduler;
        this.peers = peers;
        this.timer = new OwnerTimer(vertx, scheduler.timers(), this::ring);
        Context context = vertx.getOrCreateContext();
        scheduler.outbox().turns(action -> context.runOnContext(begin -> turn(action)));
        this.requests = vertx.eventBus().localConsumer(address, message -> receive(message.body()));
        this.replies = vertx.eventBus().localConsumer(peers.replyTo(), message -> receive(message.body()));
        timer.set();
    }

    /** Completes when its addresses are known on the bus. */
    public Future<?> opened() {
        return Future.all(requests.completion(), replies.completion());
    }

    private void receive(Requests batch) {
        scheduler.receive(batch);
        peers.flush();
        timer.set();
    }

    private void receive(Replies batch) {
        turn(() -> peers.receive(batch));
    }

    private void turn(Runnable action) {
        scheduler.turn(action);
        peers.flush();
        timer.set();
    }

    private void ring() {
        scheduler.tick();
        peers.flush();
    }

    /**
     * Closes when what it has been sent by now, and has sent to itself, has arrived. To be called when nobody but its
     * neighbours asks any more.
     *
     * @param self its own number among those
     */
    public Future<?> close(int self) {
        timer.close();
        Future<?> drained = peers.drain(self);
        peers.flush();
        return drained.compose(last -> Future.join(requests.unregister(), replies.unregister()));
    }
}
