package dev.tutti.client;

import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.TaskFailed;
import dev.tutti.client.TuttiException.TimedOut;
import dev.tutti.consumer.ContextTask;
import dev.tutti.consumer.Task;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A client of a Tutti server: queues, tasks, locks and their kin, shared by all programs that connect to the server.
 *
 * <p><b>Threads.</b> All methods may be called from any thread, and none of them blocks; {@link #blocking} has methods
 * that do. The future of a call completes on the context of its caller, as in Vert.x: on the event loop of a verticle
 * that calls. For a caller without a context, such as a thread of your own, it completes on the event loop of the
 * client, which your handlers must not block.
 *
 * <p><b>Connections.</b> A call that waits at the server has a connection of its own, and so has everything that is
 * held. There are at most {@link TuttiOptions#setMaxConnections maxConnections} of them. All other commands share one
 * connection. The client connects again by itself. After a lost connection it sends only those commands again that are
 * safe to repeat. The others fail with {@link ConnectionLost}. A call that waits goes on waiting, also through a
 * restart of the server.
 *
 * <p><b>End.</b> A client ends with {@link #close}, with the verticle that made it, or with Vert.x. Everything that it
 * holds is given back then.
 */
public class Tutti {

    private static final Set<String> WAITING = Set.of(
            "RUN",
            "GATHER",
            "TASKGROUP",
            "WAIT",
            "SUBMIT",
            "AWAIT",
            "GET",
            "GETANY",
            "PUT",
            "JOIN",
            "ACQUIRE",
            "ACQUIREALL");
    /** What changes the connection that all commands share. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("MULTI", "EXEC", "DISCARD", "WATCH", "RESET", "QUIT", "HELLO", "AUTH");

    private final Client client;

    Tutti(Client client) {
        this.client = client;
    }

    /**
     * Connects to the server.
     *
     * @return a future that fails if no server is there, or if it refuses the password
     */
    public static Future<Tutti> connect(Vertx vertx, TuttiOptions options) {
        Client client = new Client(options);
        return vertx.deployVerticle(client).map(deployed -> new Tutti(client));
    }

    /** The queue of this name. */
    public TuttiQueue queue(String name) {
        return new TuttiQueue(client, name, null);
    }

    /**
     * The queue of this name, which lends each item for so long. The client renews the lease while it lives. So the
     * item goes to another worker soon after this process or its machine has stopped.
     */
    public TuttiQueue queue(String name, Duration lease) {
        return new TuttiQueue(client, name, lease);
    }

    /**
     * The queue of this name, which lends each item for so long. The client touches each item so often while it lives,
     * which renews the lease, and tells that the item was cancelled.
     */
    public TuttiQueue queue(String name, Duration lease, Duration heartbeat) {
        return new TuttiQueue(client, name, lease, heartbeat);
    }

    /** The lock of this name. */
    public TuttiLock lock(String name) {
        return TuttiLock.lock(client, name, null);
    }

    /** The lock of this name, which is held with a lease. The client renews it while it lives. */
    public TuttiLock lock(String name, Duration lease) {
        return TuttiLock.lock(client, name, lease);
    }

    /**
     * The semaphore of this name.
     *
     * @param permits another number is an error while anybody holds one of them or waits for one
     */
    public TuttiLock semaphore(String name, int permits) {
        return TuttiLock.semaphore(client, name, permits, null);
    }

    /** The semaphore of this name, whose permits are held with a lease. The client renews it while it lives. */
    public TuttiLock semaphore(String name, int permits, Duration lease) {
        return TuttiLock.semaphore(client, name, permits, lease);
    }

    /** The event of this name. */
    public TuttiEvent event(String name) {
        return new TuttiEvent(client, name);
    }

    /** The condition of this name. */
    public TuttiCondition condition(String name) {
        return new TuttiCondition(client, name);
    }

    /** The barrier of this name for so many parties. */
    public TuttiBarrier barrier(String name, int parties) {
        return new TuttiBarrier(client, name, parties);
    }

    // ---- tasks

    /**
     * Runs a task and waits for its result. If this call is {@link #cancel cancelled}, or its connection is lost, the
     * task is cancelled, too, also in the hands of its worker. Use {@link #submit} for a task that shall go on.
     *
     * @return a future that fails with {@link TaskFailed}, {@link Cancelled} or {@link ConnectionLost}
     */
    public Future<Buffer> run(String task, Buffer item) {
        return run(task, item, null);
    }

    /**
     * As {@link #run(String, Buffer)}, with a limit of the time.
     *
     * @param timeout after which the task is cancelled, and the future fails with {@link TimedOut}
     */
    public Future<Buffer> run(String task, Buffer item, Duration timeout) {
        return client.waitOnLoop(taskRequest(Command.of("RUN", task, item), Command.of(), timeout), reply -> {
            if (reply.value() == null) {
                throw new TimedOut("task " + task + " did not end in time");
            }
            return (Buffer) reply.value();
        });
    }

    /**
     * Runs tasks in parallel and waits for all of their results, which are in the order of the calls. The first failure
     * fails the future at once, and the other tasks run on, as with asyncio's {@code gather}.
     */
    public Future<List<Buffer>> gather(List<TaskCall> calls) {
        Command pairs = Command.of(calls.stream()
                .flatMap(call -> Stream.of(call.task(), call.item()))
                .toArray());
        return client.waitOnLoop(taskRequest(Command.of("GATHER"), pairs, null), reply -> {
            List<Buffer> results = new ArrayList<>();
            ((List<?>) reply.value()).forEach(result -> results.add((Buffer) result));
            return results;
        });
    }

    /**
     * Calls of a client with workers do not count, since a task of such a worker may be one of those that it awaits.
     */
    private Supplier<Request> taskRequest(Command head, Command tail, Duration timeout) {
        Request request = Request.of(head, tail, timeout).task();
        return () -> client.hasWorkers() ? request.uncounted() : request;
    }

    /** Submits a task, which goes on without this client. */
    public Future<SubmittedTask> submit(String task, Buffer item) {
        return submit(task, item, new PutOptions());
    }

    /**
     * As {@link #submit(String, Buffer)}, with options. Without a key the item gets a random one, so that it is put
     * once even if the connection is lost.
     */
    public Future<SubmittedTask> submit(String task, Buffer item, PutOptions options) {
        String key = options.getKey();
        Request request = TuttiQueue.put(
                task,
                Command.of("SUBMIT", task, item).and(options.words()),
                key == null ? UUID.randomUUID().toString() : key,
                null);
        if (key == null) {
            request.undo(id -> List.of(Command.of("CANCEL", task, id)));
        }
        return client.waitOnLoop(request, reply -> new SubmittedTask(client, task, (Long) reply.value()));
    }

    /**
     * A worker of a task, which runs in this process once it is {@link TuttiWorker#start started}. Another class than
     * {@link Task} that knows more of its items is a {@link ContextTask}.
     *
     * @param queue the name of the task
     */
    public TuttiWorker worker(String queue, Task task) {
        return new TuttiWorker(client, queue, task);
    }

    /** As {@link #worker(String, Task)}, for a task that asks for the context of its items. */
    public TuttiWorker worker(String queue, ContextTask task) {
        return new TuttiWorker(client, queue, task);
    }

    // ---- everything else

    /**
     * Withdraws a call that waits. Its future fails with {@link Cancelled} when the server has ended its command. If
     * the command was served in that moment, its effect is taken back: the item or lock is released, the item that was
     * put is cancelled. An item that was put with a key stays, since it may be another's.
     *
     * @param call the very future that a method of this client has returned
     * @return a future of false if that call has ended, or cannot wait
     */
    public Future<Boolean> cancel(Future<?> call) {
        return client.cancel(call);
    }

    /**
     * Sends any other command of the protocol that does not wait, for example {@code command("QUEUE", "STATS",
     * "jobs")}. It is not sent again if the connection is lost.
     *
     * @param words each a {@link Buffer}, or an object whose text is sent
     * @return a future of the reply: a {@link Buffer}, a {@link String}, a {@link Long}, a {@link List}, a {@link
     *     java.util.Map} or null
     * @throws IllegalArgumentException if the command changes the connection, as MULTI does, or if it may wait, since
     *     all others would wait behind it. One with {@code "TIMEOUT", 0} does not.
     */
    public Future<Object> command(Object... words) {
        if (OF_THE_CONNECTION.contains(String.valueOf(words[0]).toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException(words[0] + " would change the connection that all commands share");
        }
        if (mayWait(words)) {
            throw new IllegalArgumentException(
                    words[0] + " may wait, and all commands behind it: use a method for it, or add \"TIMEOUT\", 0");
        }
        return client.callOnLoop(Command.of(words), false);
    }

    private static boolean mayWait(Object... words) {
        List<String> texts = new ArrayList<>();
        for (Object word : words) {
            texts.add(String.valueOf(word).toUpperCase(Locale.ROOT));
        }
        int timeout = texts.indexOf("TIMEOUT");
        boolean isImmediate = timeout >= 0
                && timeout + 1 < texts.size()
                && texts.get(timeout + 1).equals("0");
        return !isImmediate && texts.stream().limit(2).anyMatch(WAITING::contains);
    }

    /**
     * Has the handler called when the connection of all commands is lost or cannot be made, with the reason, and with
     * null when it is there again. The thread is that of the context that calls this method, or the client's event loop
     * if there is none.
     */
    public Tutti connectionHandler(Handler<Throwable> handler) {
        Handler<Throwable> onCaller = client.onCaller(handler);
        client.runOnLoop(() -> client.connectionHandler(onCaller));
        return this;
    }

    /** Has the client do this first when it ends, in whichever way, and wait for the future. */
    public Tutti closeAfter(Supplier<Future<Void>> work) {
        client.runOnLoop(() -> client.workerStarted(work));
        return this;
    }

    /** This client for threads that may block. */
    public BlockingTutti blocking() {
        return new BlockingTutti(this, new CallerThread(client));
    }

    /** Gives back everything that this client holds, and closes its connections. */
    public Future<Void> close() {
        return client.close();
    }
}
