package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** SUBMIT, AWAIT and CANCEL, by consumers of the server and by remote workers on the queue {@code work}. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class SubmitIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient caller;
    private RespClient worker;

    SubmitIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        caller = server.connect();
        worker = server.connect();
    }

    private String noResult(long id) {
        return "NOITEM item " + id + " was never submitted here, or its result is no longer kept";
    }

    private long take() {
        return (Long) worker.list("QUEUE GET work").get(0);
    }

    @Test
    void aConsumerOfTheServerGivesTheResultOrTheFailure() {
        long upper = caller.integer("SUBMIT upper hello");
        long fail = caller.integer("SUBMIT fail oops");
        assertThat(caller.ask("AWAIT upper " + upper)).isEqualTo("HELLO");
        assertThat(caller.ask("AWAIT fail " + fail)).isEqualTo(new Failure("FAILED oops"));
        assertThat(worker.ask("AWAIT upper " + upper)).isEqualTo("HELLO");
        assertThat(worker.ask("AWAIT fail " + fail)).isEqualTo(new Failure("FAILED oops"));
        assertThat(worker.integer("QUEUE SIZE fail.dead")).isZero();
    }

    @Test
    void manyConnectionsAwaitOneTask() {
        long id = caller.integer("SUBMIT work a");
        List<RespClient> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RespClient client = server.connect();
            client.tell("AWAIT work " + id);
            waiting.add(client);
        }
        waiting.get(0).close();
        worker.ask("QUEUE DONE work " + take() + " A");
        for (RespClient client : waiting.subList(1, 50)) {
            assertThat(client.read()).isEqualTo("A");
        }
    }

    @Test
    void theTaskRunsOnThoughItsClientIsGone() {
        long id = caller.integer("SUBMIT work a");
        long connection = caller.id();
        caller.close();
        server.awaitGone(connection);
        assertThat(take()).isEqualTo(id);
        assertThat(worker.ask("QUEUE DONE work " + id + " A")).isEqualTo("OK");
        assertThat(worker.ask("AWAIT work " + id)).isEqualTo("A");
    }

    @Test
    void awaitThatTimesOutIsNullAndCancelsNothing() {
        long id = caller.integer("SUBMIT work a");
        assertThat(caller.ask("AWAIT work " + id + " TIMEOUT 20")).isEqualTo(Null.BULK);
        assertThat(caller.ask("AWAIT work " + id + " TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(take()).isEqualTo(id);
    }

    @Test
    void submitIntoAFullQueueWaitsForRoom() {
        caller.ask("QUEUE CREATE work MAXSIZE 1");
        long full = caller.integer("SUBMIT work full");
        assertThat(caller.ask("SUBMIT work a TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(caller.ask("SUBMIT work a TIMEOUT 20")).isEqualTo(Null.BULK);
        caller.tell("SUBMIT work a");
        server.awaitStat("work", "putters", 1);
        assertThat(take()).isEqualTo(full);
        long id = (Long) caller.read();
        assertThat(take()).isEqualTo(id);
    }

    @Test
    void aResultIsForgottenWhenItsTtlIsOver() {
        long id = caller.integer("SUBMIT echo a TTL 700");
        assertThat(caller.ask("AWAIT echo " + id)).isEqualTo("a");
        Await.until(
                "the result is forgotten", () -> caller.ask("AWAIT echo " + id).equals(new Failure(noResult(id))));
    }

    @Test
    void whatWasNotSubmittedIsNoItem() {
        long put = caller.integer("QUEUE PUT work a");
        assertThat(caller.refusal("AWAIT work " + put)).isEqualTo(noResult(put));
        assertThat(caller.refusal("AWAIT work 999")).isEqualTo(noResult(999));
        long id = caller.integer("SUBMIT work b");
        assertThat(caller.refusal("AWAIT play " + id)).isEqualTo(noResult(id));
    }

    @Test
    void cancelOfWhatWaitsIsACancellationAndItIsNeverDelivered() {
        long id = caller.integer("SUBMIT work a");
        long put = caller.integer("QUEUE PUT work b");
        assertThat(worker.integer("CANCEL work " + id)).isEqualTo(1);
        assertThat(worker.integer("CANCEL work " + put)).isEqualTo(1);
        assertThat(worker.integer("CANCEL work " + id)).isZero();
        assertThat(worker.integer("CANCEL play " + id)).isZero();
        assertThat(caller.refusal("AWAIT work " + id)).isEqualTo("CANCELLED item " + id + " was cancelled");
        assertThat(worker.ask("QUEUE GET work TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void cancelOfWhatARemoteWorkerHasAnswersAtOnceAndTheWorkerLearnsOnce() {
        long id = caller.integer("SUBMIT work a");
        take();
        caller.tell("AWAIT work " + id);
        assertThat(server.connect().integer("CANCEL work " + id)).isEqualTo(1);
        assertThat(((Failure) caller.read()).text()).startsWith("CANCELLED ");
        assertThat(worker.refusal("QUEUE TOUCH work " + id)).startsWith("CANCELLED ");
        assertThat(worker.refusal("QUEUE TOUCH work " + id)).startsWith("NOITEM ");
    }

    @Test
    void cancelOfWhatTheServerRunsStopsIt() {
        long id = caller.integer("SUBMIT sleep 3600000");
        server.awaitStat("sleep", "inflight", 1);
        assertThat(caller.integer("CANCEL sleep " + id)).isEqualTo(1);
        assertThat(((Failure) caller.ask("AWAIT sleep " + id)).text()).startsWith("CANCELLED ");
        assertThat(caller.ask("RUN sleep 1")).isEqualTo("1");
    }

    @Test
    void priorityAndDelaySayWhenItRuns() {
        caller.ask("QUEUE CREATE work KIND priority");
        long late = caller.integer("SUBMIT work late PRIORITY 2");
        long first = caller.integer("SUBMIT work first PRIORITY 1");
        long delayed = caller.integer("SUBMIT work delayed PRIORITY 0 DELAY 700");
        assertThat(List.of(take(), take(), take())).containsExactly(first, late, delayed);
    }

    @Test
    void manyTasksOfManyConnectionsAreEachAwaitedByAnother() {
        List<RespClient> clients = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            RespClient client = server.connect();
            clients.add(client);
            ids.add(client.integer("SUBMIT upper item-" + i));
        }
        for (int i = 0; i < 100; i++) {
            clients.get(i).tell("AWAIT upper " + ids.get((i + 1) % 100));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(clients.get(i).read()).isEqualTo("ITEM-" + (i + 1) % 100);
        }
    }
}
