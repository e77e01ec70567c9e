package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient.Null;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queues and events of several owners, and those of as many as there are after the next start. */
class RedistributionIT extends RestartCase {

    private static final int QUEUES = 20;

    RedistributionIT(StopMode mode) {
        super(mode, TuttiServer.bare().journaled().producer("instances", 3));
    }

    private void restart(int owners) throws Exception {
        server.producer("instances", owners);
        restart();
    }

    private long put(String queue, String item) {
        return client.integer("QUEUE PUT " + queue + " " + item);
    }

    private long get(String queue) {
        return (Long) client.list("QUEUE GET " + queue + " TIMEOUT 0").get(0);
    }

    private void assertOk(String command) {
        assertThat(client.ask(command)).isEqualTo("OK");
    }

    @Test
    void everythingIsWhereItsNameSaysWhateverTheNumberOfOwners() throws Exception {
        for (int i = 0; i < QUEUES; i++) {
            String queue = "q" + i;
            assertOk("QUEUE CREATE " + queue + " ATTEMPTS 2");
            put(queue, "first-" + i);
            put(queue, "second-" + i);
            put(queue, "delayed-" + i + " DELAY 3600000");
            put(queue + ".dead", "dead-" + i);
            assertOk("QUEUE FAIL " + queue + " " + get(queue));
            long id = client.integer("SUBMIT results " + i);
            assertOk("QUEUE DONE results " + id(client.ask("QUEUE GET results")) + " result-" + i);
            assertThat(client.ask("AWAIT results " + id)).isEqualTo("result-" + i);
            assertOk("EVENT SET " + queue);
        }
        for (int owners : List.of(1, 5, 3)) {
            restart(owners);
            assertThat(client.list("QUEUE LIST")).hasSize(2 * QUEUES);
            for (int i = 0; i < QUEUES; i++) {
                assertThat(server.items("q" + i)).containsExactly("first-" + i, "second-" + i);
                assertThat(server.items("q" + i + ".dead")).containsExactly("dead-" + i);
                assertThat(server.stat("q" + i, "delayed")).isEqualTo(1);
                assertThat(client.integer("EVENT IS_SET q" + i)).isEqualTo(1);
            }
        }
        for (int i = 0; i < QUEUES; i++) {
            get("q" + i);
            get("q" + i);
            assertOk("EVENT CLEAR q" + i);
        }
        restart(2);
        for (int i = 0; i < QUEUES; i++) {
            if (mode == StopMode.GRACEFUL) {
                assertThat(server.items("q" + i)).containsExactly("first-" + i, "second-" + i);
                assertThat(server.items("q" + i + ".dead")).containsExactly("dead-" + i);
            } else {
                assertThat(server.items("q" + i)).containsExactly("second-" + i);
                assertThat(server.items("q" + i + ".dead")).containsExactly("dead-" + i, "first-" + i);
            }
            assertThat(client.integer("EVENT IS_SET q" + i)).isZero();
        }
    }

    private static long id(Object delivery) {
        return (Long) ((List<?>) delivery).get(0);
    }

    @Test
    void resultsGoWithTheirQueues() throws Exception {
        long[] ids = new long[QUEUES];
        for (int i = 0; i < QUEUES; i++) {
            ids[i] = client.integer("SUBMIT q" + i + " x");
            if (i % 2 == 0) {
                assertOk("QUEUE DONE q" + i + " " + get("q" + i) + " result-" + i);
            }
        }
        restart(5);
        for (int i = 0; i < QUEUES; i++) {
            Object expected = i % 2 == 0 ? "result-" + i : Null.BULK;
            assertThat(client.ask("AWAIT q" + i + " " + ids[i] + " TIMEOUT 0")).isEqualTo(expected);
        }
    }

    @Test
    void whatWasMovedIsWhereItWent() throws Exception {
        // One of these at least has another owner than a.
        List<String> others = List.of("b", "c", "d", "e");
        for (String to : others) {
            IntStream.range(0, 5).forEach(i -> put("a", "item" + i));
            put(to, "before");
            assertThat(client.integer("QUEUE MOVE a " + to + " COUNT 3")).isEqualTo(3);
            put(to, "behind");
            assertThat(client.integer("QUEUE MOVE a a COUNT 1")).isEqualTo(1);
            assertThat(client.integer("QUEUE PURGE a")).isEqualTo(2);
        }
        for (int owners : List.of(1, 5)) {
            restart(owners);
            assertThat(server.items("a")).isEmpty();
            for (String to : others) {
                assertThat(server.items(to)).containsExactly("before", "item0", "item1", "item2", "behind");
            }
        }
        for (String to : others) {
            assertThat(client.integer("QUEUE MOVE " + to + " all COUNT 2")).isEqualTo(2);
        }
        restart(3);
        assertThat(server.items("all"))
                .containsExactly("before", "item0", "before", "item0", "before", "item0", "before", "item0");
        assertThat(server.items("b")).containsExactly("item1", "item2", "behind");
    }

    @Test
    void whatWasMovedAndSubmittedIsAwaitedWhereItWent() throws Exception {
        for (String to : List.of("b", "c", "d", "e")) {
            long id = client.integer("SUBMIT a x");
            assertThat(client.integer("QUEUE MOVE a " + to)).isEqualTo(1);
            restart(1 + (int) (id % 5));
            assertThat(client.refusal("AWAIT a " + id)).startsWith("NOITEM ");
            assertThat(get(to)).isEqualTo(id);
            assertOk("QUEUE DONE " + to + " " + id + " result");
            restart(3);
            assertThat(client.ask("AWAIT " + to + " " + id)).isEqualTo("result");
        }
    }

    @Test
    void whatWasMovedStartsAnewInAQueueOfAnyKind() throws Exception {
        for (String to : List.of("b", "c", "d", "e")) {
            assertOk("QUEUE CREATE " + to + " KIND priority");
        }
        assertOk("QUEUE CREATE a KIND priority ATTEMPTS 5");
        for (String to : List.of("b", "c", "d", "e")) {
            put(to, "middle PRIORITY 5");
            put("a", "late PRIORITY 9");
            long early = put("a", "early PRIORITY -9");
            assertOk("QUEUE FAIL a " + get("a"));
            assertThat(client.integer("QUEUE MOVE a " + to)).isEqualTo(2);
            restart(4);
            assertThat(server.items(to)).containsExactly("early", "middle", "late");
            assertThat(client.ask("QUEUE GET " + to)).isEqualTo(List.of(early, "early", 1L));
        }
    }
}
