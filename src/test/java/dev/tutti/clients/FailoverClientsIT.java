package dev.tutti.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.cluster.ClusterProcesses;
import dev.tutti.docs.Shell;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisSentinelClient;

/** Clients that know Sentinel find the leader of a cluster, and the next one, with their default settings. */
@Timeout(180)
class FailoverClientsIT {

    private static final Path SCRIPTS =
            Path.of("src/test/resources/clients/sentinel").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final ClusterProcesses cluster = new ClusterProcesses();

    // ---- scripts

    /** A script that prints that it is ready, and later, when it is told to go on, what it sees. */
    private static final class Script {
        private final Process process;

        /** @param script with its arguments, to which the ports are added */
        Script(Shell shell, String program, String script) throws IOException {
            String ports = ClusterProcesses.NAMES.stream()
                    .map(name -> String.valueOf(cluster.port(name)))
                    .collect(Collectors.joining(" "));
            process = shell.start("exec " + program + " " + SCRIPTS.resolve(script) + " " + ports);
            assertThat(process.inputReader().readLine()).as(script).isEqualTo("ready");
        }

        List<String> goOn() throws IOException {
            process.outputWriter().write("\n");
            process.outputWriter().flush();
            return process.inputReader().lines().toList();
        }
    }

    private static Map<String, Script> startScripts() throws IOException {
        Shell shell = new Shell(directory).withPythonThatHasRedis();
        Map<String, Script> scripts = new LinkedHashMap<>();
        if (shell.succeeds("python3 -c 'import redis'")) {
            scripts.put("redis-py", new Script(shell, "python3", "redis_py.py"));
        }
        if (shell.succeeds("node -e 'require(\"ioredis\")'")) {
            scripts.put("ioredis", new Script(shell, "node", "ioredis.js ioredis plain"));
            scripts.put("failoverDetector", new Script(shell, "node", "ioredis.js failoverDetector failoverDetector"));
        }
        if (shell.succeeds("node -e 'require(\"redis\")'")) {
            scripts.put("node-redis", new Script(shell, "node", "node_redis.js"));
        }
        return scripts;
    }

    // ---- Java

    /** A client that sends one command, and throws if it is not answered. */
    private interface JavaClient extends AutoCloseable {
        Object call(String... words);

        @Override
        void close();
    }

    private static final class Jedis implements JavaClient {
        private final RedisSentinelClient client = RedisSentinelClient.builder()
                .masterName("tutti")
                .sentinels(ClusterProcesses.NAMES.stream()
                        .map(name -> new HostAndPort("127.0.0.1", cluster.port(name)))
                        .collect(Collectors.toSet()))
                .build();

        @Override
        public Object call(String... words) {
            CommandArguments command = new CommandArguments(() -> words[0].getBytes(StandardCharsets.US_ASCII));
            List.of(words).subList(1, words.length).forEach(command::add);
            return client.executeCommand(command);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static final class Lettuce implements JavaClient {
        private final io.lettuce.core.RedisClient client;
        private final StatefulRedisConnection<String, String> connection;

        Lettuce() {
            RedisURI.Builder address = RedisURI.builder().withSentinelMasterId("tutti");
            ClusterProcesses.NAMES.forEach(name -> address.withSentinel("127.0.0.1", cluster.port(name)));
            client = io.lettuce.core.RedisClient.create(address.build());
            connection = client.connect();
        }

        @Override
        public Object call(String... words) {
            CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
            List.of(words).subList(1, words.length).forEach(arguments::add);
            return connection
                    .sync()
                    .dispatch(
                            () -> words[0].getBytes(StandardCharsets.US_ASCII),
                            new NestedMultiOutput<>(StringCodec.UTF8),
                            arguments);
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown();
        }
    }

    private static final class VertxRedis implements JavaClient {
        private final Vertx vertx = Vertx.vertx();
        private final Redis client;

        VertxRedis() {
            RedisOptions options = new RedisOptions()
                    .setType(RedisClientType.SENTINEL)
                    .setMasterName("tutti")
                    .setRole(RedisRole.MASTER);
            ClusterProcesses.NAMES.forEach(
                    name -> options.addConnectionString("redis://127.0.0.1:" + cluster.port(name)));
            client = Redis.createClient(vertx, options);
        }

        @Override
        public Object call(String... words) {
            Request request = Request.cmd(Command.create(words[0]));
            List.of(words).subList(1, words.length).forEach(request::arg);
            try {
                return client.send(request)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void close() {
            client.close();
            vertx.close().await();
        }
    }

    /** Sends a command again until it is answered, as a program does that must go on. */
    private static Object insist(JavaClient client, String... words) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                return client.call(words);
            } catch (RuntimeException failure) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(client + " does not go on", failure);
                }
            }
        }
    }

    /** Puts, and then goes on behind the end of the leader. */
    private static CompletableFuture<Void> goOn(JavaClient client, CompletableFuture<Void> gone) {
        String queue = client.getClass().getSimpleName();
        client.call("QUEUE", "PUT", queue, "before");
        return gone.thenRunAsync(() -> {
            insist(client, "QUEUE", "PUT", queue, "behind");
            assertThat(insist(client, "QUEUE", "GET", queue, "TIMEOUT", "1000")).isNotNull();
            client.close();
        });
    }

    // ---- the end of a leader

    private void goOnBehind(Callable<?> endOfLeader) throws Exception {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        List<CompletableFuture<Void>> inJava = new ArrayList<>();
        for (JavaClient client : List.of(new Jedis(), new Lettuce(), new VertxRedis())) {
            inJava.add(goOn(client, gone));
        }
        Map<String, Script> scripts = startScripts();
        endOfLeader.call();
        gone.complete(null);
        for (Map.Entry<String, Script> script : scripts.entrySet()) {
            assertThat(script.getValue().goOn()).as(script.getKey()).contains("newer token true", "got later");
        }
        for (CompletableFuture<Void> client : inJava) {
            client.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void allGoOnBehindAKilledLeader() throws Exception {
        goOnBehind(() -> {
            cluster.kill(cluster.leader());
            return null;
        });
    }

    @Test
    void allGoOnBehindALeaderThatHasHandedItsLeadOn() throws Exception {
        goOnBehind(() -> {
            try (RespClient client = new RespClient(cluster.port(cluster.leader()))) {
                return client.ask("CLUSTER TRANSFER");
            }
        });
    }
}
