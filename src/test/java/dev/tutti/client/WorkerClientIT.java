package dev.tutti.client;

import static dev.tutti.client.TestClients.bytes;
import static dev.tutti.client.TestClients.failure;
import static dev.tutti.client.TestClients.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.TaskFailed;
import dev.tutti.consumer.ContextTask;
import dev.tutti.consumer.Task;
import dev.tutti.consumer.TaskContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers of the Java client. */
@Timeout(60)
class WorkerClientIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare()
            .journaled()
            .server("maxItemSize", "8KiB")
            .queue("again", new JsonObject().put("attempts", 2));

    @RegisterExtension
    private final TestClients clients = new TestClients();

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private Tutti tutti;

    @BeforeEach
    void connect() {
        server.server("port", server.port());
        tutti = clients.connect(server.port());
    }

    private String nextSeen() throws InterruptedException {
        return seen.poll(20, TimeUnit.SECONDS);
    }

    private static Future<Buffer> square(Buffer item) {
        long number = Long.parseLong(item.toString());
        return Future.succeededFuture(bytes("" + number * number));
    }

    // ---- results

    @Test
    void itsResultsGoToTheCallers() {
        get(tutti.worker("square", WorkerClientIT::square).concurrency(4).start());
        List<TaskCall> calls = IntStream.range(0, 100)
                .mapToObj(i -> new TaskCall("square", bytes("" + i)))
                .toList();
        assertThat(get(tutti.gather(calls)))
                .isEqualTo(
                        IntStream.range(0, 100).mapToObj(i -> bytes("" + i * i)).toList());
        assertThat(server.stat("square", "unfinished")).isZero();
    }

    @Test
    void whatGoesWrongFailsTheItem() {
        get(tutti.worker("square", WorkerClientIT::square).start());
        get(tutti.worker("nothing", (Task) item -> Future.succeededFuture()).start());
        get(tutti.worker("null", (Task) item -> null).start());
        get(tutti.worker("large", (Task) item -> Future.succeededFuture(Buffer.buffer(new byte[9000])))
                .start());
        get(tutti.worker("error", (Task) item -> {
                    throw new StackOverflowError();
                })
                .start());
        assertThat(failure(tutti.run("square", bytes("x"))))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("For input string");
        assertThat(failure(tutti.run("nothing", bytes("x")))).hasMessage("the task has no result");
        assertThat(failure(tutti.run("null", bytes("x")))).hasMessage("the task returned null");
        assertThat(failure(tutti.run("large", bytes("x")))).isInstanceOf(TaskFailed.class);
        assertThat(failure(tutti.run("error", bytes("x")))).hasMessage("java.lang.StackOverflowError");
        assertThat(get(tutti.run("square", bytes("2")))).isEqualTo(bytes("4"));
    }

    @Test
    void aTaskMayCallTasksOfTheSameClient() {
        Tutti small = clients.connect(TestClients.options(server.port()).setMaxConnections(1));
        get(small.worker("square", WorkerClientIT::square).start());
        get(small.worker("twice", (Task) item -> small.run("square", item).compose(first -> small.run("square", first)))
                .concurrency(4)
                .start());
        List<TaskCall> calls = List.of(new TaskCall("twice", bytes("2")), new TaskCall("twice", bytes("3")));
        assertThat(get(small.gather(calls))).containsExactly(bytes("16"), bytes("81"));
    }

    // ---- its limits and its threads

    @Test
    void itTakesNoMoreItemsThanItHasPlaces() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        TuttiWorker worker = tutti.worker("slow", (Task) item -> {
                    seen.add(Thread.currentThread().getName());
                    latch.await();
                    return Future.succeededFuture(item);
                })
                .concurrency(2);
        for (int i = 0; i < 5; i++) {
            get(tutti.queue("slow").put(bytes("" + i)));
        }
        get(worker.start());
        assertThat(nextSeen()).startsWith("tutti-slow-");
        nextSeen();
        assertThat(server.stat("slow", "inflight")).isEqualTo(2);
        assertThat(server.stat("slow", "size")).isEqualTo(3);
        latch.countDown();
        get(tutti.queue("slow").join());
    }

    @Test
    void theTaskIsStartedWithItsConfigurationAndStopped() throws Exception {
        TuttiWorker worker = tutti.worker("t", new Task() {
                    @Override
                    public Future<?> start(Vertx vertx, JsonObject config) {
                        seen.add("start " + config.getString("key"));
                        return Future.succeededFuture();
                    }

                    @Override
                    public Future<Buffer> run(Buffer item) {
                        return Future.succeededFuture(item);
                    }

                    @Override
                    public Future<?> stop() {
                        seen.add("stop");
                        return Future.succeededFuture();
                    }
                })
                .config(new JsonObject().put("key", "value"));
        get(worker.start());
        assertThat(nextSeen()).isEqualTo("start value");
        assertThat(failure(worker.start())).isInstanceOf(IllegalStateException.class);
        get(tutti.close());
        assertThat(nextSeen()).isEqualTo("stop");
    }

    @Test
    void aTaskMayRunOnAnEventLoop() {
        Context context = clients.vertx().getOrCreateContext();
        get(tutti.worker("t", (Task) item -> Future.succeededFuture(bytes("" + (Vertx.currentContext() == context))))
                .executor(run -> context.runOnContext(turn -> run.run()))
                .start());
        assertThat(get(tutti.run("t", bytes("x")))).isEqualTo(bytes("true"));
    }

    // ---- cancelling and losing

    @Test
    void aCancelledItemInterruptsItsTask() throws Exception {
        get(tutti.worker("hang", (ContextTask) (item, context) -> {
                    context.onCancelled(() -> seen.add("called back"));
                    seen.add("runs");
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        seen.add("interrupted " + context.isCancelled());
                    }
                    return Future.succeededFuture(item);
                })
                .heartbeat(Duration.ofMillis(20))
                .concurrency(2)
                .start());
        Future<Buffer> running = tutti.run("hang", bytes("x"));
        assertThat(nextSeen()).isEqualTo("runs");
        assertThat(get(tutti.cancel(running))).isTrue();
        assertThat(failure(running)).isInstanceOf(Cancelled.class);
        assertThat(List.of(nextSeen(), nextSeen())).containsExactlyInAnyOrder("called back", "interrupted true");
    }

    @Test
    void progressIsToldAndTheNextAttemptGoesOnThere() throws Exception {
        get(tutti.worker("again", (ContextTask) (item, context) -> {
                    seen.add(context.attempt() + " "
                            + context.lastProgress().map(Buffer::toString).orElse("none"));
                    if (context.attempt() == 2) {
                        return Future.succeededFuture(item);
                    }
                    context.progress("half");
                    Await.until("the progress is told", () -> progress(context).equals("half"));
                    throw new IllegalStateException("no luck");
                })
                .start());
        assertThat(get(tutti.run("again", bytes("x")))).isEqualTo(bytes("x"));
        assertThat(nextSeen()).isEqualTo("1 none");
        assertThat(nextSeen()).isEqualTo("2 half");
    }

    private String progress(TaskContext context) {
        Map<?, ?> map = (Map<?, ?>) get(tutti.command("QUEUE", "INSPECT", context.queue(), context.id()));
        return String.valueOf(map.get("progress"));
    }

    @Test
    void itGoesOnAfterARestartAndNothingIsLost() throws Exception {
        get(tutti.worker("square", WorkerClientIT::square).start());
        for (StopMode mode : StopMode.values()) {
            SubmittedTask before = get(tutti.submit("square", bytes("3")));
            server.restart(mode);
            SubmittedTask after = get(tutti.submit("square", bytes("4")));
            assertThat(get(before.result())).isEqualTo(bytes("9"));
            assertThat(get(after.result())).isEqualTo(bytes("16"));
        }
    }

    // ---- its end

    @Test
    void aCloseLetsItsItemsFinish() throws Exception {
        Promise<Buffer> result = Promise.promise();
        TuttiWorker worker = tutti.worker("slow", (Task) item -> {
            seen.add("runs");
            return result.future();
        });
        get(worker.start());
        Future<Buffer> running = tutti.run("slow", bytes("x"));
        nextSeen();
        Future<Void> closed = worker.close();
        get(tutti.queue("slow").put(bytes("left")));
        assertThat(closed.isComplete()).isFalse();
        result.complete(bytes("y"));
        get(closed);
        assertThat(get(running)).isEqualTo(bytes("y"));
        assertThat(server.items("slow")).containsExactly("left");
    }

    @Test
    void whatDoesNotFinishInTimeGoesBackAndNoAttemptCounts() throws Exception {
        TuttiWorker worker = tutti.worker("hang", (Task) item -> {
                    seen.add("runs");
                    new CountDownLatch(1).await();
                    return Future.succeededFuture(item);
                })
                .drain(Duration.ofMillis(10));
        get(worker.start());
        get(tutti.queue("hang").put(bytes("x")));
        nextSeen();
        get(worker.close());
        assertThat(get(tutti.queue("hang").get()).attempt()).isEqualTo(1);
    }
}
