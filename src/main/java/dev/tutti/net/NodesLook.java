package dev.tutti.net;

import dev.tutti.cluster.ClusterAdmin;
import dev.tutti.cluster.ClusterView;
import io.vertx.core.Vertx;
import java.util.List;

/** Looks at the nodes of the cluster again and again, for INFO, SENTINEL and metrics, which cannot wait for that. */
final class NodesLook {

    private static final long EVERY_MILLIS = 1000;

    private final ClusterView cluster;
    private final ClusterAdmin admin;
    private boolean isUnderWay;

    NodesLook(ClusterView cluster, ClusterAdmin admin) {
        this.cluster = cluster;
        this.admin = admin;
    }

    void start(Vertx vertx) {
        look();
        vertx.setPeriodic(EVERY_MILLIS, tick -> look());
    }

    private void look() {
        if (!isUnderWay) {
            isUnderWay = true;
            admin.nodes().onComplete(seen -> {
                isUnderWay = false;
                cluster.seen(seen.succeeded() ? seen.result() : List.of());
            });
        }
    }
}
