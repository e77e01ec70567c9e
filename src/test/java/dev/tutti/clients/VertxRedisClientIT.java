package dev.tutti.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.TuttiServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Redis client of Vert.x, which sends HELLO, and passes on commands that it does not know. */
@Timeout(60)
class VertxRedisClientIT {

    private static final Command RUN = Command.create("RUN");
    private static final Command GATHER = Command.create("GATHER");
    private static final Command QUEUE = Command.create("QUEUE");

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        wait(vertx.close());
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }

    private RedisConnection connect(ProtocolVersion version) throws Exception {
        RedisOptions options = new RedisOptions()
                .setPreferredProtocolVersion(version)
                .setConnectionString("redis://127.0.0.1:" + server.port());
        return wait(Redis.createClient(vertx, options).connect());
    }

    private static Response ask(RedisConnection connection, Command command, String... args) throws Exception {
        Request request = Request.cmd(command);
        for (String arg : args) {
            request.arg(arg);
        }
        return wait(connection.send(request));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void putsGetsAndFinishesItems(ProtocolVersion version) throws Exception {
        RedisConnection connection = connect(version);
        long id = ask(connection, QUEUE, "PUT", "jobs", "hello").toLong();
        Response delivery = ask(connection, QUEUE, "GET", "jobs");
        assertThat(delivery.get(0).toLong()).isEqualTo(id);
        assertThat(delivery.get(1).toString()).isEqualTo("hello");
        assertThat(ask(connection, QUEUE, "DONE", "jobs", String.valueOf(id)).toString())
                .isEqualTo("OK");
        assertThat(ask(connection, QUEUE, "GET", "jobs", "TIMEOUT", "0")).isNull();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void gathersResultsAndFailures(ProtocolVersion version) throws Exception {
        RedisConnection connection = connect(version);
        Response results = ask(connection, GATHER, "upper", "a", "echo", "b");
        assertThat(results).extracting(Response::toString).containsExactly("A", "b");
        assertThatThrownBy(() -> ask(connection, RUN, "fail", "oops")).hasMessageContaining("FAILED oops");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void pipelinesAndIsAnsweredInOrder(ProtocolVersion version) throws Exception {
        RedisConnection connection = connect(version);
        List<Request> requests = IntStream.range(0, 1000)
                .mapToObj(i -> Request.cmd(RUN).arg("upper").arg("x" + i))
                .toList();
        List<String> expected = IntStream.range(0, 1000).mapToObj(i -> "X" + i).toList();
        assertThat(wait(connection.batch(requests)))
                .extracting(Response::toString)
                .isEqualTo(expected);
    }
}
