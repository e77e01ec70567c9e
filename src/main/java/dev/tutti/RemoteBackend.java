package dev.tutti;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import dev.tutti.consumer.SlotOwner;
import dev.tutti.journal.Journal;
import dev.tutti.log.EventLog;
import dev.tutti.ops.Lifecycle;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.EventLoops;
import dev.tutti.remote.RemoteOwner;
import dev.tutti.remote.RemoteServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The backend of a process that is no server, but takes the items of one elsewhere: consumers alone. A stop lets them
 * finish their items first, as long as the drain timeout. Used on the context of the main verticle.
 */
final class RemoteBackend implements Backend {

    /** Stops before the consumers do, as the net servers of a server. */
    private final class Drain extends VerticleBase {

        @Override
        public Future<?> stop() {
            lifecycle.enter(Lifecycle.Phase.STOPPING);
            Promise<Void> drained = Promise.promise();
            main.runOnContext(turn -> consumers
                    .drain(inForce.drainTimeoutMillis())
                    .<Void>mapEmpty()
                    .onComplete(drained));
            return drained.future();
        }
    }

    private final Vertx vertx;
    private final Context main;
    private final ServerStages stages;
    private final Lifecycle lifecycle;
    private final RemoteServer server;
    private final Consumers consumers;
    private Configuration inForce;

    RemoteBackend(
            Vertx vertx,
            Configuration configuration,
            EventLoops loops,
            CallerIds callerIds,
            Statistics statistics,
            EventLog events,
            ServerStages stages) {
        this.vertx = vertx;
        this.main = vertx.getOrCreateContext();
        this.inForce = configuration;
        this.stages = stages;
        this.lifecycle = statistics.lifecycle();
        this.server = new RemoteServer(
                vertx,
                configuration.connect(),
                events,
                isConnected -> lifecycle.enter(isConnected ? Lifecycle.Phase.RUNNING : Lifecycle.Phase.CONNECTING),
                () -> stages.consumers().undeploy(vertx).mapEmpty());
        this.consumers = new Consumers(
                vertx,
                stages.consumers(),
                loops,
                this::ownerOf,
                callerIds::nextSlot,
                events,
                statistics.meters(),
                () -> lifecycle.phase() == Lifecycle.Phase.STOPPING);
    }

    private SlotOwner ownerOf(ConsumerConfig consumer, int number, int instance) {
        return new RemoteOwner(server, consumer.queue(), consumer.kind() instanceof TaskKind.UserClass);
    }

    @Override
    public Future<?> start(Supplier<Future<?>> goOn) {
        lifecycle.enter(Lifecycle.Phase.CONNECTING);
        return consumers
                .start(inForce)
                .compose(started -> stages.netServers().deploy(vertx, new Drain()))
                .compose(deployed -> goOn.get())
                .onSuccess(turn -> server.connect());
    }

    @Override
    public String step() {
        return "the consumers are started";
    }

    @Override
    public Journal journal() {
        return null;
    }

    @Override
    public Optional<Service> service() {
        return Optional.empty();
    }

    @Override
    public Future<?> replaceConsumers(Configuration next) {
        return consumers.reload(next).onSuccess(replaced -> inForce = next);
    }

    @Override
    public Future<?> close() {
        return stages.consumers().undeploy(vertx).eventually(server::close);
    }
}
