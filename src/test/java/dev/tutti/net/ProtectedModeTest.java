package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Configuration;
import dev.tutti.config.ServerConfig;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectedModeTest {

    private static final String STRANGER = "10.0.0.7:4711";

    private static ServerConfig config(JsonObject server) {
        return Configuration.from(new JsonObject().put("server", server)).server();
    }

    private static ServerConfig config() {
        return config(new JsonObject());
    }

    @Test
    void clientsOfOtherMachinesAreRefused() {
        assertThat(ProtectedMode.refuses(config(), false, STRANGER)).isTrue();
        assertThat(ProtectedMode.refuses(config(), false, "[2001:db8::1]:4711")).isTrue();
        assertThat(ProtectedMode.refuses(config(), false, "127.0.0.2:4711")).isFalse();
        assertThat(ProtectedMode.refuses(config(), false, "[::1]:4711")).isFalse();
    }

    @Test
    void whoeverNeedsAPasswordIsNotRefused() {
        assertThat(ProtectedMode.refuses(config(), true, STRANGER)).isFalse();
    }

    @Test
    void whoeverNeedsACertificateIsNotRefused(@TempDir Path directory) throws Exception {
        String pem = Files.createFile(directory.resolve("a.pem")).toString();
        JsonObject tls = new JsonObject().put("cert", pem).put("key", pem);
        assertThat(ProtectedMode.refuses(config(new JsonObject().put("tls", tls.copy())), false, STRANGER))
                .isTrue();
        assertThat(ProtectedMode.refuses(
                        config(new JsonObject().put("tls", tls.put("clientCa", pem))), false, STRANGER))
                .isFalse();
    }

    @Test
    void itCanBeTurnedOff() {
        ServerConfig open = config(new JsonObject().put("protectedMode", false));
        assertThat(ProtectedMode.refuses(open, false, STRANGER)).isFalse();
    }

    @Test
    void theStartWarnsOfAServerThatAsksForNothing() {
        assertThat(ProtectedMode.warning(config(), "127.0.0.1:8888")).isEmpty();
        JsonObject network = new JsonObject().put("host", "0.0.0.0");
        assertThat(ProtectedMode.warning(config(network), "0.0.0.0:8888").orElseThrow())
                .startsWith("clients of other machines are refused, since there is no password: set server.password");
        assertThat(ProtectedMode.warning(config(network.copy().put("protectedMode", false)), "0.0.0.0:8888")
                        .orElseThrow())
                .isEqualTo("whoever can reach 0.0.0.0:8888 can use the server, since there is no password and"
                        + " server.protectedMode is false");
        assertThat(ProtectedMode.warning(config(network.copy().put("password", "a")), "0.0.0.0:8888"))
                .isEmpty();
    }
}
