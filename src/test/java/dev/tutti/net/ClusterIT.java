package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.StagedCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands by which clients find the leader of a cluster, and those for the people who run one. */
@Timeout(60)
class ClusterIT {

    @RegisterExtension
    private final StagedCluster cluster = new StagedCluster();

    private RespClient resp3(int node) {
        RespClient client = cluster.connect(node);
        client.ask("HELLO 3");
        return client;
    }

    private static Map<Object, Object> map(Object reply) {
        return new LinkedHashMap<>((Map<?, ?>) reply);
    }

    /** Sends a command, and compares the bytes of its reply. */
    private static void assertReply(RespClient client, String command, String expected) throws IOException {
        byte[] reply = client.tell(command).bytes(expected.length());
        assertThat(new String(reply, StandardCharsets.US_ASCII)).isEqualTo(expected);
    }

    private String bulkPort(int node) {
        String port = String.valueOf(cluster.port(node));
        return "$" + port.length() + "\r\n" + port + "\r\n";
    }

    // ---- ROLE, HELLO, INFO

    @Test
    void theLeaderIsAMasterWithItsReplicas() throws IOException {
        cluster.sees(
                cluster.status(0, "leader", 40, 0, 0),
                cluster.status(1, "follower", 38, 2, 10),
                cluster.status(2, "unknown", -1, -1, 9000));
        assertReply(
                cluster.connect(0),
                "ROLE",
                "*3\r\n$6\r\nmaster\r\n:40\r\n*1\r\n*3\r\n$9\r\n127.0.0.1\r\n" + bulkPort(1) + "$2\r\n38\r\n");
    }

    @Test
    void aFollowerIsAReplicaOfTheLeader() throws IOException {
        assertReply(
                cluster.connect(1),
                "ROLE",
                "*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.1\r\n:" + cluster.port(0) + "\r\n$9\r\nconnected\r\n:0\r\n");
        cluster.leaderless();
        assertReply(cluster.connect(1), "ROLE", "*5\r\n$5\r\nslave\r\n$1\r\n?\r\n:0\r\n$7\r\nconnect\r\n:0\r\n");
    }

    @Test
    void helloTellsTheRoleAndNoModeOfRedisCluster() {
        assertThat(map(cluster.connect(0).ask("HELLO 3"))).containsEntry("role", "master");
        assertThat(map(cluster.connect(1).ask("HELLO 3")))
                .containsEntry("role", "replica")
                .containsEntry("mode", "standalone");
    }

    @Test
    void infoHasTheFieldsOfAMaster() {
        cluster.sees(
                cluster.status(0, "leader", 40, 0, 0),
                cluster.status(1, "follower", 38, 2, 1500),
                cluster.status(2, "unknown", -1, -1, 9000));
        assertThat(((String) cluster.connect(0).ask("INFO replication")).lines())
                .contains(
                        "role:master",
                        "connected_slaves:1",
                        "slave0:ip=127.0.0.1,port=" + cluster.port(1) + ",state=online,offset=38,lag=1",
                        "master_repl_offset:40",
                        "raft_node:a",
                        "raft_role:leads",
                        "raft_leader:a",
                        "raft_nodes:3",
                        "raft_lease:valid");
        assertThat((String) cluster.connect(0).ask("INFO cluster")).contains("cluster_enabled:0");
    }

    @Test
    void infoHasTheFieldsOfAReplica() {
        RespClient follower = cluster.connect(2);
        assertThat(((String) follower.ask("INFO replication")).lines())
                .contains(
                        "role:slave",
                        "master_host:127.0.0.1",
                        "master_port:" + cluster.port(0),
                        "master_link_status:up",
                        "raft_node:c",
                        "raft_role:follows");
        cluster.leaderless();
        assertThat(((String) follower.ask("INFO replication")).lines())
                .contains("master_host:?", "master_port:0", "master_link_status:down", "raft_leader:");
    }

    // ---- SENTINEL

    @Test
    void everyNodeNamesTheLeader() throws IOException {
        for (int node = 0; node < 3; node++) {
            RespClient client = cluster.connect(node);
            assertReply(client, "SENTINEL get-master-addr-by-name tutti", "*2\r\n$9\r\n127.0.0.1\r\n" + bulkPort(0));
            assertReply(client, "sentinel Get-Master-Addr-By-Name nosuch", "*-1\r\n");
        }
        assertThat(resp3(1).ask("SENTINEL GET-MASTER-ADDR-BY-NAME nosuch")).isEqualTo(Null.RESP3);
    }

    @Test
    void whileNobodyLeadsClientsAreToLookOn() {
        cluster.leaderless();
        RespClient client = cluster.connect(1);
        assertThat(client.ask("SENTINEL GET-MASTER-ADDR-BY-NAME tutti")).isEqualTo(Null.ARRAY);
        assertThat(client.ask("SENTINEL MASTERS")).isEqualTo(List.of());
        assertThat(client.refusal("SENTINEL MASTER tutti"))
                .isEqualTo("ERR No leader of tutti is known at present, try again");
        assertThat(client.list("SENTINEL REPLICAS tutti")).hasSize(3);
    }

