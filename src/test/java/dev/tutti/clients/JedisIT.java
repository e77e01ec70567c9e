package dev.tutti.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Await;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Jedis, which can send commands that it does not know. */
@Timeout(60)
class JedisIT {

    private enum Tutti implements ProtocolCommand {
        RUN,
        GATHER,
        QUEUE,
        LOCK;

        @Override
        public byte[] getRaw() {
            return name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        }
    }

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual()
            .server("password", "secret")
            .server("users", new JsonObject().put("jedis", new JsonObject().put("password", "j")));

    private DefaultJedisClientConfig config(RedisProtocol protocol) {
        return DefaultJedisClientConfig.builder()
                .protocol(protocol)
                .password("secret")
                .clientName("jedis-test")
                .build();
    }

    private Jedis connect(RedisProtocol protocol) {
        return new Jedis(new HostAndPort("127.0.0.1", server.port()), config(protocol));
    }

    private static String text(Object bulk) {
        return new String((byte[]) bulk, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void aTransactionRunsItsCommandsTogetherAndWaitsForNothing(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            Transaction transaction = jedis.multi();
            transaction.sendCommand(Tutti.QUEUE, "PUT", "moved", "x");
            transaction.sendCommand(Tutti.QUEUE, "GET", "none");
            transaction.sendCommand(Tutti.QUEUE, "SIZE", "moved");
            List<Object> replies = transaction.exec();
            assertThat((Long) replies.get(0)).isPositive();
            assertThat(replies.get(1)).isNull();
            assertThat(replies.get(2)).isEqualTo(1L);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void connectsAuthenticatesAndNamesItself(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            assertThat(jedis.ping()).isEqualTo("PONG");
            assertThat(jedis.echo("hello")).isEqualTo("hello");
            assertThat(jedis.clientGetname()).isEqualTo("jedis-test");
            assertThat(jedis.clientId()).isPositive();
            assertThat(jedis.select(0)).isEqualTo("OK");
            assertThat(jedis.clientList()).contains("lib-name=jedis");
            assertThat(jedis.info()).contains("loading:0");
            assertThat(jedis.configGet("save")).containsEntry("save", "");
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void putsGetsAndFinishesItems(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            Object id = jedis.sendCommand(Tutti.QUEUE, "PUT", "jobs", "hello");
            List<?> delivery = (List<?>) jedis.sendCommand(Tutti.QUEUE, "GET", "jobs");
            assertThat(delivery.get(0)).isEqualTo(id);
            assertThat(text(delivery.get(1))).isEqualTo("hello");
            assertThat(delivery.get(2)).isEqualTo(1L);
            assertThat(text(jedis.sendCommand(Tutti.QUEUE, "DONE", "jobs", id.toString())))
                    .isEqualTo("OK");
            assertThat(jedis.sendCommand(Tutti.QUEUE, "GET", "jobs", "TIMEOUT", "0"))
                    .isNull();
            assertThat(jedis.sendCommand(Tutti.RUN, "nosuch", "x", "TIMEOUT", "5"))
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void gathersResultsAndFailures(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            List<?> results = (List<?>)
                    jedis.sendCommand(Tutti.GATHER, "RETURN_EXCEPTIONS", "upper", "a", "fail", "oops", "echo", "b");
            assertThat(text(results.get(0))).isEqualTo("A");
            assertThat(results.get(1)).isInstanceOf(JedisDataException.class);
            assertThat(text(results.get(2))).isEqualTo("b");
            assertThatThrownBy(() -> jedis.sendCommand(Tutti.RUN, "fail", "oops"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessage("FAILED oops");
        }
    }

    @Test
    void blockingCommandsWaitForOneAnother() {
        try (Jedis getter = connect(RedisProtocol.RESP3);
                Jedis putter = connect(RedisProtocol.RESP2)) {
            CompletableFuture<Object> got = CompletableFuture.supplyAsync(
                    () -> getter.sendBlockingCommand(Tutti.QUEUE, "GET", "jobs", "TIMEOUT", "30000"));
            putter.sendCommand(Tutti.QUEUE, "PUT", "jobs", "hello");
            assertThat(got).succeedsWithin(20, TimeUnit.SECONDS).isInstanceOf(List.class);
        }
    }

    /** A client whose pool has the defaults of ConnectionPoolConfig. */
    private RedisClient pool() {
        return pool(new ConnectionPoolConfig());
    }

    private RedisClient pool(ConnectionPoolConfig settings) {
        return RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", server.port()))
                .clientConfig(config(RedisProtocol.RESP3))
                .poolConfig(settings)
                .build();
    }

    @Test
    void manyThreadsShareAPool() {
        try (RedisClient pool = pool()) {
            List<String> results = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(i -> text(pool.executeCommand(
                            new CommandArguments(Tutti.RUN).add("upper").add("item" + i))))
                    .toList();
            assertThat(results).hasSize(200).first().isEqualTo("ITEM0");
            assertThat(results).last().isEqualTo("ITEM199");
        }
    }

    @Test
    void aPoolThatClosesIdleConnectionsGivesTheirItemsBack() {
        ConnectionPoolConfig settings = new ConnectionPoolConfig();
        settings.setMinEvictableIdleDuration(Duration.ofMillis(50));
        settings.setTimeBetweenEvictionRuns(Duration.ofMillis(50));
        try (RedisClient pool = pool(settings);
                Jedis worker = connect(RedisProtocol.RESP3)) {
            worker.sendCommand(Tutti.QUEUE, "PUT", "jobs", "hello");
            pool.executeCommand(new CommandArguments(Tutti.QUEUE).add("GET").add("jobs"));
            List<?> delivery = (List<?>) worker.sendBlockingCommand(Tutti.QUEUE, "GET", "jobs");
            assertThat(delivery.get(2)).isEqualTo(2L);
        }
    }

    @Test
    void onlyABlockingCommandWaitsLongerThanTheTimeout() {
        HostAndPort address = new HostAndPort("127.0.0.1", server.port());
        DefaultJedisClientConfig hasty = DefaultJedisClientConfig.builder()
                .password("secret")
                .socketTimeoutMillis(300)
                .build();
        try (Jedis jedis = new Jedis(address, hasty)) {
            assertThat(text(jedis.sendBlockingCommand(Tutti.RUN, "sleep", "900")))
                    .isEqualTo("900");
            assertThatThrownBy(() -> jedis.sendCommand(Tutti.QUEUE, "GET", "jobs"))
                    .isInstanceOf(JedisConnectionException.class);
        }
    }

    @Test
    void handsALockOver() {
        try (Jedis waiter = connect(RedisProtocol.RESP3)) {
            CompletableFuture<Object> acquired;
            try (Jedis holder = connect(RedisProtocol.RESP3)) {
                holder.sendBlockingCommand(Tutti.LOCK, "ACQUIRE", "l");
                long id = waiter.clientId();
                acquired = CompletableFuture.supplyAsync(() -> waiter.sendBlockingCommand(Tutti.LOCK, "ACQUIRE", "l"));
                Await.until("the waiter waits", () -> holder.clientList(id).contains("cmd-waiting=1"));
            }
            assertThat(acquired).succeedsWithin(20, TimeUnit.SECONDS).isInstanceOf(Long.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RedisProtocol.class)
    void connectsAsAUserWhoMayOnlyRead(RedisProtocol protocol) {
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .protocol(protocol)
                .user("jedis")
                .password("j")
                .build();
        try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", server.port()), config)) {
            assertThat(jedis.aclWhoAmI()).isEqualTo("jedis");
            assertThat(jedis.sendCommand(Tutti.QUEUE, "SIZE", "jobs")).isEqualTo(0L);
            assertThatThrownBy(() -> jedis.sendCommand(Tutti.QUEUE, "PUT", "jobs", "hello"))
                    .isInstanceOf(JedisAccessControlException.class)
                    .hasMessageStartingWith("NOPERM User jedis has no permissions to run the 'queue|put' command");
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            assertThatThrownBy(() -> jedis.auth("wrong")).hasMessageStartingWith("WRONGPASS");
            assertThatThrownBy(() -> jedis.sendCommand(Protocol.Command.PING)).hasMessageStartingWith("NOAUTH");
        }
    }
}
