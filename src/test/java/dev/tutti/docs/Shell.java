package dev.tutti.docs;

import dev.tutti.BoundedProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs commands as a reader of the documents would, in one directory. */
public final class Shell {

    private static final int PATIENCE_SECONDS = 60;
    private static final String JAVA = System.getProperty("java.home");

    private final Path directory;
    private final String path;

    public Shell(Path directory) {
        this.directory = directory;
        this.path = System.getenv("PATH");
    }

    private Shell(Path directory, String path) {
        this.directory = directory;
        this.path = path;
    }

    /** One that finds the first of several python3 that has the Redis client, if any has. */
    public Shell withPythonThatHasRedis() {
        return Stream.of(path.split(":"))
                .filter(candidate -> Files.isExecutable(Path.of(candidate, "python3")))
                .map(candidate -> new Shell(directory, candidate + ":" + path))
                .filter(shell -> shell.succeeds("python3 -c 'import redis'"))
                .findFirst()
                .orElse(this);
    }

    public boolean succeeds(String command) {
        try {
            Process process = start(command);
            process.getOutputStream().close();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            return exitCode(process, command) == 0;
        } catch (IOException e) {
            throw new AssertionError(command, e);
        }
    }

    /** Runs a command to its end; gives the lines it prints. */
    public List<String> run(String command, List<String> typed) throws IOException {
        Process process = start(command);
        BoundedProcess.endAfter(process, PATIENCE_SECONDS);
        try (OutputStream input = process.getOutputStream()) {
            for (String line : typed) {
                input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        List<String> printed =
                process.inputReader(StandardCharsets.UTF_8).lines().toList();
        exitCode(process, command);
        return printed;
    }

    /** Starts a command with what it prints as errors among its output. */
    public Process start(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PATH", Path.of(JAVA, "bin") + ":" + path);
        builder.environment().put("JAVA_HOME", JAVA);
        // Has redis-cli print as it does on a terminal.
        builder.environment().put("FAKETTY", "1");
        // Where Python looks for its sitecustomize.py, which is to say how it prints.
        builder.environment().merge("PYTHONPATH", directory.toString(), (theirs, ours) -> ours + ":" + theirs);
        builder.environment().put("NODE_PATH", NodeClients.modules().toString());
        builder.environment().remove("PYTHONUNBUFFERED");
        return BoundedProcess.start(builder);
    }

    private static int exitCode(Process process, String command) {
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new AssertionError("did not end: " + command);
        } catch (InterruptedException e) {
            throw new AssertionError(command, e);
        } finally {
            BoundedProcess.end(process);
        }
    }
}
