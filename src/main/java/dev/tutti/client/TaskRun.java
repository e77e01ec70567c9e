package dev.tutti.client;

import dev.tutti.client.TuttiException.ServerFull;
import dev.tutti.client.TuttiException.TooBig;
import dev.tutti.consumer.ContextTask;
import dev.tutti.consumer.Task;
import dev.tutti.consumer.TaskContext;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * One item that a worker runs, from its delivery until the server has been told its end. It is on the event loop, but
 * for the methods of {@link TaskContext}, which any thread may call.
 */
final class TaskRun implements TaskContext {

    private static final Logger LOG = System.getLogger(TaskRun.class.getName());
    private static final int MOST_PROGRESS = 4096;
    private static final long PROGRESS_MILLIS = 100;
    /** The time that a stopped task has to end before its item goes back all the same. */
    private static final long ABORT_MILLIS = 1_000;

    private static final Backoff RETRIES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final Client client;
    private final Item item;
    private final ContextTask task;
    private final Executor executor;
    private final Promise<Void> end = Promise.promise();
    private boolean isAborted;
    private boolean isReleased;

    // ---- under the lock of this object

    private final List<Runnable> callbacks = new ArrayList<>();
    private Thread inside;
    private boolean isStopped;
    private boolean isOver;
    private Buffer progress;
    private boolean isProgressNew;
    private boolean isTelling;

    TaskRun(Client client, Item item, ContextTask task, Executor executor) {
        this.client = client;
        this.item = item;
        this.task = task;
        this.executor = executor;
    }

    /** The future completes when nothing of the task runs any more. It never fails. */
    Future<Void> start() {
        item.whenLost(this::stop);
        if (task instanceof Task) {
            execute();
        } else {
            client.call(Command.of("QUEUE", "INSPECT", item.queue(), item.id()), true)
                    .onComplete(this::inspected);
        }
        return end.future();
    }

    private void inspected(AsyncResult<Object> reply) {
        if (reply.result() instanceof Map<?, ?> map && map.get("progress") instanceof Buffer last) {
            synchronized (this) {
                progress = last;
            }
        }
        execute();
    }

