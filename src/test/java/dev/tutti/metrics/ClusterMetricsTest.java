package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.access.PasswordGate;
import dev.tutti.cluster.ClusterAdmin.NodeStatus;
import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterView;
import dev.tutti.config.MetricsConfig;
import dev.tutti.log.EventLog;
import dev.tutti.ops.Lifecycle.Phase;
import dev.tutti.ops.Meters;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.ops.Statistics;
import dev.tutti.ops.WatchedServer;
import dev.tutti.replica.Lease;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the HTTP server of a node tells of its cluster. */
class ClusterMetricsTest {

    private final ClusterNode a = new ClusterNode("a", "h", 1);
    private final ClusterNode b = new ClusterNode("b", "h", 2);
    private final ClusterView view = new ClusterView("tutti", a, List.of(a, b));
    private final Statistics statistics = new Statistics(NoSlowCommands.keep(), new Meters());
    private final Vertx vertx = Vertx.vertx();
    private HttpProbe probe;

    @BeforeEach
    void deploy() throws Exception {
        WatchedServer watched = new WatchedServer(
                statistics, new EventLog(), () -> 10, 1, 1, () -> -1, List.of(), () -> null, 1 << 20, view);
        MetricsVerticle verticle = new MetricsVerticle(
                new MetricsConfig("127.0.0.1", 0, 100, false),
                new PasswordGate(null, Map.of(), new EventLog()),
                watched);
        vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS);
        statistics.lifecycle().enter(Phase.RUNNING);
        probe = new HttpProbe(verticle.actualPort());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void onlyTheLeaderIsReadyForClients() {
        view.follow("b", 3);
        assertThat(probe.json("/health/ready"))
                .isEqualTo("503 {\"status\":\"DOWN\",\"phase\":\"running\",\"role\":\"follows\"}");
        assertThat(probe.json("/health/live")).isEqualTo("200 {\"status\":\"UP\"}");
        view.takeOver(4);
        assertThat(probe.json("/health/ready"))
                .isEqualTo("503 {\"status\":\"DOWN\",\"phase\":\"running\",\"role\":\"takes_over\"}");
        view.lead(4, new Lease(Duration.ofHours(1), System::nanoTime));
        assertThat(probe.json("/health/ready"))
                .isEqualTo("200 {\"status\":\"UP\",\"phase\":\"running\",\"role\":\"leads\"}");
    }

    @Test
    void theMetricsShowRoleAndTermAndHowFarTheNodesAre() {
        view.follow("b", 3);
        view.seen(List.of(
                new NodeStatus(a, "h:3", "follower", 40, -1, 0), new NodeStatus(b, "h:4", "leader", 42, 0, 1500)));
        String metrics = probe.get("/metrics").body();
        assertThat(metrics.lines())
                .contains(
                        "tutti_cluster_role{node=\"a\"} 0.0",
                        "tutti_cluster_has_leader 1.0",
                        "tutti_cluster_term 3.0",
                        "tutti_cluster_lease_valid 0.0",
                        "tutti_cluster_nodes 2.0",
                        "tutti_cluster_applied_index{node=\"a\"} 40.0",
                        "tutti_cluster_lag_entries{node=\"b\"} 0.0",
                        "tutti_cluster_silent_seconds{node=\"b\"} 1.5");
        assertThat(metrics).doesNotContain("tutti_cluster_lag_entries{node=\"a\"}");
    }
}
