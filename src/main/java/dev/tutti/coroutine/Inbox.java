package dev.tutti.coroutine;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.bus.Replies;
import dev.tutti.bus.Requests;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;

/**
 * Receives an owner's messages: requests for its {@link CommandScheduler}s, and the replies of its peers. Each batch is
 * one of its {@link OwnerTurns}, and so is each deadline.
 */
public final class Inbox implements Companion.Reception {

    /** The addresses of one scheduler. */
    private record Entrance(PeerOwners peers, MessageConsumer<Requests> requests, MessageConsumer<Replies> replies) {}

    private final Vertx vertx;
    private final Context context;
    private final OwnerTurns turns;
    private final OwnerTimer timer;
    private final List<Entrance> entrances = new ArrayList<>();

    /** To be called on the owner's event loop. */
    public Inbox(Vertx vertx, OwnerTurns turns) {
        this.vertx = vertx;
        this.turns = turns;
        this.context = vertx.getOrCreateContext();
        this.timer = new OwnerTimer(
                turns.timers(), new CatchUpTimer(vertx, turns.timers()::nanoTime, this::whenArrived), this::ring);
        turns.outbox().turns(action -> context.runOnContext(begin -> turn(action)));
    }

    /** The scheduler has the turns of this inbox. To be called on the owner's event loop. */
    @Override
    public void open(String address, CommandScheduler<?, ?> scheduler, PeerOwners peers) {
        entrances.add(new Entrance(
                peers,
                vertx.eventBus().localConsumer(address, message -> receive(scheduler, message.body())),
                vertx.eventBus().localConsumer(peers.replyTo(), message -> receive(peers, message.body()))));
        timer.set();
    }

    /** Completes when the addresses are known on the bus. */
    public Future<?> opened() {
        return Future.all(entrances.stream()
                .map(entrance -> Future.all(entrance.requests.completion(), entrance.replies.completion()))
                .toList());
    }

    private void receive(CommandScheduler<?, ?> scheduler, Requests batch) {
        scheduler.receive(batch);
        flushPeers();
        timer.set();
    }

    private void receive(PeerOwners peers, Replies batch) {
        turn(() -> peers.receive(batch));
    }

    /** Runs the action in a turn of the owner. Safe to call from any thread. */
    public void run(Runnable action) {
        context.runOnContext(begin -> turn(action));
    }

    private void turn(Runnable action) {
        turns.turn(action);
        flushPeers();
        timer.set();
    }

    /** Runs the action in a turn of its own when everything that clients have sent by now is carried out. */
    private void whenArrived(Runnable action) {
        entrances.get(0).peers.whenArrived(() -> context.runOnContext(arrived -> action.run()));
    }

    private void ring() {
        turns.tick();
        flushPeers();
    }

    /** Uses no iterator, since this happens at the end of every turn. */
    private void flushPeers() {
        for (int i = 0; i < entrances.size(); i++) {
            entrances.get(i).peers.flush();
        }
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
        Future<?> drained = Future.all(
                entrances.stream().map(entrance -> entrance.peers.drain(self)).toList());
        flushPeers();
        return drained.compose(arrived -> {
            turns.turn(last);
            return Future.join(entrances.stream()
                    .map(entrance -> Future.join(entrance.requests.unregister(), entrance.replies.unregister()))
                    .toList());
        });
    }
}
