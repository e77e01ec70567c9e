package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Await;
import dev.tutti.BoundedProcess;
import dev.tutti.BuiltHome;
import dev.tutti.docs.Transcript.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts a cluster by the script for a first try, and types what the cluster page shows for it. */
@Timeout(300)
class ThreeNodesIT {

    private static final Markdown CHAPTER = Markdown.read(Path.of("src/site/markdown/cluster.md")).chapters().stream()
            .filter(chapter -> chapter.lines().get(0).equals("## Try it on one machine"))
            .findFirst()
            .orElseThrow();
    private static final String SCRIPT = "src/main/deploy/three-nodes.sh";
    private static final String LAST_LINE = "Ctrl-C stops all nodes.";
    private static final Pattern PROCESS = Pattern.compile("node (\\w): .*, process (\\d+)");
    private static final Pattern PORT = Pattern.compile("70(\\d\\d)");
    /** The process that the page shows for the node that leads. */
    private static final String SHOWN_PROCESS = "4201";
    /** The port of the node that leads after the kill, as the page shows it. */
    private static final String SHOWN_NEXT_PORT = "7003";
    /** More ports than these in a row are used by nobody, as far as one can tell. */
    private static final int PORTS = 23;

    @TempDir
    private Path home;

    private final int port = freePorts();
    private final List<Long> nodes = new ArrayList<>();
    private Shell shell;
    private Process script;
    private BufferedReader output;

    private static int freePorts() {
        for (int first = 21_000; first < 32_000; first += PORTS) {
            if (isFree(first, PORTS)) {
                return first;
            }
        }
        throw new AssertionError("there are no " + PORTS + " free ports in a row");
    }

    private static boolean isFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress("127.0.0.1", port));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    @BeforeEach
    void makeACheckout() throws IOException {
        shell = new Shell(home);
        assumeTrue(shell.succeeds("redis-cli --version"), "left out: there is no redis-cli");
        BuiltHome.copyTo(home);
        Path copy = home.resolve(SCRIPT);
        Files.createDirectories(copy.getParent());
        Files.copy(Path.of(SCRIPT), copy);
        // Else the script would be newer than the build, and the first start would build.
        Files.setLastModifiedTime(home.resolve("target/class-path"), FileTime.from(Instant.now()));
    }

    @AfterEach
    void endAll() {
        nodes.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        if (script != null) {
            BoundedProcess.end(script);
        }
    }

    @Test
    void aNodeThatLeadsIsKilledAndAnotherHasItsItems() throws Exception {
        List<Step> steps = steps();
        String shownStart = steps.get(0).command();
        assertThat(shownStart).isEqualTo(SCRIPT);
        List<String> said = start();
        steps.get(0).printed().stream()
                .map(line -> PROCESS.matcher(here(line)).matches() ? withoutProcess(here(line)) : here(line))
                .forEach(line ->
                        assertThat(said).anyMatch(is -> withoutProcess(is).equals(line)));
        String next = null;
        for (Step step : steps.subList(1, steps.size())) {
            if (step.command().startsWith("kill ")) {
                shell.run(step.command().replace(SHOWN_PROCESS, nodes.get(0).toString()), List.of());
            } else if (step.command().contains(" SENTINEL ")) {
                next = nextPort(here(step.command()));
            } else {
                String command =
                        next == null ? here(step.command()) : step.command().replace(SHOWN_NEXT_PORT, next);
                assertThat(shell.run(command, List.of())).as(command).isEqualTo(step.printed());
            }
        }
        assertThat(next).isNotNull();
        stop();
    }

    @Test
    void aClusterThatIsThereIsStartedAgain() throws Exception {
        start();
        assertThat(ask(0, "QUEUE PUT jobs hello")).isEqualTo("1");
        stop();
        nodes.clear();
        assertThat(start()).noneMatch(line -> line.contains("CLUSTER ADD"));
        Await.until(
                "a node has the item",
                () -> List.of(0, 1, 2).stream()
                        .anyMatch(node -> ask(node, "QUEUE SIZE jobs").equals("1")));
        stop();
        assertThat(shell.run(SCRIPT + " --port 1", List.of()))
                .containsExactly("three-nodes.sh: the cluster in "
                        + home.toRealPath().resolve("three-nodes") + " has the port " + port + ", not 1");
    }

    @Test
    void wrongArgumentsAreRefusedInOneLine() throws IOException {
        assertThat(shell.run(SCRIPT + " --port 70000", List.of()))
                .containsExactly("three-nodes.sh: --port 70000: expected a port up to 65513");
        assertThat(shell.run(SCRIPT + " --nodes 5", List.of()))
                .containsExactly("three-nodes.sh: --nodes: expected --port PORT or a directory");
        assertThat(shell.run(SCRIPT + " --help", List.of()))
                .first()
                .asString()
                .contains("three-nodes.sh [--port PORT]");
    }

    private static List<Step> steps() {
        return CHAPTER.blocks("console").stream()
                .flatMap(block -> Transcript.of(block).steps().stream())
                .toList();
    }

    /** Starts the script, and returns the lines that it prints until all nodes are there. */
    private List<String> start() throws IOException {
        script = shell.start("JAVA_OPTS='-XX:TieredStopAtLevel=1 -Xmx256m' exec " + SCRIPT + " --port " + port);
        BoundedProcess.endAfter(script, 250);
        output = script.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            Matcher process = PROCESS.matcher(line);
            if (process.matches()) {
                nodes.add(Long.parseLong(process.group(2)));
            }
            if (line.equals(LAST_LINE)) {
                return said;
            }
        }
        throw new AssertionError("the script has ended: " + said);
    }

    /** What Ctrl-C does, from a process without a terminal. */
    private void stop() throws Exception {
        script.toHandle().destroy();
        assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(128 + 15);
        assertThat(nodes)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                        .isEmpty());
    }

    private String here(String shown) {
        return PORT.matcher(shown).replaceAll(match -> String.valueOf(port + Integer.parseInt(match.group(1)) - 1));
    }

    private static String withoutProcess(String line) {
        return line.replaceAll("process \\d+", "process");
    }

    private String nextPort(String command) {
        List<String> address = new ArrayList<>();
        Await.until("another node leads", () -> {
            address.clear();
            address.addAll(shellRun(command));
            return address.size() == 2 && !address.get(1).contains(String.valueOf(port));
        });
        assertThat(address.get(0)).isEqualTo("1) \"127.0.0.1\"");
        return address.get(1).replaceAll("2\\) |\"", "");
    }

    private String ask(int node, String command) {
        return String.join("\n", shellRun("env -u FAKETTY redis-cli -p " + (port + node) + " " + command));
    }

    private List<String> shellRun(String command) {
        try {
            return shell.run(command, List.of());
        } catch (IOException e) {
            throw new AssertionError(command, e);
        }
    }
}
