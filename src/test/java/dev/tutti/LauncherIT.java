package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.net.KeyPairFiles;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process as {@code run.sh} starts it. */
@Timeout(60)
class LauncherIT {

    private static final String FREE_PORT = "{\"server\":{\"port\":0}}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --conf no-such.json                    | --conf: "no-such.json" does not exist, expected a JSON file
            --conf {}                              | configuration: {} is empty, expected server, producer, queues, consumers, schedules, logging, metrics, cluster or connect
            --conf {"server":{"port":"abc"}}       | server.port: "abc" is not an integer from 0 to 65535
            -CONF {"server":{"tls":0}}             | server.tls: a number is not an object with the keys cert, key, clientCa
            --conf {"consumers":[{"queue":"q","task":"sha1"}]} | consumers[0].task: "sha1" is not one of echo, fail, sha256, sleep, upper
            --options {"eventLoopPoolSize"         | --options: line 1 is not JSON: Unexpected end-of-input within/between Object entries
            --options {"eventLoopPoolSize":0}      | --options: Vert.x refuses them: eventLoopPoolSize must be > 0
            --options {"workerPoolSize":"x"}       | --options: "x" is not a value of workerPoolSize that Vert.x takes
            --options {"eventBusOptions":3}        | --options: 3 is not a value of eventBusOptions that Vert.x takes
            --conf                                 | Missing required parameter for option '--conf' (<configStr>), --help lists the options
            --instances=2                          | Unknown option: '--instances', write --set server.instances=2 or --set producer.instances=2, --help lists the options
            other.json                             | Unknown argument: 'other.json', write --conf other.json, --help lists the options
            --cluster-init --conf {"server":{}}    | --cluster-init: the configuration has no key cluster, expected one
            --check --conf {"server":{"port":"x"}} | server.port: "x" is not an integer from 0 to 65535
            --check --conf {"consumers":[{"queue":"q","exec":["/no/such"]}]} | consumers[0].exec: "/no/such" is not an executable file
            """)
    void aWrongCommandLineOrConfigurationIsOneLineOnStandardError(String args, String line) throws Exception {
        assertRefused(line, args.split(" "));
    }

    @Test
    void aFileThatIsNoJsonIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("broken.json"), "{\n\"server\": {");
        String end = "Unexpected end-of-input: expected close marker for Object";
        assertRefused("--conf " + file + ": line 2 is not JSON: " + end, "--conf", file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"servers\":[\"x y\"]}", "{\"hostsPath\":\"/no/such/file\"}"})
    void optionsWithWhichVertxDoesNotStartAreRefused(String resolver) throws Exception {
        assertThat(refused("--conf", FREE_PORT, "--options", "{\"addressResolverOptions\":" + resolver + "}"))
                .singleElement()
                .asString()
                .startsWith("--options: Vert.x does not start with them: ");
    }

    @Test
    void aPortInUseIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            List<String> lines = refused("--conf", "{\"server\":{\"port\":" + port + "}}");
            assertThat(lines).singleElement().asString().startsWith("server.port: " + port + " on 127.0.0.1 is in use");
        }
    }

    /** 192.0.2.0/24 is for documentation, and .invalid for names that nobody has. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "no-such-host.invalid"})
    void anAddressOfAnotherMachineIsNotAPortInUse(String host) throws Exception {
        assertThat(refused("--conf", "{\"server\":{\"host\":\"" + host + "\",\"port\":0}}"))
                .singleElement()
                .asString()
                .startsWith("server.host: \"" + host + "\" cannot be listened on (")
                .endsWith("), expected an address of this machine");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAndItsOwnIsServed() throws Exception {
        KeyPairFiles mine = KeyPairFiles.make(Files.createDirectory(directory.resolve("mine")), "-keyalg", "EC");
        KeyPairFiles other = KeyPairFiles.make(Files.createDirectory(directory.resolve("other")), "-keyalg", "EC");
        String conf = "{\"server\":{\"port\":0,\"tls\":{\"cert\":\"%s\",\"key\":\"%s\"}}}";
        assertThat(refused("--conf", conf.formatted(mine.cert(), other.key())))
                .singleElement()
                .asString()
                .startsWith("server.tls.key: \"" + other.key() + "\" does not belong to");
        ServerProcess process = ServerProcess.start(directory, "--conf", conf.formatted(mine.cert(), mine.key()));
        assertThat(process.port()).isPositive();
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    @Test
    void aClusterBeginsOnceInADirectory() throws Exception {
        String conf = """
                {"server":{"port":0}, "producer":{"journal":"journal"}, "cluster":
                  {"node":"a", "peers":{"a":{"raft":"127.0.0.1:1", "client":"127.0.0.1:2"}}}}""";
        ServerProcess process = ServerProcess.start(directory, "--cluster-init", "--conf", conf);
        assertThat(process.exitCode()).isZero();
        assertThat(process.output()).startsWith("The node a has begun a cluster in journal. Start it without");
        Path journal = directory.toRealPath().resolve("journal");
        assertThat(journal.resolve("NODE")).content().contains("\nnode a\n");
        assertRefused(
                "--cluster-init: the journal " + journal + " is that of the node a of a cluster already,"
                        + " start it without --cluster-init",
                "--cluster-init",
                "--conf",
                conf.replace("\"journal\"}", "\"" + journal + "\"}"));
        assertRefused(
                "the journal " + journal + " is that of the node a of a cluster, and this server is in none:"
                        + " start it with the key cluster, or with a backup",
                "--conf",
                "{\"server\":{\"port\":0},\"producer\":{\"journal\":\"" + journal + "\"}}");
    }

    @Test
    void helpNamesTheOptionsAndTheUsualConfiguration() throws Exception {
        ServerProcess process = ServerProcess.start(directory, "--help");
        assertThat(process.exitCode()).isZero();
        assertThat(process.output())
                .contains("--conf")
                .contains("conf/config.json")
                .doesNotContain("--instances");
        assertThat(process.errors()).isEmpty();
    }

    @Test
    void checkPrintsTheValuesInForceAndTheirOriginsAndStartsNothing() throws Exception {
        KeyPairFiles pair = KeyPairFiles.make(Files.createDirectory(directory.resolve("tls")), "-keyalg", "EC");
        Path file = Files.writeString(directory.resolve("c.json"), """
                { // A comment.
                  "server": { "port": 1, "tls": { "cert": "%s", "key": "%s" } },
                  "producer": { "journal": "journal" }, "consumers": [] }
                """.formatted(pair.cert(), pair.key()));
        ServerProcess process = ServerProcess.startWithEnvironment(
                List.of("TUTTI_PASSWORD=s3cret"),
                directory,
                "--check",
                "--conf",
                file.toString(),
                "--set",
                "server.port=2");
        assertThat(process.exitCode()).isZero();
        assertThat(process.output().lines().map(line -> line.replaceAll(" +", " ")))
                .startsWith("The configuration is valid: " + file, "")
                .contains(
                        "server.port inline 2",
                        "server.host default 127.0.0.1",
                        "server.password environment ***",
                        "server.tls.cert file " + pair.cert(),
                        "producer.journal file journal")
                .noneMatch(line -> line.contains("s3cret"));
        assertThat(process.errors()).isEmpty();
        assertThat(directory.resolve("journal")).doesNotExist();
    }

    @Test
    void checkRefusesWhatAStartRefuses() throws Exception {
        KeyPairFiles mine = KeyPairFiles.make(Files.createDirectory(directory.resolve("mine")), "-keyalg", "EC");
        KeyPairFiles other = KeyPairFiles.make(Files.createDirectory(directory.resolve("other")), "-keyalg", "EC");
        String tls = "server.tls={\"cert\":\"" + mine.cert() + "\",\"key\":\"" + other.key() + "\"}";
        assertThat(refused("--check", "--conf", FREE_PORT, "--set", tls))
                .singleElement()
                .asString()
                .startsWith("server.tls.key: \"" + other.key() + "\" does not belong to");
    }

    @Test
    void thePasswordOfTheEnvironmentIsAskedForAndTheLogSaysWhatConfLeavesOut() throws Exception {
        ServerProcess process =
                ServerProcess.startWithEnvironment(List.of("TUTTI_PASSWORD=s3cret"), directory, "--conf", FREE_PORT);
        try (RespClient client = new RespClient(process.port())) {
            assertThat(client.ask("PING").toString()).contains("NOAUTH");
            assertThat(client.ask("AUTH s3cret")).isEqualTo("OK");
        }
        assertThat(process.lineWith("--conf"))
                .contains("--conf takes the place of conf/config.json and leaves out producer.journal")
                .contains("consumers, so there are no tasks inside the server");
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    @Test
    void theStartLineHasAbsolutePathsAndTheOriginOfTheConfiguration() throws Exception {
        Files.writeString(directory.resolve("my.json"), "{\"producer\":{\"journal\":\"data\",\"reserve\":\"1MiB\"}}");
        ServerProcess process = ServerProcess.startWithEnvironment(
                List.of("TUTTI_PASSWORD=s3cret"), directory, "--conf", "my.json", "--set", "server.port=0");
        process.port();
        String line = process.said().get(process.said().size() - 1);
        assertThat(line)
                .endsWith("; journal: " + directory.resolve("data") + "; configuration: " + directory.resolve("my.json")
                        + ", TUTTI_PASSWORD, --set");
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    @Test
    void theLogMayBeJson() throws Exception {
        ServerProcess process = ServerProcess.start(directory, "--conf", FREE_PORT, "--set", "logging=json");
        process.port();
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        assertThat(process.output().lines())
                .extracting(line -> new JsonObject(line).getString("formattedMessage"))
                .contains("Tutti stops: SIGTERM");
        assertThat(process.said()).allMatch(line -> new JsonObject(line).containsKey("loggerName"));
    }

    @Test
    void theVersionIsPrintedWithoutAStart() throws Exception {
        ServerProcess process = ServerProcess.start(directory, "--version");
        assertThat(process.exitCode()).isZero();
        assertThat(process.output()).isEqualTo("Tutti development (unknown)");
        assertThat(process.errors()).isEmpty();
    }

    /** The second spelling is for the launcher's own parser. */
    @ParameterizedTest
    @ValueSource(strings = {"--conf", "-CONF"})
    void isClosedInOrderBySigterm(String option) throws Exception {
        ServerProcess process = ServerProcess.start(directory, option, FREE_PORT);
        assertThat(process.lineWith("listens on")).contains("127.0.0.1:");
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        assertThat(process.errors()).isEmpty();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void thereAreAsManyInstancesAsTheConfigurationSays() throws Exception {
        int more = Runtime.getRuntime().availableProcessors() + 1;
        String conf = "{\"server\":{\"port\":0,\"instances\":" + more + "},\"producer\":{\"instances\":2}}";
        ServerProcess process = ServerProcess.start(directory, "--conf", conf);
        assertThat(process.lineWith("listens on")).contains("instances: server " + more + ", producer 2");
        assertThat(process.lineWith("event loop"))
                .contains("WARN")
                .contains("server.instances " + more + " and producer.instances 2 run on " + more + " event loops")
                .contains("there are only " + (more - 1) + " core");
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    @Test
    void instancesShareTheEventLoopsThatVertxsOptionsSetAndTheStartWarns() throws Exception {
        String conf = "{\"server\":{\"port\":0,\"instances\":3}}";
        ServerProcess process =
                ServerProcess.start(directory, "--conf", conf, "--options", "{\"eventLoopPoolSize\":1}");
        assertThat(process.lineWith("listens on")).contains("instances: server 3, producer 1");
        assertThat(process.lineWith("event loop"))
                .contains("WARN")
                .contains("server.instances 3 and producer.instances 1 share 1 event loop");
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
    }

    @Test
    void theHttpServerAndMicrometerAreLoadedIfMetricsAreConfiguredOnly() throws Exception {
        assertThat(classesOfMetrics(FREE_PORT)).isEmpty();
        assertThat(classesOfMetrics("{\"server\":{\"port\":0},\"metrics\":{\"port\":0}}"))
                .anyMatch(line -> line.contains(" dev.tutti.metrics."));
    }

    @Test
    void aServerLoadsNoClassOfTheClient() throws Exception {
        assertThat(loadedClasses(FREE_PORT))
                .noneMatch(line -> line.contains(" dev.tutti.client.") || line.contains(" dev.tutti.remote."));
    }

    @Test
    void aServerWithoutOthersLoadsNoClassOfTheEngineOfReplicas() throws Exception {
        assertThat(loadedClasses("{\"server\":{\"port\":0},\"producer\":{\"journal\":\"journal\"}}"))
                .anyMatch(line -> line.contains(" dev.tutti.journal.RocksJournal "))
                .noneMatch(line -> line.contains(" dev.tutti.replica.ratis.") || line.contains(" org.apache.ratis."));
    }

    private List<String> classesOfMetrics(String conf) throws Exception {
        return loadedClasses(conf).stream()
                .filter(line -> line.contains(" dev.tutti.metrics.")
                        || line.contains(" io.micrometer.")
                        || line.contains(" io.prometheus."))
                .toList();
    }

    private List<String> loadedClasses(String conf) throws Exception {
        Path list = directory.resolve("classes");
        ServerProcess process = ServerProcess.startListingClasses(list, directory, "--conf", conf);
        process.port();
        process.terminate();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        List<String> lines = Files.readAllLines(list);
        assertThat(lines).anyMatch(line -> line.contains(" dev.tutti.net.NetServerVerticle "));
        return lines;
    }

    private void assertRefused(String line, String... args) throws Exception {
        assertThat(refused(args)).containsExactly(line);
    }

    private List<String> refused(String... args) throws IOException, InterruptedException {
        ServerProcess process = ServerProcess.start(directory, args);
        List<String> errors = process.errors();
        assertThat(process.exitCode()).isEqualTo(2);
        return errors;
    }
}
