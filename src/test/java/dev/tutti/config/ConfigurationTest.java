package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.Timing;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    @Test
    void everyKeyHasItsDefault() {
        Configuration configuration = Configuration.from(new JsonObject().put("server", new JsonObject()));
        assertThat(configuration.server())
                .isEqualTo(new ServerConfig(
                        "127.0.0.1",
                        8888,
                        1,
                        10_000,
                        1 << 20,
                        64 << 20,
                        10_000,
                        64L << 20,
                        100_000,
                        Runtime.getRuntime().maxMemory() / 100 * 25,
                        Runtime.getRuntime().maxMemory() / 100 * 12,
                        60_000,
                        5_000,
                        10_000,
                        600_000,
                        10,
                        1_000,
                        0,
                        10_000,
                        300_000,
                        null,
                        Map.of(),
                        true,
                        null));
        long half = Runtime.getRuntime().maxMemory() / 100 * 50;
        assertThat(configuration.producer())
                .isEqualTo(new ProducerConfig(1, null, ProducerConfig.Sync.ALWAYS, 64 << 20, false, half, 10_000));
        assertThat(configuration.queues()).isEmpty();
        assertThat(configuration.queue("any")).isEqualTo(new QueueConfig(QueueConfig.Kind.FIFO, 100_000, 0, 0));
        assertThat(configuration.consumers()).isEmpty();
        assertThat(configuration.metrics()).isNull();
        assertThat(configuration.cluster()).isNull();
        assertThat(configuration.connect()).isNull();
    }

    @Test
    void everyKeyOfTheServerIsRead(@TempDir Path directory) throws Exception {
        String cert = Files.createFile(directory.resolve("server.pem")).toString();
        String key = Files.createFile(directory.resolve("server.key")).toString();
        JsonObject server = new JsonObject()
                .put("host", "::1")
                .put("port", 0)
                .put("instances", 2)
                .put("maxConnections", 3)
                .put("maxItemSize", "4B")
                .put("maxCommandSize", "5KiB")
                .put("maxPipeline", 6)
                .put("maxOutput", "1GiB")
                .put("maxWaiters", 7)
                .put("maxInputMemory", "8MiB")
                .put("maxOutputMemory", "9MiB")
                .put("runTimeout", "250ms")
                .put("closeGrace", "5m")
                .put("drainTimeout", "4s")
                .put("heldWarning", "3m")
                .put("slowCommand", "20ms")
                .put("deadlockTimeout", "2s")
                .put("idleTimeout", "1h")
                .put("helloTimeout", "3s")
                .put("tcpKeepAlive", "2m")
                .put("password", "secret")
                .put("users", new JsonObject().put("a", new JsonObject().put("password", "secret2")))
                .put("protectedMode", false)
                .put("tls", new JsonObject().put("cert", cert).put("key", key).put("clientCa", cert));
        assertThat(Configuration.from(new JsonObject().put("server", server)).server())
                .isEqualTo(new ServerConfig(
                        "::1",
                        0,
                        2,
                        3,
                        4,
                        5 << 10,
                        6,
                        1L << 30,
                        7,
                        8 << 20,
                        9 << 20,
                        250,
                        300_000,
                        4_000,
                        180_000,
                        20,
                        2_000,
                        3_600_000,
                        3_000,
                        120_000,
                        "secret",
                        Map.of("a", User.ofPassword("a", "secret2", Role.READ, NamePatterns.ALL)),
                        false,
                        new TlsConfig(cert, key, cert)))
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void everyKeyOfTheOtherSectionsIsRead() {
        Configuration configuration = Configuration.from(new JsonObject("""
                { "producer": { "instances": 3, "journal": "data", "sync": "interval", "reserve": "2MiB",
                                  "salvage": true, "maxMemory": "8MiB", "maxSchedules": 7 },
                  "queues": { "jobs": { "kind": "priority", "maxSize": 9, "lease": "60s", "attempts": 5,
                                         "detached": true }, "b": {}, "f": { "kind": "fair", "groupLimit": 2 } },
                  "consumers": [ { "queue": "q", "task": "upper", "instances": 2, "threading": "worker",
                                   "timeout": "30s", "concurrency": 7 } ],
                  "metrics": { "host": "::1", "port": 7, "actions": true } }
                """));
        assertThat(configuration.metrics()).isEqualTo(new MetricsConfig("::1", 7, 100, true));
        assertThat(configuration.producer())
                .isEqualTo(new ProducerConfig(3, "data", ProducerConfig.Sync.INTERVAL, 2 << 20, true, 8 << 20, 7));
        assertThat(configuration.queues()).containsOnlyKeys("jobs", "b", "f").containsEntry("b", QueueConfig.DEFAULT);
        assertThat(configuration.queue("f"))
                .isEqualTo(new QueueConfig(QueueConfig.Kind.FAIR, 100_000, 0, 0).with(QueueSetting.GROUPLIMIT, 2));
        assertThat(configuration.queue("jobs"))
                .isEqualTo(new QueueConfig(QueueConfig.Kind.PRIORITY, 9, 60_000, 5).with(QueueSetting.DETACHED, 1));
        assertThat(configuration.consumers())
                .containsExactly(
                        new ConsumerConfig("q", new TaskKind.BuiltIn("upper"), 2, ThreadingModel.WORKER, 30_000, 7));
    }

    @Test
    void schedulesAreRead() {
        Configuration configuration = Configuration.from(new JsonObject("""
                { "schedules": { "nightly": { "queue": "reports", "item": "ä", "cron": "30 2 * * *",
                                              "zone": "Europe/Berlin", "priority": -1 },
                                 "often": { "queue": "ticks", "every": "5m", "group": "gä" } } }
                """));
        assertThat(configuration.schedules())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new ScheduleSpec(
                                "nightly",
                                "reports",
                                "ä".getBytes(StandardCharsets.UTF_8),
                                -1L,
                                null,
                                new Timing.Cron("30 2 * * *", "Europe/Berlin")),
                        new ScheduleSpec(
                                "often", "ticks", new byte[0], null, "g\u00c3\u00a4", new Timing.Every(300_000)));
        assertThat(configuration.settings())
                .containsEntry("schedules.often.every", "5m")
                .containsEntry("schedules.nightly.zone", "Europe/Berlin");
    }

    @Test
    void settingsHaveEveryKeyInForceAsItIsWrittenAndNoSecrets() {
        Configuration configuration = Configuration.from(new JsonObject("""
                { "server": { "password": "geheim", "runTimeout": "90s", "maxItemSize": "64KiB" },
                  "queues": { "jobs": { "lease": "60s" } },
                  "consumers": [ { "queue": "a", "exec": ["wc", "-w"] },
                                 { "queue": "b", "http": "http://me:geheim@h:9001/x?token=geheim" },
                                 { "queue": "c", "class": "C", "config": { "token": "geheim", "n": 5 } } ] }
                """));
        assertThat(configuration.settings())
                .containsEntry("server.password", "***")
                .containsEntry("server.runTimeout", "90s")
                .containsEntry("server.closeGrace", "5s")
                .containsEntry("server.maxItemSize", "64KiB")
                .containsEntry("server.port", "8888")
                .containsEntry("server.host", "127.0.0.1")
                .containsEntry("server.tls", "")
                .containsEntry("producer.journal", "")
                .containsEntry("producer.sync", "always")
                .containsEntry("producer.salvage", "false")
                .containsEntry("producer.maxMemory", "50%")
                .containsEntry("queues.jobs.kind", "fifo")
                .containsEntry("queues.jobs.lease", "60s")
                .containsEntry("consumers[0].exec", "[\"wc\",\"-w\"]")
                .containsEntry("consumers[0].concurrency", "1")
                .containsEntry("consumers[1].http", "http://***@h:9001/x?***")
                .containsEntry("consumers[1].threading", "event_loop")
                .containsEntry("consumers[2].config.token", "***")
                .containsEntry("consumers[2].config.n", "***")
                .containsEntry("metrics", "");
        assertThat(configuration.settings().values()).noneMatch(value -> value.contains("geheim"));
    }

    @Test
    void anEmptySectionOfMetricsHasTheDefaults() {
        Configuration configuration = Configuration.from(new JsonObject().put("metrics", new JsonObject()));
        assertThat(configuration.metrics()).isEqualTo(new MetricsConfig("127.0.0.1", 9888, 100, false));
        assertThat(configuration.settings()).containsEntry("metrics.port", "9888");
    }

    @Test
    void readingAConfigurationDoesNotChangeItsObject() {
        JsonObject json = new JsonObject().put("server", new JsonObject().put("port", 0));
        Configuration.from(json);
        assertThat(json.encode()).isEqualTo("{\"server\":{\"port\":0}}");
    }

    @Test
    void eachKindOfTaskHasItsDefaults() {
        assertThat(consumer("task", "echo")).isEqualTo(usual(new TaskKind.BuiltIn("echo"), true, 0, 64));
        assertThat(consumer("task", "sha256")).isEqualTo(usual(new TaskKind.BuiltIn("sha256"), false, 0, 1));
        assertThat(consumer("exec", new JsonArray().add("wc").add("-w")))
                .isEqualTo(usual(new TaskKind.Exec(List.of("wc", "-w")), true, 60_000, 1));
        assertThat(consumer("tcp", "[::1]:9000")).isEqualTo(usual(new TaskKind.Tcp("::1", 9000), true, 60_000, 64));
        assertThat(consumer("http", "http://h:9001/x"))
                .isEqualTo(usual(new TaskKind.Http(URI.create("http://h:9001/x")), true, 60_000, 64));
        JsonObject config = new JsonObject().put("width", 9);
        JsonObject resize =
                new JsonObject().put("queue", "q").put("class", "Resize").put("config", config);
        assertThat(ConsumerConfig.from("consumers[0]", resize))
                .isEqualTo(usual(new TaskKind.UserClass("Resize", config), false, 0, 1))
                .asString()
                .doesNotContain("width");
        assertThat(consumer("class", "com.example.Resize"))
                .isEqualTo(usual(new TaskKind.UserClass("com.example.Resize"), false, 0, 1));
    }

    private static Configuration connected(Object connect) {
        JsonObject echo =
                new JsonObject().put("queue", "echo").put("task", "echo").put("instances", 3);
        return Configuration.from(new JsonObject().put("connect", connect).put("consumers", new JsonArray().add(echo)));
    }

    @Test
    void aServerElsewhereIsAUrl() {
        Configuration configuration = connected("redis://h");
        HostPort usual = new HostPort("h", 8888);
        assertThat(configuration.connect())
                .isEqualTo(new ConnectConfig(
                        List.of(usual), false, null, null, null, "tutti-worker", 30_000, 10_000, 1 << 20));
        assertThat(configuration.settings()).containsEntry("connect.url", "redis://h");
        assertThat(configuration.settings().keySet()).noneMatch(key -> key.startsWith("server."));
        assertThat(configuration.maxItemSize()).isEqualTo(1 << 20);
        ConnectConfig several = connected("rediss://u%40:p%3a@h1:1,[::1]:2,h3/").connect();
        assertThat(several.addresses())
                .containsExactly(new HostPort("h1", 1), new HostPort("::1", 2), new HostPort("h3", 8888));
        assertThat(several.isTls()).isTrue();
        assertThat(several.user()).isEqualTo("u@");
        assertThat(several.password()).isEqualTo("p:");
        assertThat(several.shown()).isEqualTo("rediss://h1:1,[::1]:2,h3:8888");
    }

    @Test
    void itsPasswordIsNotShown() {
        Configuration configuration = connected("redis://u:s3cret@h:1");
        assertThat(configuration.connect().password()).isEqualTo("s3cret");
        assertThat(configuration.toString() + configuration.settings()).doesNotContain("s3cret");
        assertThat(configuration.settings()).containsEntry("connect.url", "redis://***@h:1");
        JsonObject object = new JsonObject().put("url", "redis://h").put("password", "s3cret");
        assertThat(connected(object).connect().password()).isEqualTo("s3cret");
        assertThat(connected(object).settings()).containsEntry("connect.password", "***");
    }

    @Test
    void eventLoopsAreForOwnersAndForClassesThatWantThem() {
        JsonObject json = new JsonObject("""
                { "server": { "instances": 2 }, "producer": { "instances": 3 }, "consumers": [
                  { "queue": "a", "class": "A", "threading": "event_loop", "instances": 2 },
                  { "queue": "b", "class": "B", "threading": "event_loop", "instances": 4 },
                  { "queue": "c", "class": "C", "instances": 9 }, { "queue": "d", "exec": ["wc"], "instances": 9 } ] }
                """);
        assertThat(Configuration.from(json).ownerLoops()).isEqualTo(3);
        assertThat(Configuration.from(json).taskLoops()).isEqualTo(4);
        assertThat(Configuration.from(json).server().instances()).isEqualTo(2);
        assertThat(Configuration.from(json).producer().instances()).isEqualTo(3);
        json.remove("consumers");
        assertThat(Configuration.from(json).taskLoops()).isZero();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsAreThereFromJava21() {
        JsonObject json =
                new JsonObject("{ \"queue\": \"q\", \"task\": \"sha256\", \"threading\": \"virtual_thread\" }");
        ConsumerConfig consumer = ConsumerConfig.from("consumers[0]", json);
        assertThat(consumer.threading()).isEqualTo(ThreadingModel.VIRTUAL_THREAD);
        assertThat(consumer.concurrency()).isEqualTo(64);
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsAreRefusedBeforeJava21() {
        JsonObject json =
                new JsonObject("{ \"queue\": \"q\", \"task\": \"sha256\", \"threading\": \"virtual_thread\" }");
        assertThatThrownBy(() -> ConsumerConfig.from("consumers[0]", json))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("consumers[0].threading: \"virtual_thread\" needs Java 21");
    }

    private static ConsumerConfig usual(TaskKind kind, boolean eventLoop, long timeoutMillis, int concurrency) {
        ThreadingModel threading = eventLoop ? ThreadingModel.EVENT_LOOP : ThreadingModel.WORKER;
        return new ConsumerConfig("q", kind, 1, threading, timeoutMillis, concurrency);
    }

    private static ConsumerConfig consumer(String key, Object value) {
        return ConsumerConfig.from(
                "consumers[0]", new JsonObject().put("queue", "q").put(key, value));
    }
}
