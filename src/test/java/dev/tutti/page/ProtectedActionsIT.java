package dev.tutti.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Actions of a server with a password. */
@Timeout(60)
class ProtectedActionsIT {

    @RegisterExtension
    private final TuttiServer server =
            TuttiServer.bare().server("password", "secret").metrics(new JsonObject().put("actions", true));

    private static String basic(String password) {
        byte[] bytes = ("any:" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private HttpResponse<String> purge(String token, String authorization) {
        return server.http()
                .post(
                        "/api/actions/purge",
                        "{\"queue\":\"jobs\"}",
                        "Origin",
                        server.http().url(""),
                        "Content-Type",
                        "application/json",
                        "X-Tutti-Token",
                        token,
                        "Authorization",
                        authorization);
    }

    private String token() {
        HttpResponse<String> answer = server.http().get("/api/actions", "Authorization", basic("secret"));
        return new JsonObject(answer.body()).getString("token");
    }

    @Test
    void thePasswordAndTheTokenTogetherLetAPersonAct() {
        RespClient client = server.connect();
        client.ask("AUTH secret");
        client.integer("QUEUE PUT jobs a");
        HttpResponse<String> answer = purge(token(), basic("secret"));
        assertThat(answer.body()).contains("done, 1 item dropped");
        assertThat(client.integer("QUEUE SIZE jobs")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", ""})
    void theTokenAloneLetsNobodyAct(String password) {
        RespClient client = server.connect();
        client.ask("AUTH secret");
        client.integer("QUEUE PUT jobs a");
        assertThat(purge(token(), basic(password)).statusCode()).isEqualTo(401);
        assertThat(client.integer("QUEUE SIZE jobs")).isOne();
    }
}
