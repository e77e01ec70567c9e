package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server in a process of its own, with the class path and Java options of {@code run.sh}. */
public final class ServerProcess {

    private static final Pattern LISTENS = Pattern.compile("listens on \\S+:(\\d+);");

    private final Process process;
    private final BufferedReader output;
    private final List<String> said = new ArrayList<>();

    private ServerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts a server as a {@link BoundedProcess} whose working and temporary directory is the given one. */
    static ServerProcess start(Path directory, String... args) throws IOException {
        return start(directory, List.of(), args);
    }

    /** Starts a server with Java options that halve the time of the start and make the server slower later. */
    public static ServerProcess startQuickly(Path directory, String... args) throws IOException {
        return start(directory, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), args);
    }

    /** Starts a server that finds the classes of the tests as if they were a user's. */
    static ServerProcess startWithTestClasses(Path directory, String... args) throws IOException {
        Path classes = Path.of("target/test-classes").toAbsolutePath();
        return start(directory, List.of(), File.pathSeparator + classes, args);
    }

    /** Starts a server with a heap of this size, such as {@code 64m}. */
    public static ServerProcess startWithHeap(String heap, Path directory, String... args) throws IOException {
        List<String> options = List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
        return start(directory, options, args);
    }

    /** The same with the collector that {@code run.sh} chooses. */
    static ServerProcess startWithHeapOfRunScript(String heap, Path directory, String... args) throws IOException {
        List<String> options = List.of(
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "-XX:InitialRAMPercentage=3",
                "-XX:MaxTenuringThreshold=1",
                "-XX:+ExitOnOutOfMemoryError");
        return start(directory, options, args);
    }

    /** Starts a server that writes into this file the name of each class that it loads. */
    static ServerProcess startListingClasses(Path list, Path directory, String... args) throws IOException {
        return start(directory, List.of("-Xlog:class+load:file=" + list), args);
    }

    /** Starts a server that may open so many files at a time. */
    static ServerProcess startWithFiles(int files, Path directory, String... args) throws IOException {
        List<String> limited = List.of("bash", "-c", "ulimit -n " + files + "; exec \"$@\"", "bash");
        return new ServerProcess(limited, directory, List.of(), "", args);
    }

    /** Starts a server with variables of the environment, each as {@code NAME=value}. */
    static ServerProcess startWithEnvironment(List<String> variables, Path directory, String... args)
            throws IOException {
        List<String> with = new ArrayList<>(List.of("env"));
        with.addAll(variables);
        return new ServerProcess(with, directory, List.of("-XX:TieredStopAtLevel=1"), "", args);
    }

    private static ServerProcess start(Path directory, List<String> options, String... args) throws IOException {
        return start(directory, options, "", args);
    }

    private static ServerProcess start(Path directory, List<String> options, String moreClasses, String... args)
            throws IOException {
        return new ServerProcess(List.of(), directory, options, moreClasses, args);
    }

    /** @param starter a command that runs the command behind it */
    private ServerProcess(
            List<String> starter, Path directory, List<String> options, String moreClasses, String... args)
            throws IOException {
        this(BoundedProcess.start(new ProcessBuilder(command(starter, directory, options, moreClasses, args))
                .directory(directory.toFile())));
    }

    private static List<String> command(
            List<String> starter, Path directory, List<String> options, String moreClasses, String... args) {
        Path home = Path.of("").toAbsolutePath();
        List<String> command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-Dslf4j.provider=dev.tutti.log.LogProvider");
        command.add("-Dslf4j.internal.verbosity=WARN");
        command.add("-Dtutti.home=" + home);
        command.add("-Djava.io.tmpdir=" + directory);
        command.add("-cp");
        command.add(
                home.resolve("target/classes") + File.pathSeparator + home.resolve("target/lib") + "/*" + moreClasses);
        command.add("dev.tutti.Tutti");
        command.addAll(List.of(args));
        return command;
    }

    /** Waits for the next line on standard output. */
    public String firstLine() throws IOException {
        String line = output.readLine();
        if (line != null) {
            said.add(line);
        }
        return line;
    }

    /** The lines that were read so far. */
    List<String> said() {
        return said;
    }

    /** Waits for a line with this text on standard output, and returns it. A slow machine may log others before it. */
    String lineWith(String text) throws IOException {
        for (String line = firstLine(); line != null; line = firstLine()) {
            if (line.contains(text)) {
                return line;
            }
        }
        throw new IOException("no line with \"" + text + "\" among " + said + ", and errors: " + errors());
    }

    /** Waits until the server listens, and returns its port. */
    public int port() throws IOException {
        for (String line = firstLine(); line != null; line = firstLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                return Integer.parseInt(listens.group(1));
            }
        }
        throw new IOException("the server did not start: " + errors());
    }

    /** Waits for the end of standard output, and returns what was not read yet. */
    public String output() {
        return output.lines().collect(Collectors.joining("\n"));
    }

    /** Waits for the end of standard error, and returns its lines. */
    public List<String> errors() {
        return process.errorReader().lines().collect(Collectors.toList());
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end");
        }
        return process.exitValue();
    }

    /** Sends SIGKILL and returns at once. Does nothing if the process has ended. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Sends a signal by its name, such as HUP. */
    public void signal(String name) throws IOException, InterruptedException {
        String pid = String.valueOf(process.pid());
        assertThat(BoundedProcess.start(new ProcessBuilder("kill", "-s", name, pid))
                        .waitFor())
                .isZero();
    }

    /** Sends a signal so many times at once. */
    void signal(String name, int times) throws IOException, InterruptedException {
        String kill = ("kill -s " + name + " " + process.pid() + "; ").repeat(times);
        assertThat(BoundedProcess.start(new ProcessBuilder("bash", "-c", kill)).waitFor())
                .isZero();
    }

    /** Sends a signal again and again until the process has ended. */
    void signalUntilItsEnd(String name) throws IOException, InterruptedException {
        String kill = "while kill -s " + name + " " + process.pid() + "; do :; done";
        BoundedProcess.start(new ProcessBuilder("bash", "-c", kill)).waitFor();
    }

    /** Sends SIGTERM. Uses the process handle, since Process.destroy also closes the streams. */
    public void terminate() {
        process.toHandle().destroy();
    }
}
