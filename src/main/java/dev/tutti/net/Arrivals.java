package dev.tutti.net;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.command.ClientCommand;
import dev.tutti.command.EchoQuery;
import dev.tutti.command.Query;
import dev.tutti.waiting.Slices;
import io.vertx.core.Vertx;

/**
 * Has commands that have arrived carried out before something is judged by their absence. Bound to the event loop of a
 * net server.
 */
final class Arrivals {

    private final Vertx vertx;
    private final OwnerRouter router;
    private final FlushCycle cycle;

    Arrivals(Vertx vertx, OwnerRouter router, FlushCycle cycle) {
        this.vertx = vertx;
        this.router = router;
        this.cycle = cycle;
    }

    /**
     * Runs the action when this net server has read its sockets and the owners have carried out the commands that were
     * found there. A connection that has sent more than there is time for in a turn is left with the rest.
     */
    void ofThisServer(Runnable action) {
        vertx.setTimer(Slices.PAUSE_MILLIS, read -> ask(new EchoQuery(), action));
    }

    /** The same for the sockets of all net servers. Replies that the owners gave meanwhile have come by then. */
    void ofAllServers(Runnable action) {
        ask(new ClientCommand.CarryOut(), () -> ask(new EchoQuery(), action));
    }

    private void ask(Query<?> query, Runnable action) {
        router.poll(query).start(answers -> action.run(), error -> action.run());
        cycle.touch();
    }

    /** A timer whose action judges a command by the replies that have come. */
    CatchUpTimer timer(LoopBudget budget) {
        return new CatchUpTimer(vertx, budget::nanoTime, this::ofAllServers);
    }
}
