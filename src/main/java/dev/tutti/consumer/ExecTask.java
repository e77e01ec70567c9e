package dev.tutti.consumer;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
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
 * Runs a command for each item: the item is the child's standard input, its standard output, byte for byte, the result.
 * There is no shell, the arguments are fixed, and of the environment only {@code PATH} and {@code LANG} are passed on.
 *
 * <p>The event loop never waits for a child. Each child has a thread that starts it, reads its output and waits for its
 * end, one that reads its standard error and, for an item that may not fit into a pipe, one that feeds it: pipes can only
 * be read by blocking, and all of them must be read at once or the child stalls. The threads are this consumer's own,
 * are kept for the next child, and are bounded by its concurrency.
 */
final class ExecTask implements TaskExecutor {

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final long IDLE_THREAD_SECONDS = 10;

    private final List<String> command;
    private final int maxItemSize;
    private final Context context;
    private final ExecutorService threads;

    ExecTask(Vertx vertx, String queue, List<String> command, int maxItemSize) {
        this.command = List.copyOf(command);
        this.maxItemSize = maxItemSize;
        this.context = vertx.getOrCreateContext();
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemons("tutti-exec-" + queue + "-"));
    }

    @Override
    public TaskExecution run(Buffer item) {
        ChildProcess child = new ChildProcess(command, item, maxItemSize, context, threads);
        threads.execute(child);
        return child;
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** What children search for commands, and so does {@link #problem}. */
    static String path() {
        String path = System.getenv("PATH");
        return path == null || path.isEmpty() ? DEFAULT_PATH : path;
    }

    /**
     * Why the command cannot be run, in words that go behind the program's name, if it cannot: it is not there, or is
     * not an executable file. Looks at the disk.
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