    @Test
    void aLeaderWithoutALeaseDoesNotNameItself() {
        cluster.view(0).state().lease().giveUp();
        assertThat(cluster.view(0).state().leaderForClients()).isNull();
        assertThat(cluster.view(1).state().leaderForClients()).isNotNull();
    }

    @Test
    void nodesAreMapsInResp3AndFlatInResp2() {
        RespClient client = resp3(1);
        Map<Object, Object> master = map(client.ask("SENTINEL MASTER tutti"));
        assertThat(master)
                .containsEntry("name", "tutti")
                .containsEntry("ip", "127.0.0.1")
                .containsEntry("port", String.valueOf(cluster.port(0)))
                .containsEntry("flags", "master")
                .containsEntry("num-other-sentinels", "2")
                .containsEntry("num-slaves", "2")
                .containsEntry("quorum", "2");
        assertThat(client.list("SENTINEL MASTERS")).containsExactly(master);
        List<Object> flat = cluster.connect(1).list("SENTINEL MASTER tutti");
        assertThat(flat).hasSize(2 * master.size()).startsWith("name", "tutti", "ip", "127.0.0.1", "port");
    }

    @Test
    void replicasAreTheFollowersAndSentinelsTheOtherNodes() {
        cluster.sees(cluster.status(0, "leader", 5, 0, 0), cluster.status(2, "unknown", -1, -1, 4000));
        RespClient client = resp3(1);
        assertThat(client.list("SENTINEL SLAVES tutti"))
                .isEqualTo(client.list("SENTINEL replicas tutti"))
                .extracting(map -> ((Map<?, ?>) map).get("port") + " " + ((Map<?, ?>) map).get("flags"))
                .containsExactly(cluster.port(1) + " slave", cluster.port(2) + " s_down,slave");
        assertThat(client.list("SENTINEL SENTINELS tutti"))
                .extracting(map -> ((Map<?, ?>) map).get("port") + " " + ((Map<?, ?>) map).get("flags"))
                .containsExactly(cluster.port(0) + " sentinel", cluster.port(2) + " s_down,sentinel");
        assertThat(client.refusal("SENTINEL SENTINELS nosuch"))
                .isEqualTo("ERR No such master with that name, expected tutti");
        assertThat((String) client.ask("SENTINEL MYID"))
                .matches("[0-9a-f]{40}")
                .isEqualTo(cluster.connect(1).ask("SENTINEL MYID"))
                .isNotEqualTo(cluster.connect(2).ask("SENTINEL MYID"));
        assertThat((String) client.ask("SENTINEL CKQUORUM tutti")).startsWith("OK 2 usable Sentinels");
        cluster.sees(cluster.status(0, "unknown", -1, -1, 4000), cluster.status(2, "unknown", -1, -1, 4000));
        assertThat(client.refusal("SENTINEL CKQUORUM tutti"))
                .isEqualTo("NOQUORUM 1 usable Sentinels. Not enough to reach the quorum of 2");
    }

    // ---- CLUSTER

    @Test
    void theNodesAreListedWithWhatIsKnownOfThem() {
        cluster.sees(cluster.status(0, "leader", 5, 0, 0), cluster.status(2, "unknown", -1, -1, 4000));
        assertThat(resp3(1).list("CLUSTER NODES"))
                .containsExactly(
                        Map.of(
                                "name",
                                "a",
                                "raft",
                                "127.0.0.1:70",
                                "client",
                                "127.0.0.1:" + cluster.port(0),
                                "state",
                                "leader",
                                "applied",
                                5L,
                                "lag",
                                0L,
                                "silent",
                                0L),
                        Map.of(
                                "name",
                                "c",
                                "raft",
                                "127.0.0.1:72",
                                "client",
                                "127.0.0.1:" + cluster.port(2),
                                "state",
                                "unknown",
                                "applied",
                                Null.RESP3,
                                "lag",
                                Null.RESP3,
                                "silent",
                                4000L));
    }

    @Test
    void theLeaderChangesTheClusterAndNobodyElse() {
        RespClient leader = cluster.connect(0);
        assertThat(leader.ask("CLUSTER ADD d h:1 h:2")).isEqualTo("OK");
        assertThat(leader.ask("CLUSTER REMOVE b")).isEqualTo("OK");
        assertThat(leader.ask("CLUSTER TRANSFER")).isEqualTo("OK");
        assertThat(leader.ask("CLUSTER TRANSFER c")).isEqualTo("OK");
        assertThat(cluster.changes()).containsExactly("add d h:1 h:2", "remove b", "transfer null", "transfer c");
        assertThat(leader.refusal("CLUSTER REMOVE nosuch")).isEqualTo("ERR there is no node nosuch");
        assertThat(cluster.connect(1).refusal("CLUSTER REMOVE b"))
                .isEqualTo("ERR only the leader can do this, send it to 127.0.0.1:" + cluster.port(0));
        cluster.leaderless();
        assertThat(cluster.connect(1).refusal("CLUSTER REMOVE b"))
                .isEqualTo("ERR only the leader can do this, and no leader is known at present, try again");
    }

    @Test
    void redisClusterIsDisabled() {
        assertThat(cluster.connect(0).refusal("CLUSTER SLOTS"))
                .startsWith("ERR This instance has cluster support disabled");
    }
}
