package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {

    @TempDir
    Path directory;

    private static JsonObject peer(String raft, String client) {
        return new JsonObject().put("raft", raft).put("client", client);
    }

    private static JsonObject cluster(String raft) {
        return new JsonObject().put("node", "a").put("peers", new JsonObject().put("a", peer(raft, "10.0.0.1:8888")));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        String file = Files.createFile(directory.resolve("file.pem")).toString();
        JsonObject json = new JsonObject()
                .put("name", "orders")
                .put("node", "b-2")
                .put(
                        "peers",
                        new JsonObject()
                                .put("a", peer("10.0.0.1:7888", "a.example.org:8888"))
                                .put("b-2", peer("[fe80::1]:7888", "[fe80::1]:8888"))
                                .put("C_3", peer("c:7888", "c:8888")))
                .put("tls", new JsonObject().put("cert", file).put("key", file).put("ca", file))
                .put("electionTimeout", "2s");
        ClusterConfig cluster = ClusterConfig.from("cluster", json);
        assertThat(cluster)
                .isEqualTo(new ClusterConfig(
                        "orders",
                        "b-2",
                        Map.of(
                                "a",
                                new ClusterConfig.Peer(
                                        new HostPort("10.0.0.1", 7888), new HostPort("a.example.org", 8888)),
                                "b-2",
                                new ClusterConfig.Peer(new HostPort("fe80::1", 7888), new HostPort("fe80::1", 8888)),
                                "C_3",
                                new ClusterConfig.Peer(new HostPort("c", 7888), new HostPort("c", 8888))),
                        new ClusterConfig.Tls(file, file, file),
                        2000));
        assertThat(cluster.peers().keySet()).containsExactly("a", "b-2", "C_3");
    }

    @Test
    void everyKeyButTheNodeAndThePeersHasItsDefault() {
        ClusterConfig cluster = ClusterConfig.from("cluster", cluster("127.0.0.1:7888"));
        assertThat(cluster.name()).isEqualTo("tutti");
        assertThat(cluster.tls()).isNull();
        assertThat(cluster.electionTimeoutMillis()).isEqualTo(500);
    }

    @Test
    void theCommandLineSaysWhichNodeThisIs() {
        String file = "{\"producer\":{\"journal\":\"d\"},\"cluster\":" + cluster("127.0.0.1:1") + "}";
        ConfigurationSources sources =
                ConfigurationSources.read(Path.of("none"), Optional.of(file), List.of("cluster.node=b"), Map.of());
        assertThat(sources.json().getJsonObject("cluster"))
                .isEqualTo(cluster("127.0.0.1:1").put("node", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1"})
    void anAddressOfTheMachineItselfNeedsNoTls(String raft) {
        assertThat(ClusterConfig.from("cluster", cluster(raft)).peers().get("a").raft())
                .hasToString(raft);
    }

    @ParameterizedTest
    @CsvSource({"h:1,h,1", "10.0.0.1:65535,10.0.0.1,65535", "[::1]:80,::1,80"})
    void anAddressIsAHostAndAPort(String text, String host, int port) {
        assertThat(HostPort.parse(text)).contains(new HostPort(host, port));
        assertThat(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", ":1", "h:", "h:0", "h:65536", "h:123456", "::1:80", "a b:1", "h:-1", "[]:1"})
    void noOtherTextIsAnAddress(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }
}
