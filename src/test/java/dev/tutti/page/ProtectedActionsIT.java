package dev.tutti.page;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Actions of a server with a password. */
@Timeout(60)
class ProtectedActionsIT {

    private static final JsonObject USERS = new JsonObject()
            .put("reader", new JsonObject().put("password", "r"))
            .put("writer", new JsonObject().put("password", "w").put("role", "write"));

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(Actions.class);

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare()
            .server("password", "secret")
            .server("users", USERS)
            .metrics(new JsonObject().put("actions", true));

    @BeforeEach
    void attach() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void detach() {
        log.detachAppender(lines);
    }

    private static String basic(String password) {
        return basic("any", password);
    }

    private static String basic(String user, String password) {
        byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
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

    @Test
    void aUserNeedsTheRoleWrite() {
        RespClient client = server.connect();
        client.ask("AUTH secret");
        client.integer("QUEUE PUT jobs a");
        assertThat(server.http()
                        .get("/api/actions", "Authorization", basic("reader", "r"))
                        .body())
                .contains("\"refusal\":\"your user may only look");
        HttpResponse<String> refused = purge(token(), basic("reader", "r"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(client.integer("QUEUE SIZE jobs")).isOne();
        assertThat(purge(token(), basic("writer", "w")).statusCode()).isEqualTo(200);
        assertThat(client.integer("QUEUE SIZE jobs")).isZero();
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains(" (user writer) asked by the page to purge queue jobs");
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
