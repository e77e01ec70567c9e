package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MOVE, SHUTDOWN and DELETE, for clients and for consumers of the server. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class EndOfQueueIT {

    private static final Failure SHUT_DOWN = new Failure("SHUTDOWN queue q is shut down");

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient worker;

    EndOfQueueIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).queue("configured", new JsonObject().put("maxSize", 1));
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        worker = server.connect();
    }

    // ---- move

    @Test
    void deadLettersMoveBackUnderTheirIdsAndTheirAttemptsStartAnew() {
        client.ask("QUEUE CREATE q ATTEMPTS 1");
        Object a = client.ask("QUEUE PUT q a");
        Object b = client.ask("QUEUE PUT q b");
        worker.ask("QUEUE GET q COUNT 2");
        worker.ask("QUEUE FAIL q " + a);
        worker.ask("QUEUE FAIL q " + b);
        assertThat(client.integer("QUEUE MOVE q.dead q COUNT 1")).isEqualTo(1);
        assertThat(worker.ask("QUEUE GET q")).isEqualTo(List.of(a, "a", 1L));
        worker.tell("QUEUE GET q");
        server.awaitStat("q", "getters", 1);
        assertThat(client.integer("QUEUE MOVE q.dead q")).isEqualTo(1);
        assertThat(worker.read()).isEqualTo(List.of(b, "b", 1L));
        assertThat(client.list("QUEUE LIST")).doesNotContain("q.dead");
    }

    @Test
    void onlyAsManyMoveAsFit() {
        client.ask("QUEUE PUT configured.dead a");
        client.ask("QUEUE PUT configured.dead b");
        assertThat(client.integer("QUEUE MOVE configured.dead configured")).isEqualTo(1);
        assertThat(client.integer("QUEUE MOVE configured.dead configured")).isZero();
        assertThat(client.integer("QUEUE MOVE none.dead none")).isZero();
        assertThat(client.list("QUEUE LIST")).doesNotContain("none", "none.dead");
    }

    @Test
    void nothingMovesIntoAQueueThatIsShutDown() {
        client.ask("QUEUE PUT q.dead a");
        client.ask("QUEUE SHUTDOWN q");
        assertThat(client.ask("QUEUE MOVE q.dead q")).isEqualTo(SHUT_DOWN);
        assertThat(client.integer("QUEUE SIZE q.dead")).isEqualTo(1);
    }

    @Test
    void aSubmittedItemIsAwaitedInItsNewQueueAndWhoWaitsGoesOn() {
        Object id = client.ask("SUBMIT upper.dead a");
        long connection = worker.id();
        worker.tell("AWAIT upper.dead " + id);
        server.awaitUnanswered(connection, 1);
        assertThat(client.integer("QUEUE MOVE upper.dead upper")).isEqualTo(1);
        assertThat(worker.read()).isEqualTo("A");
        assertThat(client.ask("AWAIT upper " + id)).isEqualTo("A");
        assertThat(client.refusal("AWAIT upper.dead " + id)).startsWith("NOITEM ");
    }

    @Test
    void aRunGoesOnInItsNewQueueAndItsCallerMayStillGiveUp() {
        client.tell("RUN q.dead a");
        server.awaitStat("q.dead", "size", 1);
        RespClient leaving = server.connect();
        leaving.tell("RUN q.dead b");
        server.awaitStat("q.dead", "size", 2);
        assertThat(worker.integer("QUEUE MOVE q.dead q")).isEqualTo(2);
        leaving.abort();
        server.awaitStat("q", "size", 1);
        worker.ask("QUEUE DONE q " + worker.list("QUEUE GET q").get(0) + " A");
        assertThat(client.read()).isEqualTo("A");
    }

    // ---- shutdown

    @ParameterizedTest
    @ValueSource(strings = {"", " IMMEDIATE"})
    void whoWaitsIsRefusedAndSoIsWhoComes(String immediate) {
        client.tell("QUEUE GET q");
        server.awaitStat("q", "getters", 1);
        assertThat(worker.ask("QUEUE SHUTDOWN q" + immediate)).isEqualTo("OK");
        assertThat(client.read()).isEqualTo(SHUT_DOWN);
        for (String command : List.of("QUEUE GET q", "QUEUE PUT q a", "RUN q a", "SUBMIT q a", "GATHER q a")) {
            assertThat(client.ask(command)).isEqualTo(SHUT_DOWN);
        }
        assertThat(client.ask("QUEUE JOIN q")).isEqualTo("OK");
        assertThat(client.list("QUEUE LIST")).contains("q");
    }

    @Test
    void whatIsLeftIsDrainedAndWhatIsInFlightMayComeBack() {
        client.ask("QUEUE PUT q a");
        client.ask("QUEUE PUT q b");
        worker.ask("QUEUE GET q");
        client.ask("QUEUE SHUTDOWN q");
        assertThat(client.list("QUEUE GET q").get(1)).isEqualTo("b");
        client.tell("QUEUE GET q").tell("QUEUE GET q");
        server.awaitStat("q", "getters", 1);
        worker.close();
        Object a = ((List<?>) client.read()).get(0);
        server.awaitStat("q", "getters", 1);
        RespClient other = server.connect();
        assertThat(other.ask("QUEUE DONE q " + a)).isEqualTo("OK");
        assertThat(other.ask("QUEUE DONE q 2")).isEqualTo("OK");
        assertThat(client.read()).isEqualTo(SHUT_DOWN);
    }

    @Test
    void immediateCancelsWhoAwaitsWhatIsDroppedAndJoinsWaitForWhatIsInFlight() {
        client.ask("QUEUE PUT q a");
        Object a = worker.list("QUEUE GET q").get(0);
        client.tell("RUN q b");
        RespClient joiner = server.connect();
        joiner.tell("QUEUE JOIN q");
        server.awaitStat("q", "size", 1);
        assertThat(worker.ask("QUEUE SHUTDOWN q IMMEDIATE")).isEqualTo("OK");
        assertThat(((Failure) client.read()).text()).startsWith("CANCELLED ");
        assertThat(worker.ask("QUEUE DONE q " + a)).isEqualTo("OK");
        assertThat(joiner.read()).isEqualTo("OK");
    }

    // ---- delete

    @Test
    void whoeverWaitsThereIsToldAndWhatIsInFlightIsNoItem() {
        client.ask("QUEUE CREATE q MAXSIZE 1 KIND lifo");
        client.ask("QUEUE PUT q held");
        Object held = worker.list("QUEUE GET q").get(0);
        client.ask("QUEUE PUT q ready");
        RespClient putter = server.connect().tell("QUEUE PUT q a");
        RespClient caller = server.connect().tell("RUN q b");
        RespClient joiner = server.connect();
        long joining = joiner.id();
        joiner.tell("QUEUE JOIN q");
        server.awaitUnanswered(joining, 1);
        server.awaitStat("q", "putters", 2);
        assertThat(client.ask("QUEUE DELETE q")).isEqualTo("OK");
        assertThat(putter.read()).isEqualTo(SHUT_DOWN);
        assertThat(caller.read()).isEqualTo(SHUT_DOWN);
        assertThat(joiner.read()).isEqualTo(SHUT_DOWN);
        assertThat(worker.refusal("QUEUE DONE q " + held)).startsWith("NOITEM ");
        assertThat(client.list("QUEUE LIST")).doesNotContain("q");
        assertThat(client.ask("QUEUE CREATE q KIND fifo")).isEqualTo("OK");
        assertThat(client.ask("QUEUE DELETE q")).isEqualTo("OK");
        assertThat(client.ask("QUEUE DELETE q")).isEqualTo("OK");
    }

    @Test
    void keptResultsAreGone() {
        Object id = client.ask("SUBMIT upper a");
        assertThat(client.ask("AWAIT upper " + id)).isEqualTo("A");
        client.ask("QUEUE DELETE upper");
        assertThat(client.refusal("AWAIT upper " + id)).startsWith("NOITEM ");
    }

    // ---- consumers of the server

    @Test
    void afterDeleteAConsumerServesTheQueueThatIsMadeNext() {
        for (int i = 0; i < 3; i++) {
            assertThat(client.ask("RUN upper a")).isEqualTo("A");
            assertThat(client.ask("QUEUE DELETE upper")).isEqualTo("OK");
        }
        assertThat(client.ask("GATHER upper a upper b")).isEqualTo(List.of("A", "B"));
    }

    @Test
    void deleteStopsWhatAConsumerIsAt() {
        client.tell("RUN sleep 3600000");
        server.awaitStat("sleep", "inflight", 1);
        assertThat(worker.ask("QUEUE DELETE sleep")).isEqualTo("OK");
        assertThat(((Failure) client.read()).text()).startsWith("CANCELLED ");
        assertThat(client.ask("RUN sleep 1")).isEqualTo("1");
    }

    @Test
    void aConsumerFinishesWhatItHasWhenItsQueueIsShutDown() {
        client.tell("RUN sleep 1000").tell("RUN sleep 1");
        server.awaitStat("sleep", "inflight", 1);
        assertThat(worker.ask("QUEUE SHUTDOWN sleep")).isEqualTo("OK");
        assertThat(client.read(2)).isEqualTo(List.of("1000", new Failure("SHUTDOWN queue sleep is shut down")));
        assertThat(worker.ask("QUEUE JOIN sleep")).isEqualTo("OK");
    }

    @Test
    void afterShutdownAndDeleteAConsumerServesTheQueueAgainInTime() {
        worker.ask("QUEUE SHUTDOWN upper");
        assertThat(client.ask("RUN upper a")).isEqualTo(new Failure("SHUTDOWN queue upper is shut down"));
        worker.ask("QUEUE DELETE upper");
        assertThat(client.ask("RUN upper a")).isEqualTo("A");
    }

    @Test
    void aConsumerOfAQueueThatIsShutDownDoesNotKeepTheServerBusy() {
        worker.ask("QUEUE SHUTDOWN upper");
        Await.until("nobody waits", () -> server.stat("upper", "getters") == 0);
        assertThat(client.ask("QUEUE GET upper TIMEOUT 0")).isEqualTo(new Failure("SHUTDOWN queue upper is shut down"));
        assertThat(client.ask("QUEUE GET other TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }
}
