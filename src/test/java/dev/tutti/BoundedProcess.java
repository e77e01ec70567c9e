package dev.tutti;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts child processes that end with this one at the latest, or when they have run for longer than any test needs.
 */
public final class BoundedProcess {

    private static final int MOST_SECONDS = 100;

    private BoundedProcess() {}

    /** Starts a process. Its output ends after {@link #MOST_SECONDS} at the latest, even if the process hangs. */
    public static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        endAfter(process, MOST_SECONDS);
        return process;
    }

    /** The start of a Java process that runs a class of the tests, and compiles quickly. */
    public static ProcessBuilder ofTestClass(Class<?> main, String... args) {
        Path target = Path.of("target").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                        File.pathSeparator,
                        target.resolve("classes").toString(),
                        target.resolve("test-classes").toString(),
                        target.resolve("lib") + "/*"),
                main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    /**
     * Kills the process if it still runs after this many seconds. If it is a Java process, its threads are printed
     * before.
     */
    public static void endAfter(Process process, int seconds) {
        String command = process.info().commandLine().orElse("a process");
        process.onExit().orTimeout(seconds, TimeUnit.SECONDS).exceptionallyAsync(late -> {
            System.err.println("killed after " + seconds + " s: " + command);
            try {
                if (ThreadDump.isJava(process.toHandle())) {
                    ThreadDump.of(process.toHandle()).forEach(System.err::println);
                }
            } catch (IOException | InterruptedException e) {
                System.err.println("its threads cannot be printed: " + e);
            } finally {
                end(process);
            }
            return process;
        });
    }

    /** Kills the process and its descendants, and returns at once. */
    public static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // By its handle, since Process.destroyForcibly also closes the streams.
        process.toHandle().destroyForcibly();
    }
}
