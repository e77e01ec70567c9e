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
 * Runs the items of one consumer instance, and sees to it that an item that throws, hangs or floods fails itself and
 * nothing else. Made, called and answering on the consumer's event-loop context only.
 *
 * <p>An item whose time is up, or that is cancelled, has failed at once for its caller. It still takes a place until
 * nothing of it is left running; if that is not so after {@link #GRACE_MILLIS}, it is abandoned and its place filled
 * again. At most {@link #MAX_ABANDONED} are, since each may hold a thread for good; beyond that the capacity shrinks.
 */
final class TaskRunner {

    /** How long an item that was stopped may take to end before it is abandoned. */
    static final long GRACE_MILLIS = 1000;
    /** How many abandoned items an instance bears before each costs it a place. */
    static final int MAX_ABANDONED = 16;
    /** How long a task's own stop may take. */
    private static final long STOP_MILLIS = 5000;

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private final Vertx vertx;
    private final TaskExecutor work;
    private final String queue;
    private final int concurrency;
    private final long timeoutMillis;
    private final int maxItemSize;

    private final Set<Run> running = new HashSet<>();
    private int abandoned;
    private boolean stopping;
    private Runnable roomHandler = () -> {};

    TaskRunner(Vertx vertx, ConsumerConfig config, TaskLoop loop, int maxItemSize) {
        this(
                vertx,
                TaskExecutors.of(vertx, config, loop, maxItemSize),
                config.queue(),
                config.concurrency(),
                config.timeoutMillis(),
                maxItemSize);
    }

    TaskRunner(Vertx vertx, TaskExecutor work, String queue, int concurrency, long timeoutMillis, int maxItemSize) {
        this.vertx = vertx;
        this.work = work;
        this.queue = queue;
        this.concurrency = concurrency;
        this.timeoutMillis = timeoutMillis;
        this.maxItemSize = maxItemSize;
    }

    /** Makes and starts the task; fails with one line that says why it cannot be. */
    Future<Void> start() {
        return work.start().<Void>mapEmpty().onFailure(failure -> work.close());
    }

    /**
     * Names what to call when an item that was stopped, whose failure the caller therefore has, gives its place back. All
     * other items give it back before their result completes.
     */
    void onRoom(Runnable handler) {
        roomHandler = handler;
    }

    /** How many more items it may hold now. */
    int capacity() {
        int slots = concurrency - Math.max(0, abandoned - MAX_ABANDONED);
        return stopping ? 0 : Math.max(0, slots - running.size());
    }

    boolean isStopping() {
        return stopping;
    }

    /** Runs an item. Never throws; what is wrong fails the result. */
    TaskExecution run(Buffer item) {
        if (stopping) {
            return TaskExecution.of(Future.failedFuture(new CancellationException("the consumer is stopping")));
        }
        Run run = new Run();
        running.add(run);
        run.begin(item);
        return run;
    }

    /**
     * Cancels what runs, waits for its end as long as for any stopped item, then stops the task and lets go of its
     * threads, hung ones too. Fails if the task's stop fails or takes longer than 5 s.
     */
    Future<Void> stop() {
        stopping = true;
        List<Run> left = List.copyOf(running);
        left.forEach(Run::cancel);
        return Future.join(left.stream().map(run -> run.gone.future()).toList())
                .transform(ended -> stopTask())
                .onComplete(stopped -> work.close());
    }

    /** Completes here, wherever the task's stop does. */
    private Future<Void> stopTask() {
        Promise<Void> stopped = Contexts.promise(vertx);
        long timer = vertx.setTimer(
                STOP_MILLIS,
                id -> stopped.tryFail("the task of queue " + queue + " did not stop within " + STOP_MILLIS + " ms"));
        work.stop().onComplete(done -> {
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

    /** One item, from when it takes a place to when it gives the place back. */
    private final class Run implements TaskExecution {

        private final Promise<Buffer> result = Promise.promise();
        /** Completes when the place is free again: the item has ended or been abandoned. */
        private final Promise<Void> gone = Promise.promise();

        private TaskExecution inner;
        /** The item's time, then the grace; -1 for none. */
        private long timer = -1;
        /** The caller has been told, or is about to be. */
        private boolean settled;

        @Override
        public Future<Buffer> result() {
            return result.future();
        }

        @Override
        public Future<?> ended() {
            return gone.future();
        }

        @Override
        public void cancel() {
            stop(new CancellationException("cancelled"));
        }

        void begin(Buffer item) {
            try {
                inner = work.run(item);
            } catch (RuntimeException | Error failure) {
                inner = TaskExecution.of(Future.failedFuture(failure));
            }
            if (timeoutMillis > 0 && !inner.result().isComplete()) {
                timer = vertx.setTimer(
                        timeoutMillis, id -> stop(new TaskFailure("timed out after " + timeoutMillis + " ms")));
            }
            inner.result().onComplete(outcome -> isOver());
        }

        private void stop(Throwable cause) {
            if (settled) {
                return;
            }
            settled = true;
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(GRACE_MILLIS, id -> abandon());
            inner.cancel();
            result.fail(cause);
        }

        private void abandon() {
            running.remove(this);
            abandoned++;
            log.warn(
                    "queue {}: an item that was stopped {} ms ago still runs and is abandoned; {} such in this consumer,"
                            + " which has {} of {} places",
                    queue,
                    GRACE_MILLIS,
                    abandoned,
                    concurrency - Math.max(0, abandoned - MAX_ABANDONED),
                    concurrency);
            gone.tryComplete();
            roomHandler.run();
        }

        private void isOver() {
            vertx.cancelTimer(timer);
            if (!running.remove(this)) {
                abandoned--;
            }
            gone.tryComplete();
            if (settled) {
                roomHandler.run();
            } else {
                settled = true;
                checked(inner.result()).onComplete(result);
            }
        }
    }
}
