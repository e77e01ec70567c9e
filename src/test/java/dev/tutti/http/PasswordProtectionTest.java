package dev.tutti.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.access.PasswordGate;
import dev.tutti.config.Configuration;
import dev.tutti.config.Role;
import dev.tutti.config.ServerConfig;
import dev.tutti.log.EventLog;
import dev.tutti.metrics.HttpProbe;
import dev.tutti.ops.NoSlowCommands;
import dev.tutti.ops.Statistics;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The users of a server at its HTTP door. */
@Timeout(60)
class PasswordProtectionTest {

    private static final ServerConfig CONFIG =
            Configuration.from(new JsonObject("""
                    { "server": { "password": "s", "users": {
                        "reader": { "password": "r" },
                        "writer": { "password": "w", "role": "write" },
                        "root": { "password": "a", "role": "admin" },
                        "some": { "password": "s", "role": "write", "names": ["a-*"] } } } }
                    """)).server();

    private final Vertx vertx = Vertx.vertx();
    private final PasswordGate gate = new PasswordGate(CONFIG.password(), CONFIG.users(), new EventLog());
    private final Statistics statistics = new Statistics(NoSlowCommands.keep(), null);
    private HttpProbe probe;

    @BeforeEach
    void listen() throws Exception {
        RequestUsers users = new RequestUsers(gate);
        HttpRoutes routes = new HttpRoutes()
                .add(
                        "/roles",
                        new PasswordProtection(
                                vertx,
                                users,
                                statistics,
                                request -> HttpReply.text(
                                        request,
                                        200,
                                        Stream.of(Role.values())
                                                .filter(role -> users.allow(request, role))
                                                .map(Role::word)
                                                .collect(Collectors.joining(" ")))));
        HttpServer server = vertx.createHttpServer().requestHandler(routes);
        probe = new HttpProbe(server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private HttpResponse<String> ask(String userAndPassword) {
        String encoded = Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        return probe.get("/roles", "Authorization", "Basic " + encoded);
    }

    @ParameterizedTest
    @CsvSource({
        "reader:r, 200, read",
        "writer:w, 200, read write",
        "root:a, 200, read write admin",
        "default:s, 200, read write admin",
        "anybody:s, 200, read write admin",
        "some:s, 403, 'This user may not see all names, see names in server.users'"
    })
    void aUserHasItsRole(String userAndPassword, int status, String body) {
        HttpResponse<String> answer = ask(userAndPassword);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body + "\n");
        assertThat(statistics.passwordFailures()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reader:s", "root:w", "anybody:a", "some:w", ":r"})
    void aPasswordOfAnotherUserIsWrong(String userAndPassword) {
        assertThat(ask(userAndPassword).statusCode()).isEqualTo(401);
        assertThat(statistics.passwordFailures()).isEqualTo(1);
    }

    @Test
    void aUserThatIsGoneIsAStranger() {
        gate.change(CONFIG.password(), Map.of());
        assertThat(ask("reader:r").statusCode()).isEqualTo(401);
    }
}
