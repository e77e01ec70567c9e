package dev.tutti.consumer;

import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import dev.tutti.log.EventLog;
import dev.tutti.platform.Contexts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

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
    /** A timeout that goes off so much later is late. */
    private static final long LATE_MILLIS = 100;
    /** The time that the stop of a task may take. */
    private static final long STOP_MILLIS = 5000;
    /** The time that the start of a task may take. */
    private static final long START_MILLIS = 60_000;

    private static final String UNNAMED = "the task";

    private final Vertx vertx;
    private final TaskExecutor executor;
    private final String queue;
    private final int concurrency;
    private final long timeoutMillis;
    private final int maxItemSize;
    private final String task;
    private final FailureLog failures;

    /** The items that count against the capacity. */
    private final Set<SupervisedExecution> executions = new HashSet<>();

    /** Null if nothing is measured. */
    private TaskMeter meter;

    private int abandoned;
    private boolean stopping;
    private Runnable capacityHandler = () -> {};

    TaskSupervisor(Vertx vertx, ConsumerConfig config, TaskEventLoop eventLoop, int maxItemSize, EventLog events) {
        this(
                vertx,
                TaskExecutors.create(vertx, config, eventLoop, maxItemSize),
                config.queue(),
                config.concurrency(),
                config.timeoutMillis(),
                maxItemSize,
                nameOf(config.kind()),
                events);
    }

    /** The task as messages name it. */
    private static String nameOf(TaskKind kind) {
        return kind instanceof TaskKind.UserClass userClass ? "class " + userClass.name() : UNNAMED;
    }

    /** @param timeoutMillis the time that an item may take from its start or its last progress; 0 for any time */
    TaskSupervisor(
            Vertx vertx,
            TaskExecutor executor,
            String queue,
            int concurrency,
            long timeoutMillis,
            int maxItemSize,
            EventLog events) {
        this(vertx, executor, queue, concurrency, timeoutMillis, maxItemSize, UNNAMED, events);
    }

    private TaskSupervisor(
            Vertx vertx,
            TaskExecutor executor,
            String queue,
            int concurrency,
            long timeoutMillis,
            int maxItemSize,
            String task,
            EventLog events) {
        this.task = task;
        this.failures = new FailureLog(queue, task, events);
        this.vertx = vertx;
        this.executor = executor;
        this.queue = queue;
        this.concurrency = concurrency;
        this.timeoutMillis = timeoutMillis;
        this.maxItemSize = maxItemSize;
    }

    /** Measures the items from now on; null measures nothing. */
    void measure(TaskMeter with) {
        meter = with;
    }

    /**
     * Creates and starts the task. Fails with one line that names the queue and the class and says why that is not
     * possible, or that the start takes longer than {@link #START_MILLIS}.
     */
    Future<Void> start() {
        return start(START_MILLIS);
    }

    Future<Void> start(long millis) {
        return within(millis, "its start took longer than " + millis + " ms", executor.start())
                .recover(failure -> Future.failedFuture(new IllegalStateException(
                        "queue " + queue + ": " + task + " cannot be started: " + TaskFailure.textOf(failure),
                        failure)))
                .onFailure(failure -> close());
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
    TaskExecution run(DeliveredItem item) {
        if (stopping) {
            return TaskExecution.completed(Future.failedFuture(new CancellationException("the consumer is stopping")));
        }
        SupervisedExecution execution = new SupervisedExecution(item);
        executions.add(execution);
        if (meter != null) {
            meter.watch(execution);
        }
        execution.begin();
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
                .onComplete(stopped -> close());
    }

    private void close() {
        executor.close();
        if (meter != null) {
            meter.end();
        }
    }

    private Future<Void> stopTask() {
        String late = task + " of queue " + queue + " did not stop within " + STOP_MILLIS + " ms";
        return within(STOP_MILLIS, late, executor.stop());
    }

    /** Completes on the consumer's context, on whichever context the task's step completes. */
    private Future<Void> within(long millis, String late, Future<?> step) {
        Promise<Void> ended = Contexts.promise(vertx);
        long timer = vertx.setTimer(millis, id -> ended.tryFail(late));
        step.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                ended.tryComplete();
            } else {
                ended.tryFail(done.cause());
            }
        });
        return ended.future();
    }

    /** The consumer takes no items any more, and the server goes on. */
    void retire() {
        if (meter != null) {
            meter.retire();
        }
    }

    private void abandoned(int more) {
        abandoned += more;
        if (meter != null) {
            meter.abandoned(abandoned);
        }
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

        private final DeliveredItem item;
        private final Promise<Buffer> result = Promise.promise();
        private final Promise<Void> ended = Promise.promise();

        private State state = State.RUNNING;
        private TaskExecution inner;
        /** The timer of the timeout, then that of the grace; -1 for none. */
        private long timer = -1;
        /** Whether the item is over its time and a result may still be on its way. */
        private boolean isWaitedFor;

        SupervisedExecution(DeliveredItem item) {
            this.item = item;
            item.onCallbackFailure(failure -> failures.add(item.id(), failure));
        }

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

        void begin() {
            try {
                inner = executor.run(item);
            } catch (RuntimeException | Error failure) {
                inner = TaskExecution.completed(Future.failedFuture(failure));
            }
            if (timeoutMillis > 0 && !inner.result().isComplete()) {
                timer = vertx.setTimer(timeoutMillis, id -> timeOut());
            }
            inner.result().onComplete(outcome -> end());
        }

        /**
         * Stops the item, unless it has told its progress meanwhile: then it has the whole time again from there. If
         * this comes late, the process has paused, and a result that was there in time may not have been read yet.
         */
        private void timeOut() {
            long left = timeoutMillis - item.millisSinceSign();
            if (left > 0) {
                timer = vertx.setTimer(left, id -> timeOut());
            } else if (left < -LATE_MILLIS && !isWaitedFor) {
                isWaitedFor = true;
                timer = vertx.setTimer(LATE_MILLIS, id -> timeOut());
            } else {
                String since = item.hasProgressed() ? " ms without progress" : " ms";
                stop(TaskFailure.timeout("timed out after " + timeoutMillis + since));
            }
        }

        private void stop(Throwable cause) {
            if (state != State.RUNNING) {
                return;
            }
            state = State.STOPPED;
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(GRACE_MILLIS, id -> abandon());
            item.cancelled();
            inner.cancel();
            result.fail(cause);
        }

        private void abandon() {
            state = State.ABANDONED;
            executions.remove(this);
            abandoned(1);
            failures.abandoned(GRACE_MILLIS, abandoned, maxConcurrency(), concurrency);
            ended.tryComplete();
            capacityHandler.run();
        }

        private void end() {
            State before = state;
            state = State.ENDED;
            item.ended();
            vertx.cancelTimer(timer);
            if (before == State.ABANDONED) {
                abandoned(-1);
            } else {
                executions.remove(this);
            }
            ended.tryComplete();
            if (before == State.RUNNING) {
                inner.result().onFailure(failure -> failures.add(item.id(), failure));
                checked(inner.result()).onComplete(result);
            } else {
                capacityHandler.run();
            }
        }
    }
}
