package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Kinds, priorities, delays and leases. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class LeaseIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient worker;

    LeaseIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops)
                .queue("leased", new JsonObject().put("lease", "50ms").put("attempts", 2))
                .queue("ranked", new JsonObject().put("kind", "priority"))
                .queue("pile", new JsonObject().put("kind", "lifo"));
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        worker = server.connect();
    }

    // ---- kinds

    @Test
    void aLifoQueueGivesTheLastItemFirst() {
        for (String item : List.of("a", "b", "c")) {
            client.ask("QUEUE PUT pile " + item);
        }
        List<Object> c = worker.list("QUEUE GET pile");
        assertThat(c.get(1)).isEqualTo("c");
        worker.ask("QUEUE RELEASE pile " + c.get(0));
        assertThat(worker.list("QUEUE GET pile COUNT 9"))
                .extracting(got -> ((List<?>) got).get(1))
                .isEqualTo(List.of("c", "b", "a"));
    }

    @Test
    void aPriorityQueueGivesTheSmallestFirstAndEqualOnesInOrder() {
        client.ask("QUEUE PUT ranked late PRIORITY 5");
        client.ask("QUEUE PUT ranked zero");
        client.ask("QUEUE PUT ranked later PRIORITY 5");
        client.ask("QUEUE PUT ranked first PRIORITY -9223372036854775808");
        assertThat(worker.list("QUEUE PEEK ranked COUNT 9"))
                .extracting(got -> ((List<?>) got).get(1))
                .isEqualTo(List.of("first", "zero", "late", "later"));
    }

    @Test
    void onlyAPriorityQueueTakesPriority() {
        assertThat(client.refusal("QUEUE PUT pile a PRIORITY 1")).startsWith("ERR ");
        assertThat(client.refusal("SUBMIT q a PRIORITY 1")).startsWith("ERR ");
        assertThat(client.list("QUEUE LIST")).doesNotContain("q");
    }

    // ---- delay

    @Test
    void aDelayedItemComesWhenItIsDue() {
        client.ask("QUEUE PUT q a DELAY 500");
        assertThat(client.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(client.integer("QUEUE SIZE q")).isZero();
        assertThat(server.stat("q", "delayed")).isEqualTo(1);
        assertThat(client.list("QUEUE GET q").get(1)).isEqualTo("a");
    }

    @Test
    void whatIsReleasedWithADelayComesAgainWithTheSameAttempt() {
        client.ask("QUEUE PUT q a");
        Object id = worker.list("QUEUE GET q").get(0);
        assertThat(worker.ask("QUEUE RELEASE q " + id + " DELAY 500")).isEqualTo("OK");
        assertThat(worker.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(worker.list("QUEUE GET q")).isEqualTo(List.of(id, "a", 1L));
    }

    // ---- lease

    @Test
    void aLeaseThatEndsGivesTheItemToWhoWaits() {
        client.ask("QUEUE PUT leased a");
        Object id = worker.list("QUEUE GET leased").get(0);
        assertThat(client.ask("QUEUE GET leased LEASE 0")).isEqualTo(List.of(id, "a", 2L));
        for (String command : List.of("TOUCH", "DONE", "FAIL", "RELEASE")) {
            assertThat(worker.refusal("QUEUE " + command + " leased " + id)).startsWith("NOITEM ");
        }
        assertThat(server.connect().ask("QUEUE DONE leased " + id)).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LEASE 0", "LEASE 3600000"})
    void theGetsLeaseWins(String lease) {
        client.ask("QUEUE PUT leased a");
        client.ask("QUEUE PUT leased b");
        Object id = worker.list("QUEUE GET leased " + lease).get(0);
        client.ask("QUEUE GET leased");
        server.awaitStat("leased", "size", 1);
        assertThat(worker.ask("QUEUE DONE leased " + id)).isEqualTo("OK");
    }

    @Test
    void touchKeepsTheItem() {
        client.ask("QUEUE PUT leased a");
        client.ask("QUEUE PUT leased b");
        Object id = worker.list("QUEUE GET leased LEASE 700").get(0);
        worker.list("QUEUE GET leased LEASE 700");
        while (server.stat("leased", "retried") == 0) {
            assertThat(worker.ask("QUEUE TOUCH leased " + id)).isEqualTo("OK");
        }
        assertThat(worker.ask("QUEUE DONE leased " + id)).isEqualTo("OK");
    }

    @Test
    void outOfAttemptsItIsADeadLetter() {
        client.ask("QUEUE PUT leased a");
        worker.ask("QUEUE GET leased");
        worker.ask("QUEUE GET leased");
        server.awaitStat("leased.dead", "size", 1);
        assertThat(server.stat("leased", "failed")).isEqualTo(1);
    }

    @Test
    void outOfAttemptsItIsTheCallersFailure() {
        client.tell("RUN leased a");
        worker.ask("QUEUE GET leased");
        worker.ask("QUEUE GET leased");
        assertThat(client.read()).isEqualTo(new Failure("FAILED its lease ended, and it is out of attempts"));
    }

    @Test
    void severalLeasesThatEndTogetherGiveTheItemsBackInTheirOrder() {
        for (int i = 0; i < 20; i++) {
            client.ask("QUEUE PUT q item-" + i);
        }
        worker.ask("QUEUE GET q COUNT 20 LEASE 20");
        server.awaitStat("q", "size", 20);
        assertThat(client.list("QUEUE PEEK q COUNT 20").get(0)).asString().contains("item-0");
        assertThat(client.list("QUEUE PEEK q COUNT 20").get(19)).asString().contains("item-19");
    }
}
