package dev.tutti;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Starts another process that ends at the latest with this one, or when it has run for longer than any test needs. */
public final class BoundedProcess {

    private static final int MOST_SECONDS = 100;

    private BoundedProcess() {}

    /** Starts it. Whoever reads what it prints comes to the end of that, even if it hangs. */
    public static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        endAfter(process, MOST_SECONDS);
        return process;
    }

    /** The same for one that has less time. */
    public static void endAfter(Process process, int seconds) {
        String command = process.info().commandLine().orElse("a process");
        process.onExit().orTimeout(seconds, TimeUnit.SECONDS).exceptionally(late -> {
            System.err.println("killed after " + seconds + " s: " + command);
            end(process);
            return process;
        });
    }

    /** Kills it with those that it has started, and returns at once. */
    public static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // By the handle: the process itself closes its streams with that.
        process.toHandle().destroyForcibly();
    }
}
