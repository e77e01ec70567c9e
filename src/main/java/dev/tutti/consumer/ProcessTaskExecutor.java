package dev.tutti.consumer;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a command for each item. The item is the process's standard input, and its standard output is the result, byte
 * for byte. There is no shell, the arguments are fixed, and the environment has only {@code PATH}, {@code LANG} and
 * what names the item: {@code TUTTI_QUEUE}, {@code TUTTI_ID} and {@code TUTTI_ATTEMPT}.
 *
 * <p>The event loop never waits for a process. Each process has two threads: one starts it, reads its output and waits
 * for its end, and one reads its standard error. A third writes an item that may not fit into a pipe. Pipes can only
 * be read by blocking, and all of them must be served at the same time, or the process stalls. The threads belong to
 * this consumer, are kept for later items, and are limited by its concurrency.
 */
final class ProcessTaskExecutor implements TaskExecutor {

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final long IDLE_THREAD_SECONDS = 10;

    private final List<String> command;
    private final int maxItemSize;
    private final Context context;
    private final ExecutorService threads;

    ProcessTaskExecutor(Vertx vertx, String queue, List<String> command, int maxItemSize) {
        this.command = List.copyOf(command);
        this.maxItemSize = maxItemSize;
        this.context = vertx.getOrCreateContext();
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemonThreads("tutti-exec-" + queue + "-"));
    }

    @Override
    public TaskExecution run(DeliveredItem item) {
        ProcessExecution execution = new ProcessExecution(command, item, maxItemSize, context, threads);
        threads.execute(execution);
        return execution;
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private static ThreadFactory daemonThreads(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The search path for commands, for processes and for {@link #problem}. */
    static String path() {
        String path = System.getenv("PATH");
        return path == null || path.isEmpty() ? DEFAULT_PATH : path;
    }

    /**
     * The reason why the command cannot be run, if it is not there or not an executable file. The text is to follow the
     * program's name. Reads the disk.
     */
    static Optional<String> problem(List<String> command) {
        String program = command.get(0);
        if (program.indexOf('/') >= 0) {
            return executable(Path.of(program)) ? Optional.empty() : Optional.of("is not an executable file");
        }
        for (String folder : path().split(File.pathSeparator)) {
            if (executable(Path.of(folder, program))) {
                return Optional.empty();
            }
        }
        return Optional.of("is not a command on the PATH, " + path());
    }

    private static boolean executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
