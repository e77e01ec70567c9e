package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cancelled item cancels what its worker waits for, over any number of connections and owners. Workers get the items
 * of {@code work}, and run others of {@code part}.
 */
@ParameterizedClass
@ValueSource(ints = {1, 3})
@Timeout(60)
class CancellationIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient caller;
    private RespClient worker;
    private long id;

    CancellationIT(int owners) {
        server = TuttiServer.usual()
                .server("instances", owners)
                .producer("instances", owners)
                .server("closeGrace", "1h")
                .server("runTimeout", "0s");
    }

    @BeforeEach
    void connect() {
        caller = server.connect();
        worker = server.connect();
        id = submitted("work");
        assertThat(worker.list("QUEUE GET work")).startsWith(id);
    }

    private long submitted(String queue) {
        return caller.integer("SUBMIT " + queue + " x");
    }

    /** Sends a command of the worker, and waits until it waits. */
    private void waits(String command) {
        long connection = worker.id();
        worker.tell(command);
        server.awaitUnanswered(connection, 1);
    }

    private static Failure cancelled(long item) {
        return new Failure("CANCELLED item " + item + " was cancelled");
    }

    private void cancel() {
        assertThat(caller.integer("CANCEL work " + id)).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN part a",
                "GATHER part a part b sleep 3600000",
                "GATHER RETURN_EXCEPTIONS LIMIT 2 part a part b part c",
                "TASKGROUP part a part b sleep 3600000"
            })
    void whatTheWorkerRunsIsCancelled(String command) {
        RespClient helper = server.connect();
        waits(command);
        long part = (Long) helper.list("QUEUE GET part").get(0);
        cancel();
        assertThat(worker.read()).isEqualTo(cancelled(id));
        server.awaitStat("part", "unfinished", 0);
        server.awaitStat("sleep", "unfinished", 0);
        assertThat(helper.ask("QUEUE DONE part " + part)).isEqualTo(cancelled(part));
        assertThat(helper.ask("QUEUE GET part TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(worker.ask("QUEUE DONE work " + id)).isEqualTo(cancelled(id));
        assertThat(worker.ask("RUN echo x")).as("the connection goes on").isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAIT", "WAIT FIRST_COMPLETED", "AWAIT"})
    void whatTheWorkerAwaitsGoesOn(String command) {
        long part = submitted("part");
        waits(command + " part " + part);
        cancel();
        assertThat(worker.read()).isEqualTo(cancelled(id));
        RespClient helper = server.connect();
        assertThat(helper.list("QUEUE GET part")).startsWith(part);
        assertThat(helper.ask("QUEUE DONE part " + part + " B")).isEqualTo("OK");
        assertThat(worker.ask("AWAIT part " + part)).isEqualTo("B");
    }

    @Test
    void aRunWithAKeyGoesOn() {
        waits("RUN part a KEY k");
        cancel();
        assertThat(worker.read()).isEqualTo(cancelled(id));
        RespClient helper = server.connect();
        long part = (Long) helper.list("QUEUE GET part").get(0);
        assertThat(helper.ask("QUEUE DONE part " + part)).isEqualTo("OK");
    }

    @Test
    void commandsBehindItAreCarriedOut() {
        waits("RUN part a");
        worker.tell("QUEUE DONE work " + id).tell("RUN echo b").tell("GATHER echo c");
        cancel();
        assertThat(worker.read(4)).isEqualTo(List.of(cancelled(id), cancelled(id), "b", List.of("c")));
    }

    @Test
    void ofTwoItemsEitherCancelsIt() {
        for (int i = 0; i < 2; i++) {
            long other = submitted("work");
            assertThat(worker.list("QUEUE GET work")).startsWith(other);
            waits("GATHER part a");
            long cancelled = i == 0 ? id : other;
            assertThat(caller.integer("CANCEL work " + cancelled)).isOne();
            assertThat(worker.read()).isEqualTo(cancelled(cancelled));
            assertThat(worker.ask("QUEUE DONE work " + cancelled)).isEqualTo(cancelled(cancelled));
        }
        assertThat(worker.refusal("QUEUE DONE work " + id)).startsWith("NOITEM ");
    }

    @Test
    void anItemThatTheConnectionDoesNotHoldCancelsNothing() {
        long detached = submitted("work");
        worker.list("QUEUE GET work LEASE 3600000 DETACHED");
        long released = submitted("work");
        worker.list("QUEUE GET work");
        worker.ask("QUEUE RELEASE work " + released);
        waits("RUN part a");
        assertThat(caller.integer("CANCEL work " + detached)).isOne();
        assertThat(caller.integer("CANCEL work " + released)).isOne();
        RespClient helper = server.connect();
        long part = (Long) helper.list("QUEUE GET part").get(0);
        helper.ask("QUEUE DONE part " + part + " A");
        assertThat(worker.read()).isEqualTo("A");
        assertThat(worker.ask("QUEUE DONE work " + id)).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE GET none", "LOCK ACQUIRE held", "QUEUE GETANY 3 none no nothing", "EVENT WAIT e"})
    void otherCommandsGoOn(String command) {
        caller.ask("LOCK ACQUIRE held");
        waits(command);
        cancel();
        long waiting = idOf(worker);
        // A GETANY asks queue after queue before it waits.
        Await.until("the worker is unblocked", () -> caller.integer("CLIENT UNBLOCK " + waiting) == 1);
        assertThat(worker.read()).isIn(Null.ARRAY, Null.BULK, 0L);
        assertThat(worker.ask("QUEUE DONE work " + id)).isEqualTo(cancelled(id));
    }

    private long idOf(RespClient client) {
        String list = (String) caller.ask("CLIENT LIST");
        long asker = caller.id();
        return list.lines()
                .filter(line -> line.endsWith("cmd-waiting=1"))
                .map(line -> Long.parseLong(line.split(" ")[0].substring("id=".length())))
                .filter(other -> other != asker)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no command of " + client + " waits: " + list));
    }

    @Test
    void whatBeginsAfterwardsGoesOn() {
        cancel();
        assertThat(worker.ask("RUN echo a")).isEqualTo("a");
        assertThat(worker.ask("GATHER echo a upper b")).isEqualTo(List.of("a", "B"));
        assertThat(worker.ask("QUEUE DONE work " + id)).isEqualTo(cancelled(id));
    }

    @Test
    void theDeletionOfTheQueueCancelsIt() {
        waits("GATHER part a");
        caller.ask("QUEUE DELETE work");
        assertThat(worker.read()).isEqualTo(cancelled(id));
        assertThat(worker.refusal("QUEUE DONE work " + id)).startsWith("NOITEM ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "abort", "UNBLOCK", "TIMEOUT"})
    void threeLevelsOfGathersEndFromTheTop(String end) {
        RespClient top = server.connect();
        long topId = top.id();
        top.tell("GATHER TIMEOUT " + (end.equals("TIMEOUT") ? 1500 : 600_000) + " one a one b");
        List<RespClient> middle = level("one", 2, " two a two b sleep 3600000");
        List<RespClient> low = level("two", 4, " three a three b");
        List<RespClient> leaves = level("three", 8, null);
        if (end.equals("abort")) {
            top.abort();
        } else if (end.equals("close")) {
            caller.ask("CLIENT KILL ID " + topId);
        } else if (end.equals("UNBLOCK")) {
            caller.ask("CLIENT UNBLOCK " + topId);
        }
        middle.forEach(client -> assertThat(((Failure) client.read()).text()).startsWith("CANCELLED item "));
        low.forEach(client -> assertThat(((Failure) client.read()).text()).startsWith("CANCELLED item "));
        for (String queue : List.of("one", "two", "three", "sleep")) {
            server.awaitStat(queue, "unfinished", 0);
            assertThat(server.stat(queue, "size")).isZero();
        }
        for (RespClient leaf : leaves) {
            assertThat(leaf.ask("RUN echo x")).isEqualTo("x");
        }
    }

    /** Workers that have got an item each, and wait for what they gather by turns of GATHER and TASKGROUP. */
    private List<RespClient> level(String queue, int workers, String gathered) {
        List<RespClient> level = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            RespClient one = server.connect();
            one.list("QUEUE GET " + queue);
            if (gathered != null) {
                one.tell((i % 2 == 0 ? "GATHER" : "TASKGROUP") + gathered);
            }
            level.add(one);
        }
        return level;
    }
}
