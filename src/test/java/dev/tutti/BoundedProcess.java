package dev.tutti;

import java.io.IOException;
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
