package dev.tutti.client;

import static dev.tutti.client.TestClients.bytes;
import static dev.tutti.client.TestClients.failure;
import static dev.tutti.client.TestClients.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Await;
import dev.tutti.client.TuttiException.NotHeld;
import dev.tutti.client.TuttiException.QueueEmpty;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The view of the client for threads that block. */
@Timeout(60)
class BlockingTuttiTest {

    private static final String ITEM = "*3\r\n:1\r\n$1\r\na\r\n:1\r\n";

    @RegisterExtension
    private final TestClients clients = new TestClients();

    private FakeServer server;
    private BlockingTutti tutti;

    @BeforeEach
    void connect() {
        server = new FakeServer(clients.vertx());
        server.answer("QUEUE GET", ITEM)
                .answer("QUEUE DONE", "+OK\r\n")
                .answer("LOCK ACQUIRE", ":42\r\n")
                .answer("LOCK RELEASE", "+OK\r\n");
        tutti = clients.connect(server.port()).blocking();
    }

    @Test
    void callsReturnTheirResults() throws Exception {
        BlockingTutti.Lent item = tutti.queue("q").get();
        assertThat(item.body()).isEqualTo(bytes("a"));
        item.done();
        try (BlockingTutti.Held held = tutti.lock("l").acquire()) {
            assertThat(held.hold().token()).isEqualTo(42);
        }
        assertThat(server.commands())
                .containsExactly("QUEUE GET q", "QUEUE DONE q 1 ATTEMPT 1", "LOCK ACQUIRE l", "LOCK RELEASE l 42");
    }

    @Test
    void failuresAreThrownWithTheStackOfTheCaller() {
        server.answer("QUEUE GET", "_\r\n").answer("LOCK RELEASE", "-NOTHELD its lease ended\r\n");
        assertThatThrownBy(() -> tutti.queue("q").get(Duration.ZERO))
                .isInstanceOf(QueueEmpty.class)
                .satisfies(error -> assertThat(error.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(BlockingTuttiTest.class.getName())));
        assertThatThrownBy(() -> tutti.lock("l").acquire().close()).isInstanceOf(NotHeld.class);
    }

    @Test
    void anEventLoopIsRefused() {
        Promise<Object> outcome = Promise.promise();
        clients.vertx().getOrCreateContext().runOnContext(turn -> {
            try {
                outcome.complete(tutti.queue("q").get());
            } catch (Exception e) {
                outcome.fail(e);
            }
        });
        assertThat(failure(outcome.future()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("event loop");
        assertThat(server.commands()).isEmpty();
    }

    /** A context that runs one thing at a time gets its reply while its thread waits for it. */
    @ParameterizedTest
    @EnumSource(names = {"WORKER", "VIRTUAL_THREAD"})
    void verticlesThatMayBlockCanCall(ThreadingModel model) {
        Vertx vertx = clients.vertx();
        assumeTrue(model == ThreadingModel.WORKER || Runtime.version().feature() >= 21);
        Promise<Object> body = Promise.promise();
        get(vertx.deployVerticle(
                new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        context.runOnContext(turn -> {
                            try {
                                body.complete(tutti.queue("q").get().body());
                            } catch (Exception e) {
                                body.fail(e);
                            }
                        });
                        return Future.succeededFuture();
                    }
                },
                new DeploymentOptions().setThreadingModel(model)));
        assertThat(get(body.future())).isEqualTo(bytes("a"));
    }

    // ---- interrupts

    private static final class Caller extends Thread {

        final CompletableFuture<Object> outcome = new CompletableFuture<>();
        private final Callable<Object> call;

        Caller(Callable<Object> call) {
            this.call = call;
            start();
        }

        @Override
        public void run() {
            try {
                Object result = call.call();
                outcome.complete(Thread.interrupted() ? "interrupted, " + result : result);
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        }
    }

    @Test
    void anInterruptWithdrawsTheCall() {
        server.answer("QUEUE GET", "").answer("CLIENT UNBLOCK", FakeServer.CUT);
        Caller caller = new Caller(() -> tutti.queue("q").get().body());
        Await.until("the call waits", () -> server.commands().contains("QUEUE GET q"));
        caller.interrupt();
        assertThatThrownBy(caller.outcome::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(server.commands()).contains("CLIENT UNBLOCK 7 TIMEOUT");
    }

    @Test
    void aThreadThatIsInterruptedBeforeSendsNothingButReleases() throws Exception {
        BlockingTutti.Held held = tutti.lock("l").acquire();
        Caller caller = new Caller(() -> {
            Thread.currentThread().interrupt();
            held.close();
            return tutti.queue("q").get();
        });
        assertThatThrownBy(caller.outcome::get).hasCauseInstanceOf(InterruptedException.class);
        Await.until("the lock is released", () -> server.commands().contains("LOCK RELEASE l 42"));
        assertThat(server.commands()).doesNotContain("QUEUE GET q");
    }
}
