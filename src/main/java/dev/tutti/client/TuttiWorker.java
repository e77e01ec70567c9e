package dev.tutti.client;

import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.QueueShutDown;
import dev.tutti.consumer.ContextTask;
import dev.tutti.consumer.Task;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs the items of a queue with a {@link Task}, up to {@code concurrency} at a time. It takes no more items than it
 * has free places. What {@link Task} says about failure and cancellation holds here, too: an exception fails the item,
 * and an item that is cancelled or lost is stopped within the {@link #heartbeat}. There is no {@code timeout}.
 *
 * <p>A place is free again when the task has ended, also after its item was stopped. The worker ends with {@link
 * #close}, or with its client.
 */
public class TuttiWorker {

    private static final Logger LOG = System.getLogger(TuttiWorker.class.getName());
    private static final Backoff RETRIES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final Duration USUAL_DRAIN = Duration.ofSeconds(10);
    private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(1);

    private final Client client;
    private final String queue;
    private final ContextTask task;
    private final Set<TaskRun> running = new LinkedHashSet<>();
    private final Supplier<Future<Void>> end = this::close;
    private int concurrency = 1;
    private Duration lease;
    private Duration heartbeat = USUAL_HEARTBEAT;
    private Duration drain = USUAL_DRAIN;
    private JsonObject config = new JsonObject();
    private Executor executor;
    private ExecutorService ownThreads;
    private WaitingCall fetch;
    private int failures;
    private boolean isStarted;
    private Promise<Void> closing;
    private Promise<Void> drained;

    TuttiWorker(Client client, String queue, ContextTask task) {
        this.client = client;
        this.queue = queue;
        this.task = task;
    }

    /** Sets the number of items that run at a time: 1 unless it is set. */
    public TuttiWorker concurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is " + concurrency + ", and must be at least 1");
        }
        this.concurrency = concurrency;
        return this;
    }

    /**
     * Sets the lease of each item, which is renewed while its task runs. So the item goes to another worker soon after
     * this process or its machine has stopped.
     */
    public TuttiWorker lease(Duration lease) {
        this.lease = lease;
        return this;
    }

    /** Sets how often the server is asked whether an item was cancelled: every second unless it is set. */
    public TuttiWorker heartbeat(Duration heartbeat) {
        this.heartbeat = heartbeat;
        return this;
    }

    /** Sets the time that {@link #close} gives to the items that run: 10 s unless it is set. */
    public TuttiWorker drain(Duration drain) {
        this.drain = drain;
        return this;
    }

    /** Sets the configuration that {@link ContextTask#start} gets. */
    public TuttiWorker config(JsonObject config) {
        this.config = config.copy();
        return this;
    }

    /**
     * Sets the threads that run the task, such as {@code Executors.newVirtualThreadPerTaskExecutor()}. Without it each
     * item has one of {@code concurrency} threads of this worker, which may block. A task that never blocks may run on
     * an event loop: {@code run -> context.runOnContext(turn -> run.run())}.
     */
    public TuttiWorker executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    /**
     * Starts the task and then takes items.
     *
     * @return a future that fails if the task's own start does
     */
    public Future<Void> start() {
        return client.onLoop(() -> {
            if (isStarted) {
                return Future.failedFuture(new IllegalStateException("the worker of " + queue + " was started before"));
            }
            isStarted = true;
            if (executor == null) {
                AtomicInteger number = new AtomicInteger();
                ownThreads = Executors.newFixedThreadPool(concurrency, work -> {
                    Thread thread = new Thread(work, "tutti-" + queue + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
                executor = ownThreads;
            }
            client.workerStarted(end);
            return onThread(() -> task.start(client.vertx(), config))
                    .<Void>mapEmpty()
                    .onSuccess(started -> fetch());
        });
    }

    /**
     * Takes no more items and lets the tasks that run finish. After the {@link #drain} time those that have not are
     * stopped, and their items go back without a counted attempt.
     */
    public Future<Void> close() {
        return client.onLoop(() -> {
            if (closing == null) {
                closing = Promise.promise();
                drained = Promise.promise();
                if (fetch != null) {
                    fetch.cancel(new Cancelled("the worker of " + queue + " closes"));
                    fetch.end().onComplete(ended -> checkDrained());
                } else {
                    checkDrained();
                }
                long timer = client.vertx()
                        .setTimer(
                                Math.max(1, drain.toMillis()),
                                late -> List.copyOf(running).forEach(TaskRun::abort));
                drained.future()
                        .onComplete(ended -> client.vertx().cancelTimer(timer))
                        .transform(ended -> isStarted ? onThread(task::stop) : Future.succeededFuture())
                        .onComplete(ended -> {
                            client.workerClosed(end);
                            if (ownThreads != null) {
                                ownThreads.shutdown();
                            }
                        })
                        .<Void>mapEmpty()
                        .onComplete(closing);
            }
            return closing.future();
        });
    }

    // ---- on the loop

    private void fetch() {
        int free = concurrency - running.size();
        if (free == 0 || fetch != null || closing != null) {
            return;
        }
        Command command = Command.of("QUEUE", "GET", queue, "COUNT", free);
        Request request = Request.of(lease == null ? command : command.and("LEASE", lease), null)
                .repeatable()
                .gettingItems()
                .uncounted()
                .undo(this::releases);
        fetch = client.begin(request);
        fetch.end().onSuccess(this::run).onFailure(this::failed);
        fetch.start();
    }

    /** In reverse, since each goes to the front of the queue. */
    private List<Command> releases(Object reply) {
        List<Command> releases = new ArrayList<>();
        for (Object each : (List<?>) reply) {
            List<?> delivery = (List<?>) each;
            releases.add(0, Command.of("QUEUE", "RELEASE", queue, delivery.get(0), "ATTEMPT", delivery.get(2)));
        }
        return releases;
    }

    private void run(Reply reply) {
        fetch = null;
        failures = 0;
        for (Object delivery : (List<?>) reply.value()) {
            Item item = new Item(client, queue, reply.connection(), (List<?>) delivery);
            TaskRun run = new TaskRun(client, item, task, executor);
            running.add(run);
            item.renew(lease == null || lease.dividedBy(3).compareTo(heartbeat) > 0 ? heartbeat : lease.dividedBy(3));
            run.start().onComplete(ended -> {
                running.remove(run);
                fetch();
                checkDrained();
            });
        }
        fetch();
    }

    private void failed(Throwable error) {
        fetch = null;
        if (closing != null) {
            return;
        }
        if (error instanceof QueueShutDown) {
            LOG.log(Level.INFO, "the worker of {0} takes no more items: {1}", queue, error.getMessage());
        } else {
            LOG.log(Level.WARNING, "the worker of {0} goes on soon: {1}", queue, error.toString());
            client.vertx().setTimer(RETRIES.millis(failures++), due -> fetch());
        }
    }

    private void checkDrained() {
        if (closing != null && fetch == null && running.isEmpty()) {
            drained.tryComplete();
        }
    }

    /** A method of the task that returns a future. */
    private interface Step {
        Future<?> take() throws Exception;
    }

    /** Runs a step of the task on its threads. */
    private Future<Object> onThread(Step step) {
        Promise<Object> promise = Promise.promise();
        try {
            executor.execute(() -> {
                Future<?> future;
                try {
                    future = step.take();
                } catch (Throwable error) {
                    future = Future.failedFuture(error);
                }
                future.<Object>map(result -> result)
                        .onComplete(result -> client.onLoop(() -> {
                            promise.handle(result);
                            return Future.succeededFuture();
                        }));
            });
        } catch (RejectedExecutionException e) {
            promise.fail(e);
        }
        return promise.future();
    }

    /** The queue and the number of items that may run, for people. */
    @Override
    public String toString() {
        return "worker of " + queue + ", concurrency " + concurrency;
    }
}
