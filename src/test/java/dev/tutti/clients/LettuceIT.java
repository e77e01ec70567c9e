package dev.tutti.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lettuce, with its defaults where a test does not set an option. */
@Timeout(60)
class LettuceIT {

    /** A command that Lettuce does not know. */
    private static final class Tutti implements ProtocolKeyword {
        static final Tutti RUN = new Tutti("RUN");
        static final Tutti QUEUE = new Tutti("QUEUE");
        static final Tutti LOCK = new Tutti("LOCK");

        private final String name;

        private Tutti(String name) {
            this.name = name;
        }

        @Override
        public byte[] getBytes() {
            return name.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    private final RedisClient client = RedisClient.create();

    @AfterEach
    void shutDown() {
        client.shutdown(0, 5, TimeUnit.SECONDS);
    }

    private StatefulRedisConnection<String, String> connect() {
        return connect(uri -> uri);
    }

    private StatefulRedisConnection<String, String> connect(UnaryOperator<RedisURI.Builder> options) {
        RedisURI.Builder uri =
                RedisURI.builder().withHost("127.0.0.1").withPort(server.port()).withClientName("lettuce-test");
        return client.connect(options.apply(uri).build());
    }

    private static CompletableFuture<Object> send(
            StatefulRedisConnection<String, String> connection, Tutti command, String... words) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        for (String word : words) {
            args.add(word);
        }
        AsyncCommand<String, String, List<Object>> sent =
                new AsyncCommand<>(new Command<>(command, new ArrayOutput<>(StringCodec.UTF8), args));
        connection.dispatch(sent);
        // This output gives a reply that is no array as a list of one.
        return sent.toCompletableFuture().thenApply(reply -> reply.size() == 1 ? reply.get(0) : reply);
    }

    /** Sends GET and waits until it waits at the server. */
    private CompletableFuture<Object> get(StatefulRedisConnection<String, String> connection) {
        long id = connection.sync().clientId();
        CompletableFuture<Object> sent = send(connection, Tutti.QUEUE, "GET", "jobs");
        server.awaitUnanswered(id, 1);
        return sent;
    }

    private static Object ask(StatefulRedisConnection<String, String> connection, Tutti command, String... words) {
        return send(connection, command, words).orTimeout(20, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void putsGetsAndFinishesItems(ProtocolVersion version) {
        client.setOptions(ClientOptions.builder().protocolVersion(version).build());
        try (StatefulRedisConnection<String, String> connection = connect()) {
            assertThat(connection.sync().ping()).isEqualTo("PONG");
            assertThat(connection.sync().clientGetname()).isEqualTo("lettuce-test");
            Object id = ask(connection, Tutti.QUEUE, "PUT", "jobs", "hello");
            assertThat(ask(connection, Tutti.QUEUE, "GET", "jobs")).isEqualTo(List.of(id, "hello", 1L));
            assertThat(ask(connection, Tutti.QUEUE, "DONE", "jobs", id.toString()))
                    .isEqualTo("OK");
            assertThat(ask(connection, Tutti.RUN, "upper", "hello")).isEqualTo("HELLO");
            assertThatThrownBy(() -> ask(connection, Tutti.RUN, "fail", "oops"))
                    .hasRootCauseInstanceOf(RedisCommandExecutionException.class)
                    .hasMessageContaining("FAILED oops");
        }
    }

    @Test
    void handsALockOver() {
        try (StatefulRedisConnection<String, String> waiter = connect()) {
            CompletableFuture<Object> acquired;
            try (StatefulRedisConnection<String, String> holder = connect()) {
                ask(holder, Tutti.LOCK, "ACQUIRE", "l");
                long id = waiter.sync().clientId();
                acquired = send(waiter, Tutti.LOCK, "ACQUIRE", "l");
                server.awaitUnanswered(id, 1);
            }
            assertThat(acquired).succeedsWithin(20, TimeUnit.SECONDS).isInstanceOf(Long.class);
        }
    }

    @Test
    void aGetThatIsGivenUpTakesTheNextItemUntilTheConnectionCloses() {
        try (StatefulRedisConnection<String, String> hasty = connect(uri -> uri.withTimeout(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> ask(hasty, Tutti.QUEUE, "GET", "jobs"))
                    .hasRootCauseInstanceOf(RedisCommandTimeoutException.class);
            server.connect().ask("QUEUE PUT jobs hello");
            assertThat(server.stat("jobs", "inflight")).isEqualTo(1);
        }
        server.awaitStat("jobs", "size", 1);
    }

    @Test
    void aTimeoutOfZeroIsNone() {
        try (StatefulRedisConnection<String, String> patient = connect()) {
            patient.setTimeout(Duration.ZERO);
            assertThat(ask(patient, Tutti.RUN, "sleep", "700")).isEqualTo("700");
        }
    }

    @Test
    void aLostCommandIsSentAgainByDefault() {
        try (StatefulRedisConnection<String, String> connection = connect()) {
            CompletableFuture<Object> sent = get(connection);
            killTheGetterAndPut();
            assertThat(sent).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aLostCommandIsNotSentAgainWithoutReconnection() {
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        try (StatefulRedisConnection<String, String> connection = connect()) {
            CompletableFuture<Object> sent = get(connection);
            killTheGetterAndPut();
            assertThat(sent).failsWithin(20, TimeUnit.SECONDS);
            assertThat(server.items("jobs")).containsExactly("hello");
        }
    }

    private void killTheGetterAndPut() {
        RespClient killer = server.connect();
        List<?> queue = (List<?>) killer.list("WAITERS jobs").get(0);
        List<?> waiters = (List<?>) queue.get(queue.indexOf("waiters") + 1);
        Object id = ((List<?>) waiters.get(0)).get(0);
        assertThat(killer.integer("CLIENT KILL ID " + id)).isEqualTo(1);
        killer.ask("QUEUE PUT jobs hello");
    }
}
