package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Await;
import dev.tutti.BoundedProcess;
import dev.tutti.BuiltHome;
import dev.tutti.docs.Markdown.Block;
import dev.tutti.docs.Transcript.Step;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Runs the commands of the README and of tasks.md in a copy of a built checkout, beside the files that the documents
 * show. Their output is compared with the documents. Ports, times and the ids of items may differ.
 */
@Timeout(120)
class ReadmeIT {

    private static final Markdown README = Markdown.read(Path.of("README.md"));
    private static final Markdown TASKS = Markdown.read(Path.of("src/site/markdown/tasks.md"));
    private static final Path CONFIGURATION = Path.of("src/test/resources/readme.json");
    private static final String USUAL_PORT = "8888";
    private static final Pattern FILE = Pattern.compile("(?:#|//) (\\w+\\.(?:py|js))");
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern ID = Pattern.compile("\\(integer\\) (\\d+)");
    private static final int PATIENCE_MILLIS = 60_000;

    /** Checks for the programs that a machine may not have, by the word with which a block calls them. */
    private static final Map<String, String> NEEDED = Map.of(
            "nc", "nc -h 2>&1 | grep -q -e -N",
            "redis-cli", "redis-cli --version",
            "python3", "python3 -c 'import redis'",
            "node", "node -e 'require(\"redis\")'");

    @TempDir
    private static Path home;

    private static Shell shell;
    private static Process server;
    private static String startLine;
    private static String port;
    private final List<Process> background = new ArrayList<>();

    @BeforeAll
    static void startTheServerWithTheTasksOfTheReadme() throws IOException {
        shell = new Shell(home).withPythonThatHasRedis();
        BuiltHome.copyTo(home);
        for (Block block : TASKS.blocks()) {
            if (block.language().equals("java")) {
                compile(block.text());
            }
        }
        startLine = start(configuration());
        for (Block block : blocks().toList()) {
            Matcher file = FILE.matcher(block.lines().get(0));
            if (file.matches()) {
                Files.writeString(home.resolve(file.group(1)), atItsPort(block.text()));
            }
        }
    }

    /** Makes a jar of the class with the commands that are shown for the first one. */
    private static void compile(String code) throws IOException {
        Matcher name = CLASS.matcher(code);
        assertThat(name.find()).isTrue();
        String file = name.group(1) + ".java";
        Files.writeString(home.resolve(file), code);
        for (Step step : theOne("javac").steps()) {
            String command = step.command()
                    .replace("Reverse.java", file)
                    .replace("reverse", name.group(1).toLowerCase(Locale.ROOT));
            assertThat(shell.run(command, List.of())).as(command).isEmpty();
        }
    }

    /** The configuration that the README relies on at a free port, with the consumers that tasks.md shows. */
    private static Path configuration() throws IOException {
        JsonObject json = new JsonObject(Files.readString(CONFIGURATION));
        json.put("server", new JsonObject().put("port", 0));
        TASKS.codeWords().stream()
                .filter(word -> word.startsWith("{ \"queue\""))
                .forEach(consumer -> json.getJsonArray("consumers").add(new JsonObject(consumer)));
        return Files.writeString(home.resolve("conf/readme.json"), json.encode());
    }

