import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node of the cluster: a process with a directory of its own and, if there are namespaces, a network of its own. */
final class Node {

    private static final long END_SECONDS = 60;

    final String name;
    final InetSocketAddress client;
    final InetSocketAddress raft;
    private final Path home;
    private final Path log;
    private final boolean hasNamespace;
    private final JsonObject configuration;
    private Process process;
    private boolean isToRun;
    private boolean isStopped;

    /** @param configuration of this node alone */
    Node(
            String name,
            InetSocketAddress client,
            InetSocketAddress raft,
            Path work,
            boolean hasNamespace,
            JsonObject configuration)
            throws IOException {
        this.name = name;
        this.client = client;
        this.raft = raft;
        this.home = Files.createDirectories(work.resolve("nodes").resolve(name));
        this.log = work.resolve(name + ".log");
        this.hasNamespace = hasNamespace;
        this.configuration = configuration;
    }

    Path home() {
        return home;
    }

    Path journal() {
        return home.resolve("data");
    }

    // ---- processes

    private Process launch(String... arguments) throws IOException {
        Path file = Files.writeString(home.resolve("config.json"), configuration.encodePrettily());
        List<String> command = new ArrayList<>();
        if (hasNamespace) {
            command.addAll(List.of("nsenter", "--net=/run/netns/" + name));
        }
        Path root = Path.of(System.getProperty("home"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // Namespaces of processes share /tmp, where they would have the same name.
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dslf4j.provider=dev.tutti.log.LogProvider",
                "-Dslf4j.internal.verbosity=WARN",
                "-Dlogback.configurationFile=" + root.resolve("src/bench/cluster/logback.xml"),
                "-Dtutti.home=" + root,
                "-cp",
                root.resolve("target/classes") + File.pathSeparator + root.resolve("target/lib") + "/*",
                "dev.tutti.Tutti",
                "--conf",
                file.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Begins a cluster of this node alone, which then has to be started. */
    void begin() throws IOException, InterruptedException {
        if (launch("--cluster-init").waitFor() != 0) {
            throw new IOException("the cluster cannot be begun: " + lastLines(3));
        }
    }

    synchronized void start() throws IOException {
        process = launch();
        isToRun = true;
        isStopped = false;
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid())).start().waitFor();
    }

    private int end(String signal) throws IOException, InterruptedException {
        isToRun = false;
        signal(signal);
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }

    synchronized void kill() throws IOException, InterruptedException {
        end("KILL");
    }

    /** Ends the process in order, and returns its exit code, or -1 if it did not end in time. */
    synchronized int terminate() throws IOException, InterruptedException {
        return end("TERM");
    }

    /** Kills the process, if it still runs, and does not wait for its end. */
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    synchronized void pause() throws IOException, InterruptedException {
        isStopped = true;
        signal("STOP");
    }

    synchronized void goOn() throws IOException, InterruptedException {
        if (isStopped) {
            isStopped = false;
            signal("CONT");
        }
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether the process has ended without being told to. */
    synchronized boolean hasEndedByItself() {
        return isToRun && !process.isAlive();
    }

    synchronized int exitCode() {
        return process.exitValue();
    }

    /** The last lines that it has written. */
    List<String> lastLines(int count) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
}