    private void execute() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.WARNING, item + " goes back, since its executor refuses it", e);
            release();
        }
    }

    /** On a thread of the executor. */
    private void run() {
        Future<Buffer> result;
        try {
            enter();
            result = task.run(item.body(), this);
        } catch (Throwable error) {
            result = Future.failedFuture(error);
        } finally {
            leave();
        }
        Future<Buffer> future =
                result == null ? Future.failedFuture(new NullPointerException("the task returned null")) : result;
        future.onComplete(ended -> client.onLoop(() -> {
            ended(ended);
            return Future.succeededFuture();
        }));
    }

    private synchronized void enter() {
        if (isStopped) {
            throw new CancellationException();
        }
        // An event loop is not interrupted: it serves others.
        inside = Context.isOnEventLoopThread() ? null : Thread.currentThread();
    }

    private synchronized void leave() {
        inside = null;
        // An interrupt that came too late for the task must not hit the next one.
        Thread.interrupted();
    }

    // ---- its end

    private void ended(AsyncResult<Buffer> result) {
        boolean wasStopped;
        synchronized (this) {
            isOver = true;
            wasStopped = isStopped;
            callbacks.clear();
        }
        if (isAborted) {
            release();
        } else if (wasStopped) {
            end.tryComplete();
        } else if (result.succeeded() && result.result() != null) {
            tell(() -> item.done(result.result()), 0);
        } else {
            String message = result.succeeded() ? "the task has no result" : messageOf(result.cause());
            LOG.log(Level.DEBUG, item + " failed", result.cause());
            tell(() -> item.fail(message), 0);
        }
    }

    private static String messageOf(Throwable failure) {
        String name = failure.getClass().getName();
        try {
            String message = failure.getMessage();
            return message == null || message.isBlank() ? name : message;
        } catch (RuntimeException | StackOverflowError broken) {
            return name + " (its message failed with " + broken.getClass().getName() + ")";
        }
    }

    /** Tells the server the end of the item, again and again while it has no room for the result. */
    private void tell(Supplier<Future<Void>> how, int attempt) {
        how.get().onSuccess(told -> end.tryComplete()).onFailure(error -> {
            if (isAborted || isStopped()) {
                release();
            } else if (error instanceof ServerFull) {
                LOG.log(Level.WARNING, "{0}: {1}", item, error.getMessage());
                client.vertx().setTimer(RETRIES.millis(attempt), due -> tell(how, attempt + 1));
            } else if (error instanceof TooBig && attempt == 0) {
                tell(() -> item.fail(error.getMessage()), 1);
            } else {
                LOG.log(Level.INFO, "the end of {0} was not told: {1}", item, error.toString());
                release();
            }
        });
    }

    /** Gives the item back, if it is still this client's. */
    private void release() {
        if (!isReleased) {
            isReleased = true;
            item.release().onComplete(released -> end.tryComplete());
        }
    }

    /** The worker has no more time: the task is stopped, and the item goes back. */
    void abort() {
        isAborted = true;
        stop(null);
        client.vertx().setTimer(ABORT_MILLIS, late -> release());
    }

    /** @param reason null if this client stops it */
    private void stop(Throwable reason) {
        List<Runnable> stopped;
        synchronized (this) {
            if (isStopped || isOver) {
                return;
            }
            isStopped = true;
            stopped = List.copyOf(callbacks);
            callbacks.clear();
            if (inside != null) {
                inside.interrupt();
            }
        }
        if (reason != null) {
            LOG.log(Level.INFO, "{0} was stopped: {1}", item, reason.getMessage());
        }
        stopped.forEach(this::callBack);
    }

    private void callBack(Runnable callback) {
        try {
            executor.execute(() -> {
                try {
                    callback.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "a callback of " + item + " failed", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.WARNING, "a callback of " + item + " cannot be run", e);
        }
    }

    private synchronized boolean isStopped() {
        return isStopped;
    }

    // ---- TaskContext

    @Override
    public String queue() {
        return item.queue();
    }

    @Override
    public long id() {
        return item.id();
    }

    @Override
    public int attempt() {
        return item.attempt();
    }

    @Override
    public boolean isCancelled() {
        return isStopped();
    }

    @Override
    public void onCancelled(Runnable callback) {
        synchronized (this) {
            if (!isStopped) {
                if (!isOver) {
                    callbacks.add(callback);
                }
                return;
            }
        }
        callBack(callback);
    }

    @Override
    public void progress(Buffer told) {
        if (told.length() > MOST_PROGRESS) {
            throw new IllegalArgumentException(
                    "a progress of " + told.length() + " bytes is more than " + MOST_PROGRESS);
        }
        synchronized (this) {
            if (isStopped) {
                throw new CancellationException();
            }
            if (isOver) {
                return;
            }
            progress = told.copy();
            isProgressNew = true;
            if (isTelling) {
                return;
            }
            isTelling = true;
        }
        client.onLoop(() -> {
            tellProgress();
            return Future.succeededFuture();
        });
    }

    /** One touch at a time, and about ten in a second. */
    private void tellProgress() {
        Buffer told;
        synchronized (this) {
            if (!isProgressNew || isStopped || isOver) {
                isTelling = false;
                return;
            }
            isProgressNew = false;
            told = progress;
        }
        item.touch(told)
                .onFailure(error -> LOG.log(Level.DEBUG, "{0}: {1}", item, error.toString()))
                .onComplete(touched -> client.vertx().setTimer(PROGRESS_MILLIS, due -> tellProgress()));
    }

    @Override
    public synchronized Optional<Buffer> lastProgress() {
        return Optional.ofNullable(progress).map(Buffer::copy);
    }
}
