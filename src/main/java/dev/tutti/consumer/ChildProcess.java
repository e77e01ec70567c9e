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
 * One child process, from its start to the end of its output. It has succeeded when it exits with 0 after its output has
 * ended, so one that leaves a background process behind on its output runs on until that ends too.
 *
 * <p>{@link #run} is called on a thread of its own, {@link #cancel} on the consumer's context.
 */
final class ChildProcess implements TaskExecution, Runnable {

    /** POSIX promises a pipe at least this much room, so that an item of this size is written without waiting. */
    private static final int FITS_A_PIPE = 512;
    /** What ends a whole group of processes: Ctrl-C, a terminal that is closed, a service that is stopped. */
    private static final Set<Integer> STOPPED = Set.of(128 + 1, 128 + 2, 128 + 15);
    /** How long a server that is in that group takes at most from the signal to cancelling what it runs. */
    private static final long STOP_SECONDS = 2;

    private final List<String> command;
    private final Buffer item;
    private final int maxItemSize;
    private final Context context;
    private final Executor threads;
    private final Promise<Buffer> result = Promise.promise();

    private final CountDownLatch cancelled = new CountDownLatch(1);
    /** Null until the child has been started. Set before asking whether it is cancelled; cancel does the reverse. */
    private volatile Process process;

    ChildProcess(List<String> command, Buffer item, int maxItemSize, Context context, Executor threads) {
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
            // Looking for descendants reads the whole process table.
            threads.execute(() -> kill(child));
        }
    }

    @Override
    public void run() {
        try {
            Buffer output = converse();
            context.runOnContext(v -> result.complete(output));
        } catch (Throwable failure) {
            Throwable cause = isCancelled() ? new CancellationException("cancelled") : failure;
            context.runOnContext(v -> result.fail(cause));
        }
    }

    private boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    private Buffer converse() throws Exception {
        if (isCancelled()) {
            throw new CancellationException("cancelled");
        }
        Process child = start();
        process = child;
        if (isCancelled()) {
            kill(child);
        }
        try {
            return converseWith(child);
        } catch (Throwable failure) {
            kill(child);
            throw failure;
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", ExecTask.path());
        String lang = System.getenv("LANG");
        if (lang != null) {
            environment.put("LANG", lang);
        }
        return builder.start();
    }

    private Buffer converseWith(Process child) throws Exception {
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
        if (STOPPED.contains(status)) {
            // If the server is being stopped as well, the item has not failed but is cut short.
            cancelled.await(STOP_SECONDS, TimeUnit.SECONDS);
        }
        if (status != 0) {
            Buffer text = TaskFailure.stripTrailing(message);
            throw new TaskFailure(text.length() == 0 ? Buffer.buffer("exit status " + status) : text);
        }
        return Buffer.buffer(output);
    }

    private CompletableFuture<Void> feed(OutputStream input) {
        if (item.length() <= FITS_A_PIPE) {
            write(input);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> write(input), threads);
    }

    private void write(OutputStream input) {
        try (input) {
            input.write(item.getBytes());
        } catch (IOException unread) {
            // A child need not read its input: it has closed it or has ended. Its exit status tells how it went.
        }
    }

    /** The start of what the child writes to its standard error; the rest is read and dropped, so that it never stalls. */
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
     * Kills the child and its descendants: the child first, since it may start more of them, and after a look at who they
     * are, since they can only be found while it lives; then, once more, what those started meanwhile.
     */
    private static void kill(Process child) {
        List<ProcessHandle> family =
                Stream.concat(Stream.of(child.toHandle()), child.descendants()).toList();
        family.forEach(ProcessHandle::destroyForcibly);
        family.stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
    }
}
