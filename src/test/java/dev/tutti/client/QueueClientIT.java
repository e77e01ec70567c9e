package dev.tutti.client;

import static dev.tutti.client.TestClients.bytes;
import static dev.tutti.client.TestClients.failure;
import static dev.tutti.client.TestClients.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.ItemLost;
import dev.tutti.client.TuttiException.QueueEmpty;
import dev.tutti.client.TuttiException.QueueFull;
import dev.tutti.client.TuttiException.QueueShutDown;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The queues of the Java client. */
@Timeout(60)
class QueueClientIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual()
            .queue("one", new JsonObject().put("maxSize", 1))
            .queue("twice", new JsonObject().put("attempts", 2));

    @RegisterExtension
    private final TestClients clients = new TestClients();

    private Tutti tutti;
    private TuttiQueue jobs;

    @BeforeEach
    void connect() {
        tutti = clients.connect(server.port());
        jobs = tutti.queue("jobs");
    }

    @Test
    void anItemIsPutGotAndDone() {
        long id = get(jobs.put(bytes("mail")));
        Item item = get(jobs.get());
        assertThat(item.id()).isEqualTo(id);
        assertThat(item.body()).isEqualTo(bytes("mail"));
        assertThat(item.attempt()).isEqualTo(1);
        get(item.done());
        assertThat(server.stat("jobs", "unfinished")).isZero();
        assertThat(failure(item.done())).isInstanceOf(ItemLost.class);
    }

    @Test
    void anItemThatFailsOrIsReleasedComesAgain() {
        TuttiQueue twice = tutti.queue("twice");
        get(twice.put(bytes("a")));
        get(get(twice.get()).release());
        Item first = get(twice.get());
        assertThat(first.attempt()).isEqualTo(1);
        get(first.fail("no luck"));
        Item second = get(twice.get());
        assertThat(second.attempt()).isEqualTo(2);
        get(second.done(bytes("r")));
        assertThat(server.stat("twice", "retried")).isEqualTo(1);
    }

    @Test
    void whatDoesNotHappenInTimeFailsAndHasTakenNothing() {
        TuttiQueue one = tutti.queue("one");
        get(one.put(bytes("a")));
        assertThat(failure(one.put(bytes("b"), new PutOptions(), Duration.ZERO)))
                .isInstanceOf(QueueFull.class);
        assertThat(failure(one.put(bytes("b"), new PutOptions(), Duration.ofMillis(5))))
                .isInstanceOf(QueueFull.class);
        assertThat(failure(jobs.get(Duration.ZERO))).isInstanceOf(QueueEmpty.class);
        assertThat(failure(jobs.get(Duration.ofMillis(5)))).isInstanceOf(QueueEmpty.class);
        get(jobs.put(bytes("c")));
        assertThat(get(jobs.get(Duration.ZERO)).body()).isEqualTo(bytes("c"));
        assertThat(server.items("one")).containsExactly("a");
    }

    @Test
    void aPutThatWaitsGoesOnWhenThereIsRoom() {
        TuttiQueue one = tutti.queue("one");
        get(one.put(bytes("a")));
        Future<Long> waiting = one.put(bytes("b"));
        server.awaitStat("one", "putters", 1);
        get(get(one.get()).done());
        get(waiting);
        assertThat(server.items("one")).containsExactly("b");
    }

    @Test
    void aKeyIsPutOnceAndPrioritiesAndDelaysAreSent() {
        PutOptions key = new PutOptions().setKey("k").setDelay(Duration.ofHours(1));
        long id = get(jobs.put(bytes("a"), key));
        assertThat(get(jobs.put(bytes("b"), key))).isEqualTo(id);
        assertThat(server.stat("jobs", "delayed")).isEqualTo(1);
        assertThat(failure(jobs.put(bytes("c"), new PutOptions().setPriority(1))))
                .hasMessageStartingWith("ERR ");
        assertThat(get(jobs.size())).isZero();
    }

    @Test
    void aQueueThatIsShutDownSaysSo() {
        get(jobs.put(bytes("last")));
        get(jobs.shutdown(false));
        assertThat(failure(jobs.put(bytes("more")))).isInstanceOf(QueueShutDown.class);
        get(get(jobs.get()).done());
        assertThat(failure(jobs.get())).isInstanceOf(QueueShutDown.class);
        get(jobs.delete());
    }

    @Test
    void joinWaitsForTheLastItem() {
        get(jobs.put(bytes("a")));
        Future<Void> joined = jobs.join();
        Item item = get(jobs.get());
        assertThat(joined.isComplete()).isFalse();
        get(item.done());
        get(joined);
    }

    // ---- cancelling

    @Test
    void aGetThatIsCancelledIsWithdrawn() {
        Future<Item> waiting = jobs.get();
        server.awaitStat("jobs", "getters", 1);
        assertThat(get(tutti.cancel(waiting))).isTrue();
        assertThat(failure(waiting)).isInstanceOf(Cancelled.class);
        assertThat(server.stat("jobs", "getters")).isZero();
        assertThat(get(tutti.cancel(waiting))).isFalse();
    }

    @Test
    void nothingIsLostWhenGetsAreCancelledAsItemsCome() {
        for (int i = 0; i < 200; i++) {
            Future<Item> waiting = jobs.get();
            Future<Long> put = jobs.put(bytes("" + i));
            Future<Boolean> cancelled = tutti.cancel(waiting);
            get(put);
            Item item = get(cancelled) ? get(jobs.get()) : get(waiting);
            assertThat(item.body()).isEqualTo(bytes("" + i));
            get(item.done());
        }
        assertThat(server.stat("jobs", "unfinished")).isZero();
    }

    @Test
    void aPutThatIsCancelledHasPutNothing() {
        TuttiQueue one = tutti.queue("one");
        get(one.put(bytes("a")));
        Future<Long> waiting = one.put(bytes("b"));
        server.awaitStat("one", "putters", 1);
        assertThat(get(tutti.cancel(waiting))).isTrue();
        get(get(one.get()).done());
        assertThat(server.stat("one", "unfinished")).isZero();
    }

    @Test
    void anotherClientsUnblockEndsACall() {
        Future<Item> waiting = jobs.get();
        server.awaitStat("jobs", "getters", 1);
        RespClient other = server.connect();
        List<?> waiters = other.list("WAITERS jobs");
        String text = waiters.toString();
        String id = text.replaceAll("(?s).*waiters, \\[\\[(\\d+).*", "$1");
        assertThat(other.ask("CLIENT UNBLOCK " + id)).isEqualTo(1L);
        assertThat(failure(waiting)).isInstanceOf(Cancelled.class).hasMessageContaining("CLIENT UNBLOCK");
    }

    // ---- its end

    @Test
    void aClientThatClosesGivesItsItemsBackAndNoAttemptCounts() {
        get(jobs.put(bytes("a")));
        Item item = get(jobs.get());
        CompletableFuture<Throwable> lost = new CompletableFuture<>();
        item.onLost(lost::complete);
        Future<Item> waiting = tutti.queue("other").get();
        server.awaitStat("other", "getters", 1);
        get(tutti.close());
        assertThat(failure(waiting)).hasMessage("this client was closed");
        assertThat(lost).isCompleted();
        Item again = get(clients.connect(server.port()).queue("jobs").get());
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(failure(jobs.put(bytes("b")))).hasMessage("this client was closed");
    }

    // ---- connections

    @Test
    void callsBeyondTheLimitAreServedWhenTheyCanBe() {
        Tutti small = clients.connect(TestClients.options(server.port()).setMaxConnections(2));
        TuttiQueue one = small.queue("one");
        get(one.put(bytes("first")));
        List<Future<Long>> puts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            puts.add(one.put(bytes("more")));
        }
        // Each of them waits for a get, which has no connection of its own.
        for (int i = 0; i <= 10; i++) {
            get(get(one.get()).done());
        }
        puts.forEach(TestClients::get);
        assertThat(server.stat("one", "unfinished")).isZero();
    }

    @Test
    void aCancelledItemDoesNotEndAnotherCallersTask() {
        long id = get(jobs.put(bytes("a")));
        Item item = get(jobs.get());
        Future<io.vertx.core.buffer.Buffer> task = tutti.run("slow", bytes("x"));
        Item slow = get(tutti.queue("slow").get());
        assertThat(server.connect().ask("CANCEL jobs " + id)).isEqualTo(1L);
        get(slow.done(bytes("y")));
        assertThat(get(task)).isEqualTo(bytes("y"));
        assertThat(failure(item.done())).isInstanceOf(Cancelled.class);
    }

    // ---- leases

    @Test
    void aLeaseIsRenewedWhileTheClientLivesAndItsLossIsTold() {
        TuttiQueue leased = tutti.queue("leased", Duration.ofMillis(300));
        long id = get(leased.put(bytes("a")));
        Item item = get(leased.get());
        CompletableFuture<Throwable> lost = new CompletableFuture<>();
        item.onLost(lost::complete);
        RespClient other = server.connect();
        long start = System.nanoTime();
        Await.until("two leases are over", () -> {
            assertThat(other.ask("QUEUE SIZE leased")).isEqualTo(0L);
            return System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(600);
        });
        assertThat(lost).isNotDone();
        assertThat(other.ask("QUEUE RELEASE leased " + id)).isEqualTo("OK");
        assertThat(lost.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(ItemLost.class);
        assertThat(failure(item.done())).isInstanceOf(ItemLost.class);
    }

    // ---- threads

    @Test
    void aFutureCompletesOnTheContextOfItsCaller() {
        Promise<Void> isRight = Promise.promise();
        Context context = clients.vertx().getOrCreateContext();
        context.runOnContext(turn -> jobs.get().onComplete(got -> {
            if (Vertx.currentContext() == context) {
                isRight.complete();
            } else {
                isRight.fail("completed on " + Vertx.currentContext());
            }
        }));
        server.awaitStat("jobs", "getters", 1);
        get(jobs.put(bytes("a")));
        get(isRight.future());
    }
}