    private static String start(Path configuration) throws IOException {
        server = shell.start("exec ./run.sh --conf " + configuration);
        List<String> before = new ArrayList<>();
        BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                port = address.group(1);
                return line;
            }
            before.add(line);
        }
        throw new AssertionError("the server did not start: " + before);
    }

    private static void stop() throws InterruptedException {
        server.toHandle().destroy();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(128 + 15);
    }

    @AfterAll
    static void stopTheServer() throws InterruptedException {
        if (server != null) {
            stop();
        }
    }

    @AfterEach
    void stopTheWorkers() {
        background.forEach(BoundedProcess::end);
    }

    private static Transcript theOne(String program) {
        List<Transcript> found = transcripts()
                .map(Transcript::of)
                .filter(transcript -> transcript.uses(program))
                .toList();
        assertThat(found).as(program).hasSize(1);
        return found.get(0);
    }

    private static Stream<Block> blocks() {
        return Stream.concat(README.blocks().stream(), TASKS.blocks().stream());
    }

    private static Stream<Block> transcripts() {
        return blocks().filter(block -> block.language().equals("console"));
    }

    private static String atItsPort(String text) {
        return text.replace(USUAL_PORT, port);
    }

    // ---- as shown

    @Test
    void theServerStartsWithTheLineThatIsShown() throws IOException {
        List<Step> steps = theOne("./run.sh").steps();
        assertThat(steps).extracting(Step::command).contains("./run.sh");
        String shown = steps.get(steps.size() - 1).printed().get(0);
        String consumers = "consumers: \\d+ on \\d+ queues";
        String elsewhere = startLine
                .replace(home.toRealPath().toString(), "/home/me/tutti")
                .replace("readme.json", "config.json");
        assertThat(withoutBuild(elsewhere).replaceFirst(consumers, ""))
                .isEqualTo(atItsPort(withoutBuild(shown)).replaceFirst(consumers, ""));
        JsonObject shipped = new JsonObject(Files.readString(CONFIGURATION));
        int instances = shipped.getJsonArray("consumers").stream()
                .mapToInt(consumer -> ((JsonObject) consumer).getInteger("instances", 1))
                .sum();
        int queues = shipped.getJsonArray("consumers").size();
        assertThat(shown).contains("consumers: " + instances + " on " + queues + " queues");
    }

    /** The line without the time of the start and without the version and the commit of the build, which it must name. */
    private static String withoutBuild(String line) {
        String build = " Tutti \\d+\\.\\d+\\.\\d+\\S* \\(([0-9a-f]{10}|unknown)\\) ";
        assertThat(line).containsPattern(build);
        return withoutTime(line).replaceFirst(build, " Tutti ");
    }

    @Test
    void aCloneIsACheckoutThatCanBeStarted() throws IOException {
        Path sources = Path.of("").toAbsolutePath();
        assumeTrue(shell.succeeds("git -C " + sources + " rev-parse"), "left out: this is no clone");
        String clone = theOne("git").steps().get(0).command();
        assertThat(shell.run(clone.replace("ADDRESS", "--quiet " + sources), List.of()))
                .isEmpty();
        assertThat(home.resolve("tutti/run.sh")).isExecutable();
        assertThat(home.resolve("tutti/pom.xml")).exists();
    }

    private static String withoutTime(String line) {
        return line.replaceFirst("^[-0-9]+ [:.,0-9]+ ", "");
    }

    @TestFactory
    Stream<DynamicTest> theBlocksPrintWhatIsShown() {
        return transcripts()
                .filter(block -> !Transcript.of(block).uses("./run.sh"))
                .filter(block -> !Transcript.of(block).uses("javac"))
                .map(block -> DynamicTest.dynamicTest(
                        "line " + block.line() + ": " + block.lines().get(0), () -> follow(Transcript.of(block))));
    }

    private void follow(Transcript transcript) throws IOException {
        NEEDED.keySet().stream().filter(transcript::uses).sorted().forEach(ReadmeIT::assumeThereIs);
        String shownId = null;
        String id = null;
        for (Step shown : transcript.steps()) {
            Step step = shownId == null ? shown : withId(shown, shownId, id);
            if (step.command().endsWith("&")) {
                Stream.of(step.command().split("&")).forEach(this::startInBackground);
                continue;
            }
            List<String> printed = shell.run(atItsPort(step.command()), step.typed());
            Matcher putShown = ID.matcher(String.join("\n", step.printed()));
            Matcher put = ID.matcher(String.join("\n", printed));
            if (step.command().contains("QUEUE PUT") && putShown.matches() && put.matches()) {
                shownId = putShown.group(1);
                id = put.group(1);
            } else {
                assertThat(printed).as(step.command()).isEqualTo(step.printed());
            }
        }
    }

    private static Step withId(Step step, String shown, String id) {
        Pattern whole = Pattern.compile("\\b" + shown + "\\b");
        return new Step(
                step.command(),
                step.typed().stream()
                        .map(line -> whole.matcher(line).replaceAll(id))
                        .toList(),
                step.printed().stream()
                        .map(line -> whole.matcher(line).replaceAll(id))
                        .toList());
    }

    private static void assumeThereIs(String program) {
        assumeTrue(
                shell.succeeds(NEEDED.get(program)),
                () -> "left out: " + program + " is not here, or not as " + "needed (" + NEEDED.get(program) + ")");
    }

    private void startInBackground(String command) {
        try {
            background.add(shell.start("exec " + command.strip()));
        } catch (IOException e) {
            throw new AssertionError(command, e);
        }
    }

    // ---- the examples by themselves, as far as the machine has their programs

    @Test
    void theProgramPrintsTheSameWithAsyncioAndWithTutti() throws IOException {
        assumeThereIs("python3");
        List<String> expected = List.of("['" + run("sha256", "gather") + "', '" + run("sha256", "queue") + "']");
        assertThat(shell.run("python3 with_asyncio.py", List.of())).isEqualTo(expected);
        String client = Path.of("src/clients/python").toAbsolutePath().toString();
        String environment = "TUTTI_URL=redis://localhost:" + port + " PYTHONDONTWRITEBYTECODE=1 PYTHONPATH='" + client;
        assertThat(shell.run(environment + "' python3 with_tutti.py", List.of()))
                .isEqualTo(expected);
    }

    @Test
    void theJavaClassIsATask() {
        assertThat(run("reverse", "desserts")).isEqualTo("stressed");
    }

    @Test
    void theJavaClassWithAContextIsATaskThatTellsItsProgress() {
        assertThat(run("total", "1\n2\n3")).isEqualTo("6");
        assertFails("total", "1\ntwo", "FAILED For input string: \"two\"");
        String id = String.valueOf(ask("QUEUE", "PUT", "total", "1\ntwo"));
        Await.until("the item is dead with its last progress", () -> {
            List<?> item = (List<?>) ask("QUEUE", "INSPECT", "total", id);
            return value(item, "state").equals("dead")
                    && value(item, "progress").equals("1 of 2");
        });
    }

    @Test
    void theCommandIsATask() {
        assertThat(run("sort", "10\n9\n")).isEqualTo("9\n10\n");
    }

    @Test
    void thePythonWorkerFinishesAndFailsItems() {
        assumeThereIs("python3");
        startInBackground("python3 worker.py");
        assertThat(run("square", "12")).isEqualTo("144");
        assertFails("square", "twelve", "FAILED invalid literal for int() with base 10: 'twelve'");
        assertThat(run("square", "-3")).isEqualTo("9");
    }

    @Test
    void theNodeWorkerFinishesAndFailsItems() {
        assumeThereIs("node");
        startInBackground("node worker.js");
        assertThat(run("sum", "[1, 2, 3]")).isEqualTo("6");
        assertFails("sum", "[1, 2", "FAILED ");
        assertThat(run("sum", "[]")).isEqualTo("0");
    }

    private static void assertFails(String task, String item, String begin) {
        assertThatThrownBy(() -> run(task, item))
                .isInstanceOf(JedisDataException.class)
                .hasMessageStartingWith(begin);
    }

    /** One value of a map, as text. */
    private static String value(List<?> map, String key) {
        for (int i = 0; i < map.size(); i += 2) {
            if (text(map.get(i)).equals(key)) {
                return map.get(i + 1) instanceof byte[] value ? text(value) : String.valueOf(map.get(i + 1));
            }
        }
        throw new AssertionError(key);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    private static String run(String task, String item) {
        return text(ask("RUN", task, item));
    }

    private static Object ask(String command, String... words) {
        try (Jedis client = new Jedis("127.0.0.1", Integer.parseInt(port), PATIENCE_MILLIS)) {
            return client.sendCommand(() -> command.getBytes(StandardCharsets.UTF_8), words);
        }
    }
}
