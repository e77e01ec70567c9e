package dev.tutti.coroutine;

import dev.tutti.bus.Replies;
import dev.tutti.bus.Requests;
import dev.tutti.command.Command;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;

/**
 * Receives an owner's messages: requests, and the replies of its peers. Each batch is a turn of its {@link
 * CommandScheduler}, and so is each deadline.
 */
public final class Inbox {

    private final CommandScheduler<?, ? extends Command> scheduler;
    private final PeerOwners peers;
    private final OwnerTimer timer;
    private final MessageConsumer<Requests> requests;
    private final MessageConsumer<Replies> replies;

    /** Opens the addresses. To be called on the owner's event loop. */
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

    /** Completes when the addresses are known on the bus. */
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
     * Closes when everything that was sent to this owner by now has arrived. To be called when only its peers still
     * ask.
     *
     * @param self the number of this owner among its peers
     * @param last run in the owner's last turn
     */
    public Future<?> close(int self, Runnable last) {
        timer.close();
        Future<?> drained = peers.drain(self);
        peers.flush();
        return drained.compose(arrived -> {
            scheduler.turn(last);
            return Future.join(requests.unregister(), replies.unregister());
        });
    }
}
