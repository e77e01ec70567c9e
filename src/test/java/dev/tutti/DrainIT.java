package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that delivers no more items, because of DRAIN or since it stops, and lets those in flight be finished. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class DrainIT {

    @RegisterExtension
    private final TuttiServer server;

    DrainIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).journaled().server("drainTimeout", "1h");
    }

    private RespClient workerWithAnItem(String queue) {
        RespClient worker = server.connect();
        worker.ask("QUEUE PUT " + queue + " a");
        worker.ask("QUEUE GET " + queue);
        return worker;
    }

    private static long got(RespClient worker, String queue) {
        List<?> items = worker.list("QUEUE ITEMS " + queue + " STATE inflight");
        List<?> first = (List<?>) items.get(0);
        return (Long) first.get(first.indexOf("id") + 1);
    }

    /** Begins the stop, and waits until it has begun. */
    private CompletableFuture<Void> beginStop(RespClient client) {
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> {
            try {
                server.stop();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
        Await.until("it drains", () -> client.ask("INFO server").toString().contains("draining:1"));
        return stop;
    }

    // ---- the commands

    @Test
    void duringADrainNobodyGetsAnythingAndEverythingElseGoesOn() {
        RespClient worker = workerWithAnItem("a");
        RespClient client = server.connect();
        RespClient waiter = server.connect();
        long id = waiter.id();
        waiter.tell("QUEUE GET b");
        server.awaitUnanswered(id, 1);
        assertThat(client.ask("DRAIN")).isEqualTo("OK");
        assertThat(client.ask("DRAIN")).isEqualTo("OK");
        client.ask("QUEUE PUT b item");
        client.ask("QUEUE PUT c item");
        assertThat(client.ask("QUEUE GET c TIMEOUT 0")).isEqualTo(RespClient.Null.ARRAY);
        assertThat(client.ask("QUEUE GETANY 2 b c TIMEOUT 0")).isEqualTo(RespClient.Null.ARRAY);
        assertThat(client.ask("RUN echo x TIMEOUT 1")).isEqualTo(RespClient.Null.BULK);
        assertThat(client.ask("LOCK ACQUIRE l")).isInstanceOf(Long.class);
        assertThat(worker.ask("QUEUE DONE a " + got(worker, "a"))).isEqualTo("OK");
        server.awaitUnanswered(id, 1);
        assertThat(client.ask("UNDRAIN")).isEqualTo("OK");
        assertThat(waiter.read().toString()).contains("item");
        assertThat(client.ask("QUEUE GET c TIMEOUT 0").toString()).contains("item");
        assertThat(client.ask("RUN echo x")).isEqualTo("x");
    }

    @Test
    void infoShowsTheDrain() {
        RespClient client = server.connect();
        assertThat(client.ask("INFO server").toString()).contains("draining:0");
        client.ask("DRAIN");
        assertThat(client.ask("INFO server").toString()).contains("draining:1");
        client.ask("UNDRAIN");
        assertThat(client.ask("INFO server").toString()).contains("draining:0");
    }

    // ---- the stop

    @Test
    void aStopWaitsForItemsInFlightAndAcceptsNobody() throws Exception {
        RespClient worker = workerWithAnItem("a");
        RespClient client = server.connect();
        long id = got(client, "a");
        int port = server.port();
        CompletableFuture<Void> stop = beginStop(client);
        Await.until("the port is closed", () -> isClosed(port));
        client.ask("QUEUE PUT b item");
        assertThat(client.ask("QUEUE GET b TIMEOUT 0")).isEqualTo(RespClient.Null.ARRAY);
        assertThat(stop).isNotDone();
        assertThat(worker.ask("QUEUE DONE a " + id)).isEqualTo("OK");
        stop.join();
        assertThat(worker.isAtEnd()).isTrue();
    }

    private static boolean isClosed(int port) {
        try {
            new RespClient(port).close();
            return false;
        } catch (UncheckedIOException refused) {
            return true;
        }
    }

    @Test
    void aConsumerFinishesItsItemBeforeTheStop() {
        RespClient client = server.connect();
        RespClient caller = server.connect();
        caller.tell("RUN sleep 500");
        server.awaitStat("sleep", "inflight", 1);
        CompletableFuture<Void> stop = beginStop(client);
        assertThat(caller.read()).isEqualTo("500");
        stop.join();
    }

    @Test
    void anItemOnADetachedLeaseIsNotWaitedFor() throws Exception {
        RespClient client = server.connect();
        client.ask("QUEUE PUT q a");
        client.ask("QUEUE GET q LEASE 3600000 DETACHED");
        server.stop();
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aWorkerThatLeavesIsNotWaitedForEither() {
        RespClient worker = workerWithAnItem("a");
        RespClient client = server.connect();
        CompletableFuture<Void> stop = beginStop(client);
        worker.close();
        stop.join();
    }

    @Test
    void whatIsNotFinishedInTimeReturnsWithoutTheAttempt() throws Exception {
        server.server("drainTimeout", "50ms");
        server.restart(StopMode.GRACEFUL);
        workerWithAnItem("a");
        server.restart(StopMode.GRACEFUL);
        List<?> again = server.connect().list("QUEUE GET a");
        assertThat(again.get(1)).isEqualTo("a");
        assertThat(again.get(2)).isEqualTo(1L);
    }
}
