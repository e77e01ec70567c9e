package dev.tutti.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the clients of a cluster see when a node dies, hangs or stops. */
@Timeout(120)
class FailoverIT {

    @RegisterExtension
    static final ClusterProcesses cluster = new ClusterProcesses();

    private RespClient connect(String node) {
        return new RespClient(cluster.port(node));
    }

    @Test
    void anotherNodeHasWhatAKilledLeaderHasAcknowledged() throws Exception {
        String first = cluster.leader();
        long token;
        try (RespClient client = connect(first);
                RespClient waiting = connect(first)) {
            client.integer("QUEUE PUT jobs in-flight");
            client.integer("QUEUE PUT jobs done");
            client.integer("QUEUE PUT jobs ready");
            client.list("QUEUE GET jobs");
            long done = (Long) client.list("QUEUE GET jobs").get(0);
            client.ask("QUEUE DONE jobs " + done);
            token = client.integer("LOCK ACQUIRE l");
            client.ask("EVENT SET e");
            waiting.tell("QUEUE GET empty");
            cluster.kill(first);
            assertThat(waiting.isAtEnd()).isTrue();
        }
        try (RespClient client = connect(cluster.leader())) {
            assertThat(client.list("QUEUE GET jobs").get(1)).isEqualTo("in-flight");
            assertThat(client.list("QUEUE GET jobs").get(1)).isEqualTo("ready");
            assertThat(client.integer("QUEUE SIZE jobs")).isZero();
            assertThat(client.integer("LOCK ACQUIRE l")).isGreaterThan(token);
            assertThat(client.integer("EVENT IS_SET e")).isEqualTo(1);
        }
    }

    /** The refusal of a node, which closes the connection then. */
    private String refusal(String node, String command) {
        try (RespClient client = connect(node)) {
            String refusal = client.refusal(command);
            assertThat(client.isAtEnd()).isTrue();
            return refusal;
        }
    }

    @Test
    void aFollowerNamesTheLeaderAndAnswersForItself() {
        String leader = cluster.leader();
        String follower = ClusterProcesses.NAMES.stream()
                .filter(name -> !name.equals(leader))
                .findFirst()
                .orElseThrow();
        String refusal = "READONLY this node follows, the leader is 127.0.0.1:" + cluster.port(leader);
        cluster.awaitFollower(follower, leader);
        for (String command :
                List.of("QUEUE PUT q x", "LOCK ACQUIRE l", "QUEUE LIST", "GATHER q x", "WAITERS", "DRAIN")) {
            assertThat(refusal(follower, command)).isEqualTo(refusal);
        }
        try (RespClient client = connect(follower)) {
            assertThat(client.ask("PING")).isEqualTo("PONG");
            assertThat((String) client.ask("INFO everything")).contains("journal_state:ok");
            assertThat((String) client.ask("CLIENT LIST")).contains("cmd=");
        }
    }

    @Test
    void aLeaderThatHangsAnswersNothingBehindAnotherOne() throws Exception {
        String hung = cluster.leader();
        try (RespClient old = connect(hung);
                RespClient holder = connect(hung)) {
            long token = holder.integer("LOCK ACQUIRE hung");
            cluster.process(hung).signal("STOP");
            old.tell("QUEUE PUT hung late");
            holder.tell("LOCK ACQUIRE m");
            String next = cluster.leaderBeside(hung);
            try (RespClient client = connect(next)) {
                assertThat(client.integer("LOCK ACQUIRE hung")).isGreaterThan(token);
                client.integer("QUEUE PUT hung new");
                cluster.process(hung).signal("CONT");
                assertThat(old.isAtEnd()).isTrue();
                assertThat(holder.isAtEnd()).isTrue();
                assertThat(client.integer("QUEUE SIZE hung")).isEqualTo(1);
            }
            cluster.awaitFollower(hung, next);
        }
    }

    @Test
    void nothingIsAcknowledgedWithoutAMajorityAndAllIsThereWithOne() throws Exception {
        String leader = cluster.leader();
        try (RespClient client = connect(leader)) {
            client.integer("QUEUE PUT majority 1");
            for (String name : ClusterProcesses.NAMES) {
                if (!name.equals(leader)) {
                    cluster.kill(name);
                }
            }
            client.tell("QUEUE PUT majority 2");
            assertThat(client.isAtEnd()).isTrue();
        }
        cluster.kill(leader);
        cluster.startAll();
        try (RespClient client = connect(cluster.leader())) {
            assertThat(client.list("QUEUE GET majority").get(1)).isEqualTo("1");
        }
    }

    @Test
    void aNodeThatWasAwayLeadsWhenTheOthersStop() throws Exception {
        String first = cluster.leader();
        cluster.stop(first);
        String second = cluster.leader();
        try (RespClient client = connect(second)) {
            client.integer("QUEUE PUT away x");
        }
        cluster.start(first);
        cluster.stop(second);
        try (RespClient client = connect(cluster.leader())) {
            assertThat(client.list("QUEUE GET away").get(1)).isEqualTo("x");
        }
    }
}
