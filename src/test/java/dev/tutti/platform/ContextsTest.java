package dev.tutti.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ContextsTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private static <T> T on(Context context, Callable<T> code) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(run -> {
            try {
                result.complete(code.call());
            } catch (Exception | Error failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    @Test
    void eachIndexIsAnEventLoopOfItsOwnInTheOrderOfVertx() throws Exception {
        List<Object> loops = new ArrayList<>();
        ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loops::add);
        assertThat(Contexts.eventLoops(vertx)).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            Context context = Contexts.onEventLoop(vertx, i);
            assertThat(context.isEventLoopContext()).isTrue();
            boolean inLoop = on(context, ((EventLoop) loops.get(i))::inEventLoop);
            assertThat(inLoop).isTrue();
        }
    }

    @Test
    void aWorkerContextRunsOnItsExecutor() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        try {
            Context context = Contexts.onWorker(vertx, worker);
            assertThat(on(context, () -> Thread.currentThread().getName())).isEqualTo("mine");
        } finally {
            worker.shutdownNow();
        }
    }

    @Test
    void virtualThreadsAreThoseOfTheJava() {
        assertThat(Contexts.hasVirtualThreads(vertx))
                .isEqualTo(Runtime.version().feature() >= 21);
    }

    @Test
    void aPromiseTellsItsMakersContextWhoeverCompletesIt() throws Exception {
        Context home = Contexts.onEventLoop(vertx, 0);
        Context other = Contexts.onEventLoop(vertx, 1);
        CompletableFuture<Context> heardOn = new CompletableFuture<>();
        Promise<Void> promise = on(home, () -> {
            Promise<Void> made = Contexts.promise(vertx);
            made.future().onComplete(done -> heardOn.complete(Vertx.currentContext()));
            return made;
        });
        other.runOnContext(run -> promise.complete());
        assertThat(heardOn.get(20, TimeUnit.SECONDS)).isSameAs(home);
    }
}
