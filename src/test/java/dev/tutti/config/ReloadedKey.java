package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A key that changes while the server runs: its value before, which has another effect, and the value that is read
 * again. The items of each queue {@code full} are there before.
 */
enum ReloadedKey {
    PASSWORD("server.password", null, "secret") {
        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.server.connect().refusal("PING")).startsWith("NOAUTH ");
        }
    },
    MAX_CONNECTIONS("server.maxConnections", 100, 1) {
        @Override
        void takesEffect(Scene scene) throws Exception {
            assertThat(scene.server.connect().line()).isEqualTo("-ERR max number of clients reached");
            assertThat((String) scene.client.ask("INFO")).contains("maxclients:1\r\n");
            assertThat(scene.before.ask("PING")).isEqualTo("PONG");
        }
    },
    MAX_ITEM_SIZE("server.maxItemSize", "2KiB", "1000B") {
        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.before.refusal("QUEUE PUT q " + "x".repeat(1001)))
                    .startsWith("TOOBIG ")
                    .contains("1000 bytes (server.maxItemSize)");
            assertThat(scene.before.list("QUEUE GET full")).element(1).isEqualTo("x".repeat(1000));
        }
    },
    MAX_COMMAND_SIZE("server.maxCommandSize", "1KiB", "64KiB") {
        @Override
        void begin(Scene scene) {
            assertThat(scene.before.refusal(many())).startsWith("TOOBIG ");
        }

        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.before.list(many())).hasSize(0);
        }

        private String many() {
            return "CONFIG GET " + "xxxxxxxxxx ".repeat(200).strip();
        }
    },
    MAX_PIPELINE("server.maxPipeline", 100, 2) {
        @Override
        void takesEffect(Scene scene) {
            scene.client.send("MULTI\r\nPING\r\nPING\r\n").read(3);
            assertThat(scene.client.refusal("PING")).contains("server.maxPipeline");
        }
    },
    MAX_OUTPUT("server.maxOutput", "64MiB", "1KiB") {
        @Override
        void takesEffect(Scene scene) {
            scene.client.tell("QUEUE PEEK full COUNT 40");
            assertThat(scene.client.isAtEnd()).isTrue();
        }
    },
    MAX_WAITERS("server.maxWaiters", 100, 1) {
        @Override
        void takesEffect(Scene scene) {
            scene.waits("QUEUE GET none");
            assertThat(scene.client.refusal("QUEUE GET none")).contains("server.maxWaiters: 1 ");
            scene.client.ask("LOCK ACQUIRE l");
            scene.waits("LOCK ACQUIRE l");
            assertThat(scene.server.connect().refusal("LOCK ACQUIRE l")).contains("server.maxWaiters: 1 ");
        }
    },
    MAX_INPUT_MEMORY("server.maxInputMemory", "1MiB", "8KiB") {
        @Override
        void takesEffect(Scene scene) {
            String word = "$1000\r\n" + "x".repeat(1000) + "\r\n";
            scene.client.send("*100\r\n" + String.join("", Collections.nCopies(40, word)));
            assertThat(scene.client.read()).asString().contains("server.maxInputMemory");
        }
    },
    MAX_OUTPUT_MEMORY("server.maxOutputMemory", "1MiB", "8KiB") {
        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.client.list("QUEUE GET full COUNT 40")).hasSize(1);
        }
    },
    RUN_TIMEOUT("server.runTimeout", "0s", "50ms") {
        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.client.ask("RUN nobody a")).isEqualTo(RespClient.Null.BULK);
            assertThat(scene.client.ask("GATHER nobody a nobody b")).isEqualTo(RespClient.Null.ARRAY);
        }
    },
    CLOSE_GRACE("server.closeGrace", "1h", "50ms") {
        @Override
        void takesEffect(Scene scene) {
            scene.client.tell("RUN nobody a").endOutput();
            assertThat(scene.client.read()).asString().contains("server.closeGrace");
        }
    },
    DRAIN_TIMEOUT("server.drainTimeout", "0s", "30s") {
        @Override
        void takesEffect(Scene scene) throws Exception {
            Object id = ((List<?>) scene.client.ask("QUEUE GET full")).get(0);
            CompletableFuture<Void> stop = CompletableFuture.runAsync(scene::stop);
            Await.until("the server drains", () -> ((String) scene.client.ask("INFO")).contains("draining:1"));
            assertThat(scene.client.ask("QUEUE DONE full " + id)).isEqualTo("OK");
            stop.get();
        }
    },
    HELD_WARNING("server.heldWarning", "0s", "50ms") {
        @Override
        void takesEffect(Scene scene) {
            scene.client.list("QUEUE GET full");
            Await.until(
                    "the item is logged",
                    () -> !scene.logged.of(EventKind.HELD_ITEM).isEmpty());
        }
    },
    SLOW_COMMAND("server.slowCommand", "0s", "1ms") {
        @Override
        void takesEffect(Scene scene) {
            int many = 5000;
            String puts = String.join("", Collections.nCopies(many, "QUEUE PUT many a\r\n"));
            Await.until("EXEC is slow", () -> {
                scene.client.send("MULTI\r\n" + puts + "EXEC\r\n").read(many + 2);
                return ((String) scene.client.ask("INFO slow")).contains("command=EXEC");
            });
        }
    },
    DEADLOCK_TIMEOUT("server.deadlockTimeout", "0s", "50ms") {
        private RespClient other;

        @Override
        void begin(Scene scene) {
            other = scene.server.connect();
            scene.before.ask("LOCK ACQUIRE a");
            other.ask("LOCK ACQUIRE b");
            scene.before.tell("LOCK ACQUIRE b");
            scene.server.awaitUnanswered(scene.beforeId, 1);
            other.tell("LOCK ACQUIRE a");
        }

        @Override
        void takesEffect(Scene scene) {
            assertThat(other.read()).asString().contains("DEADLOCK ");
        }
    },
    IDLE_TIMEOUT("server.idleTimeout", "0s", "1ms") {
        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.before.isAtEnd()).isTrue();
        }
    },
    HELLO_TIMEOUT("server.helloTimeout", "0s", "50ms") {
        @Override
        void takesEffect(Scene scene) {
            scene.server.server("password", "secret");
            assertThat(scene.client.ask("CONFIG RELOAD")).isEqualTo("OK");
            assertThat(scene.server.connect().isAtEnd()).isTrue();
        }
    },
    TCP_KEEP_ALIVE("server.tcpKeepAlive", "0s", "1h") {
        @Override
        void takesEffect(Scene scene) throws Exception {
            assertThat(scene.keptAlive()).as("connections before").isZero();
            scene.server.connect().ask("PING");
            assertThat(scene.keptAlive()).isEqualTo(1);
        }
    },
    MAX_MEMORY("producer.maxMemory", "16MiB", "64KiB") {
        @Override
        void takesEffect(Scene scene) {
            Await.until(
                    "memory is full",
                    () -> scene.client
                            .ask("QUEUE PUT more " + "x".repeat(1000))
                            .toString()
                            .contains("FULL "));
            assertThat(scene.server.stat("more", "size")).isLessThan(64);
        }
    },
    MAX_SCHEDULES("producer.maxSchedules", 10, 0) {
        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.client.refusal("SCHEDULE SET s q a EVERY 1000")).contains("producer.maxSchedules");
        }
    },
    MAX_QUEUES("metrics.maxQueues", 100, 0) {
        @Override
        void begin(Scene scene) {
            assertThat(scene.server.http().get("/metrics").body()).contains("queue=\"full\"");
        }

        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.server.http().get("/metrics").body()).doesNotContain("queue=\"full\"");
        }
    },
    ACTIONS("metrics.actions", false, true) {
        @Override
        void begin(Scene scene) {
            assertThat(scene.server.http().get("/api/actions").body()).contains("metrics.actions is false");
        }

        @Override
        void takesEffect(Scene scene) {
            assertThat(scene.server.http().get("/api/actions").body()).doesNotContain("metrics.actions is false");
        }
    };

    /** The server and its clients: one that was there before the reload, and one that has asked for it. */
    record Scene(TuttiServer server, LoggedEvents logged, RespClient before, long beforeId, RespClient client) {

        static Scene of(TuttiServer server, LoggedEvents logged) {
            RespClient before = server.connect();
            String item = "QUEUE PUT full " + "x".repeat(1000) + "\r\n";
            before.send(String.join("", Collections.nCopies(40, item))).read(40);
            return new Scene(server, logged, before, before.id(), server.connect());
        }

        private void waits(String command) {
            RespClient waiter = server.connect();
            long id = waiter.id();
            waiter.tell(command);
            server.awaitUnanswered(id, 1);
        }

        private void stop() {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        /** The number of connections of which the kernel asks from time to time whether the other side is there. */
        private long keptAlive() throws Exception {
            String port = String.format(":%04X", server.port());
            return Stream.concat(
                            Files.readAllLines(Path.of("/proc/net/tcp")).stream(),
                            Files.readAllLines(Path.of("/proc/net/tcp6")).stream())
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[1].endsWith(port) && fields[5].startsWith("02:"))
                    .count();
        }
    }

    final String path;
    private final Object valueBefore;
    private final Object valueAfter;

    ReloadedKey(String path, Object valueBefore, Object valueAfter) {
        this.path = path;
        this.valueBefore = valueBefore;
        this.valueAfter = valueAfter;
    }

    /** @return a server on which the key has its first value */
    TuttiServer server() {
        TuttiServer server = TuttiServer.bare().server("maxItemSize", "1KiB").server("idleTimeout", "0s");
        set(server, valueBefore);
        return server;
    }

    void change(TuttiServer server) {
        set(server, valueAfter);
    }

    private void set(TuttiServer server, Object value) {
        String key = path.substring(path.indexOf('.') + 1);
        if (path.startsWith("server.")) {
            server.server(key, value);
        } else if (path.startsWith("producer.")) {
            server.producer(key, value);
        } else {
            server.metrics(new JsonObject().put(key, value));
        }
    }

    /** Does what has to be there before the reload. */
    void begin(Scene scene) {}

    abstract void takesEffect(Scene scene) throws Exception;
}
