package dev.tutti.consumer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One item that a child process works on, from the start of the process to the end of its output. The item succeeds if
 * the process exits with 0 after its output has ended. So if the process leaves a background process that still has
 * the output open, the item runs until that one ends too.
 *
 * <p>{@link #run} is called on a thread of its own, {@link #cancel} on the consumer's context.
 */
final class ProcessExecution implements TaskExecution, Runnable {

    /** The size of a pipe's buffer that POSIX guarantees, so that an item of this size is written without waiting. */
    private static final int PIPE_BUFFER = 512;
    /** Exit codes of processes that were ended by SIGHUP, SIGINT or SIGTERM, which are often sent to a whole group. */
    private static final Set<Integer> SIGNALLED = Set.of(128 + 1, 128 + 2, 128 + 15);
    /** A server that got the same signal cancels its items within this time. */
    private static final long STOP_SECONDS = 2;

    private final List<String> command;
    private final DeliveredItem item;
    private final int maxItemSize;
    private final Context context;
    private final Executor threads;
    private final Promise<Buffer> result = Promise.promise();

    private final CountDownLatch cancelled = new CountDownLatch(1);
    /**
     * Null until the process has been started. {@link #run} sets it before it checks for cancellation, and {@link
     * #cancel} does so in the reverse order, so that one of them kills the process.
     */
    private volatile Process process;

    ProcessExecution(List<String> command, DeliveredItem item, int maxItemSize, Context context, Executor threads) {
        this.command = command;
        this.item = item;
        this.maxItemSize = maxItemSize;
        this.context = context;
        this.threads = threads;
    }

    @Override
    public Future<Buffer> result() {
        return result.future();
    }

    @Override
    public void cancel() {
        cancelled.countDown();
        Process child = process;
        if (child != null && !result.future().isComplete()) {
            // On another thread, since finding the descendants reads the whole process table.
            threads.execute(() -> kill(child));
        }
    }

    @Override
    public void run() {
        try {
            Buffer output = runProcess();
            context.runOnContext(v -> result.complete(output));
        } catch (Throwable failure) {
            Throwable cause = isCancelled() ? new CancellationException("cancelled") : failure;
            context.runOnContext(v -> result.fail(cause));
        }
    }

    private boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    private Buffer runProcess() throws Exception {
        if (isCancelled()) {
            throw new CancellationException("cancelled");
        }
        Process child = start();
        process = child;
        if (isCancelled()) {
            kill(child);
        }
        try {
            return exchange(child);
        } catch (Throwable failure) {
            kill(child);
            throw failure;
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", ProcessTaskExecutor.path());
        String lang = System.getenv("LANG");
        if (lang != null) {
            environment.put("LANG", lang);
        }
        environment.put("TUTTI_QUEUE", item.queue());
        environment.put("TUTTI_ID", String.valueOf(item.id()));
        environment.put("TUTTI_ATTEMPT", String.valueOf(item.attempt()));
        return builder.start();
    }

    private Buffer exchange(Process child) throws Exception {
        CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> errors(child), threads);
        CompletableFuture<Void> fed = feed(child.getOutputStream());
        byte[] output = child.getInputStream().readNBytes(maxItemSize + 1);
        if (output.length > maxItemSize) {
            throw new TaskFailure("the output of \"" + command.get(0) + "\" is over maxItemSize (" + maxItemSize
                    + " bytes); it was killed");
        }
        int status = child.waitFor();
        byte[] message = errors.join();
        fed.join();
        if (SIGNALLED.contains(status)) {
            // If the server is stopped by the same signal, the item was interrupted and has not failed.
            cancelled.await(STOP_SECONDS, TimeUnit.SECONDS);
        }
        if (status != 0) {
            Buffer text = TaskFailure.stripTrailing(message);
            throw new TaskFailure(text.length() == 0 ? Buffer.buffer("exit status " + status) : text);
        }
        return Buffer.buffer(output);
    }

    private CompletableFuture<Void> feed(OutputStream input) {
        if (item.body().length() <= PIPE_BUFFER) {
            write(input);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> write(input), threads);
    }

    private void write(OutputStream input) {
        try (input) {
            input.write(item.body().getBytes());
        } catch (IOException unread) {
            // A process need not read its input. Its exit status tells whether it succeeded.
        }
    }

    /** The start of the standard error. The rest is read and dropped, so that the process never stalls. */
    private static byte[] errors(Process child) {
        try (InputStream errors = child.getErrorStream()) {
            byte[] start = errors.readNBytes(TaskFailure.MAX_TEXT + 1);
            errors.transferTo(OutputStream.nullOutputStream());
            return start;
        } catch (IOException broken) {
            return ("its standard error cannot be read: " + broken.getMessage()).getBytes();
        }
    }

    /**
     * Kills the process and its descendants. The descendants are listed first, since they can only be found while
     * their parent lives. Then the process is killed before them, since it may start more. At last the processes that
     * those in the list started meanwhile are killed.
     */
    private static void kill(Process child) {
        List<ProcessHandle> processes =
                Stream.concat(Stream.of(child.toHandle()), child.descendants()).toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
    }
}
