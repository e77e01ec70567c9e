package dev.tutti.consumer;

import dev.tutti.config.ConsumerConfig;
import dev.tutti.platform.Contexts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the items of one consumer instance on its {@link TaskExecutor}, and makes sure that an item that throws, hangs
 * or returns too much fails itself and nothing else. Created and used on the consumer's event loop only.
 *
 * <p>An item that times out or is cancelled fails at once. It counts against the capacity until no code of it runs any
 * more. If that takes longer than {@link #GRACE_MILLIS}, the item is abandoned, and another may run instead of it.
 * Each abandoned item may hold a thread for good, so those beyond {@link #MAX_ABANDONED} lower the capacity.
 */
final class TaskSupervisor {

    /** The time that a stopped item has to end before it is abandoned. */
    static final long GRACE_MILLIS = 1000;
    /** The number of abandoned items that do not lower the capacity. */
    static final int MAX_ABANDONED = 16;
    /** The time that the stop of a task may take. */
    private static final long STOP_MILLIS = 5000;

    private static final Logger log = LoggerFactory.getLogger(TaskSupervisor.class);

    private final Vertx vertx;
    private final TaskExecutor executor;
    private final String queue;
    private final int concurrency;
    private final long timeoutMillis;
    private final int maxItemSize;

    /** The items that count against the capacity. */
    private final Set<SupervisedExecution> executions = new HashSet<>();

    private int abandoned;
    private boolean stopping;
    private Runnable capacityHandler = () -> {};

    TaskSupervisor(Vertx vertx, ConsumerConfig config, TaskEventLoop eventLoop, int maxItemSize) {
        this(
                vertx,
                TaskExecutors.create(vertx, config, eventLoop, maxItemSize),
                config.queue(),
                config.concurrency(),
                config.timeoutMillis(),
                maxItemSize);
    }

    /** @param timeoutMillis the time that an item may take; 0 for any time */
    TaskSupervisor(
            Vertx vertx, TaskExecutor executor, String queue, int concurrency, long timeoutMillis, int maxItemSize) {
        this.vertx = vertx;
        this.executor = executor;
        this.queue = queue;
        this.concurrency = concurrency;
        this.timeoutMillis = timeoutMillis;
        this.maxItemSize = maxItemSize;
    }

    /** Creates and starts the task. Fails with one line that says why that is not possible. */
    Future<Void> start() {
        return executor.start().<Void>mapEmpty().onFailure(failure -> executor.close());
    }

    /**
     * Sets the handler that is called when a stopped item ends or is abandoned, and so more items can run. Other items
     * free their capacity before their results complete, and do not call it.
     */
    void onCapacity(Runnable handler) {
        capacityHandler = handler;
    }

    /** The number of further items that can run now. */
    int capacity() {
        return stopping ? 0 : Math.max(0, maxConcurrency() - executions.size());
    }

    private int maxConcurrency() {
        return concurrency - Math.max(0, abandoned - MAX_ABANDONED);
    }

    boolean isStopping() {
        return stopping;
    }

    /** Runs an item. Never throws: an item that cannot be run has a failed result. */
    TaskExecution run(Buffer item) {
        if (stopping) {
            return TaskExecution.completed(Future.failedFuture(new CancellationException("the consumer is stopping")));
        }
        SupervisedExecution execution = new SupervisedExecution();
        executions.add(execution);
        execution.begin(item);
        return execution;
    }

    /**
     * Cancels all items and waits until they have ended or are abandoned. Then stops the task and releases its threads,
     * including those that hang. Fails if the task's stop fails or takes longer than 5 s.
     */
    Future<Void> stop() {
        stopping = true;
        List<SupervisedExecution> left = List.copyOf(executions);
        left.forEach(SupervisedExecution::cancel);
        return Future.join(left.stream().map(SupervisedExecution::ended).toList())
                .transform(ended -> stopTask())
                .onComplete(stopped -> executor.close());
    }

    /** Completes on the consumer's context, on whichever context the task's stop completes. */
    private Future<Void> stopTask() {
        Promise<Void> stopped = Contexts.promise(vertx);
        long timer = vertx.setTimer(
                STOP_MILLIS,
                id -> stopped.tryFail("the task of queue " + queue + " did not stop within " + STOP_MILLIS + " ms"));
        executor.stop().onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                stopped.tryComplete();
            } else {
                stopped.tryFail(done.cause());
            }
        });
        return stopped.future();
    }

    private Future<Buffer> checked(Future<Buffer> outcome) {
        if (outcome.succeeded() && outcome.result().length() > maxItemSize) {
            return Future.failedFuture(new TaskFailure(
                    "result of " + outcome.result().length() + " bytes is over maxItemSize (" + maxItemSize + ")"));
        }
        return outcome;
    }

    /** One item, from its start until it no longer counts against the capacity. */
    private final class SupervisedExecution implements TaskExecution {

        private enum State {
            /** The item runs, and its result is awaited. */
            RUNNING,
            /** The item has timed out or was cancelled. Its result has failed, and its code may still run. */
            STOPPED,
            /** The item's code still runs after the grace, and no longer counts against the capacity. */
            ABANDONED,
            /** No code of the item runs any more. */
            ENDED
        }

        private final Promise<Buffer> result = Promise.promise();
        private final Promise<Void> ended = Promise.promise();

        private State state = State.RUNNING;
        private TaskExecution inner;
        /** The timer of the timeout, then that of the grace; -1 for none. */
        private long timer = -1;

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public Future<?> ended() {
            return ended.future();
        }

        @Override
        public void cancel() {
            stop(new CancellationException("cancelled"));
        }

        void begin(Buffer item) {
            try {
                inner = executor.run(item);
            } catch (RuntimeException | Error failure) {
                inner = TaskExecution.completed(Future.failedFuture(failure));
            }
            if (timeoutMillis > 0 && !inner.result().isComplete()) {
                timer = vertx.setTimer(
                        timeoutMillis, id -> stop(new TaskFailure("timed out after " + timeoutMillis + " ms")));
            }
            inner.result().onComplete(outcome -> end());
        }

        private void stop(Throwable cause) {
            if (state != State.RUNNING) {
                return;
            }
            state = State.STOPPED;
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(GRACE_MILLIS, id -> abandon());
            inner.cancel();
            result.fail(cause);
        }

        private void abandon() {
            state = State.ABANDONED;
            executions.remove(this);
            abandoned++;
            log.warn(
                    "queue {}: an item that was stopped {} ms ago still runs and is abandoned; this consumer has {}"
                            + " abandoned items and runs {} of {} items at a time",
                    queue,
                    GRACE_MILLIS,
                    abandoned,
                    maxConcurrency(),
                    concurrency);
            ended.tryComplete();
            capacityHandler.run();
        }

        private void end() {
            State before = state;
            state = State.ENDED;
            vertx.cancelTimer(timer);
            if (before == State.ABANDONED) {
                abandoned--;
            } else {
                executions.remove(this);
            }
            ended.tryComplete();
            if (before == State.RUNNING) {
                checked(inner.result()).onComplete(result);
            } else {
                capacityHandler.run();
            }
        }
    }
}
