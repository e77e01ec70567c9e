package dev.tutti;

import dev.tutti.bus.MessageCodecs;
import dev.tutti.cluster.ClusterAdmin;
import dev.tutti.cluster.ClusterView;
import dev.tutti.config.Configuration;
import dev.tutti.journal.VolatileJournal;
import dev.tutti.log.EventLog;
import dev.tutti.net.NetServerVerticle;
import dev.tutti.ops.Meters;
import dev.tutti.ops.ServerInfo;
import dev.tutti.ops.Statistics;
import dev.tutti.platform.EventLoops;
import dev.tutti.platform.GuardedTransport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/** A node of a {@link StagedCluster}: a service that always runs, and a net server with a view of the test. */
final class StagedNode {

    private final Configuration configuration;
    private final ClusterView view;
    private final ClusterAdmin admin;
    private Vertx vertx;

    StagedNode(Configuration configuration, ClusterView view, ClusterAdmin admin) {
        this.configuration = configuration;
        this.view = view;
        this.admin = admin;
    }

    ClusterView view() {
        return view;
    }

    void start() throws Exception {
        vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .withTransport(new GuardedTransport())
                .build();
        MessageCodecs.register(vertx.eventBus());
        CallerIds ids = new CallerIds();
        EventLog events = new EventLog();
        SharedLimits limits = SharedLimits.of(configuration, 100, events);
        Statistics statistics = new Statistics(limits.slowCommands(), new Meters());
        ServerStages stages = ServerStages.create();
        Service service = new Service(
                vertx,
                configuration,
                new EventLoops(vertx, 1, 0),
                ids,
                limits,
                statistics,
                events,
                stages,
                () -> false);
        VolatileJournal journal = new VolatileJournal();
        ServerInfo info = new ServerInfo(statistics, () -> 100, limits.itemMemory(), () -> journal, view);
        service.start(() -> journal, Future::succeededFuture)
                .compose(started -> stages.netServers()
                        .deploy(
                                vertx,
                                new NetServerVerticle(
                                        0,
                                        configuration,
                                        ids::nextConnection,
                                        ids::nextTask,
                                        info,
                                        () -> journal,
                                        limits.connections(),
                                        () -> Future.succeededFuture("OK"),
                                        view,
                                        admin)))
                .await(20, TimeUnit.SECONDS);
    }

    /** May be called again. */
    void stop() throws Exception {
        if (vertx != null) {
            vertx.close().await(20, TimeUnit.SECONDS);
            vertx = null;
        }
    }
}
