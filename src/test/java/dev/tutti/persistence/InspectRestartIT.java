package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happened to items is shown over TCP, also after a restart and after a kill. */
class InspectRestartIT extends RestartCase {

    InspectRestartIT(StopMode mode) {
        super(mode, TuttiServer.bare().journaled().producer("instances", 3));
    }

    private Map<String, Object> inspect(String queue, long id) {
        return map(client.list("QUEUE INSPECT " + queue + " " + id));
    }

    /** A map as RESP2 has it. */
    private static Map<String, Object> map(List<?> pairs) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            map.put((String) pairs.get(i), pairs.get(i + 1));
        }
        return map;
    }

    @Test
    void errorProgressAttemptsAndTheTimeOfThePutSurvive() throws Exception {
        client.ask("QUEUE CREATE q ATTEMPTS 3");
        client.ask("CLIENT SETNAME worker");
        long retried = client.integer("QUEUE PUT q retried");
        client.list("QUEUE GET q");
        assertThat(inspect("q", retried))
                .containsEntry("state", "inflight")
                .containsEntry("holder", List.of(client.integer("CLIENT ID"), "worker"));
        client.ask("QUEUE TOUCH q " + retried + " half LEASE 60000 ATTEMPT 1");
        client.ask("QUEUE FAIL q " + retried + " why DELAY 86400000");
        long once = client.integer("QUEUE PUT once dead");
        client.list("QUEUE GET once");
        client.ask("QUEUE FAIL once " + once + " never");
        Map<String, Object> before = inspect("q", retried);
        server.restart(mode);
        connect();
        assertThat(inspect("q", retried))
                .containsEntry("state", "delayed")
                .containsEntry("attempts", 1L)
                .containsEntry("error", "why")
                .containsEntry("progress", "half")
                .containsEntry("put", before.get("put"));
        assertThat((Long) inspect("q", retried).get("due")).isCloseTo((Long) before.get("due"), within(5_000L));
        assertThat(inspect("once", once))
                .containsEntry("state", "dead")
                .containsEntry("attempts", 1L)
                .containsEntry("error", "never")
                .containsEntry("from", "once");
        assertThat(client.list("QUEUE ITEMS once.dead STATE dead")).hasSize(1);
        assertThat(client.refusal("QUEUE INSPECT q 987654321")).startsWith("NOITEM item 987654321 of queue q: never");
    }

    @Test
    void aKeptResultIsShownAsBefore() throws Exception {
        long done = client.integer("SUBMIT q done");
        client.list("QUEUE GET q");
        client.ask("QUEUE RELEASE q " + done);
        client.list("QUEUE GET q");
        client.ask("QUEUE DONE q " + done + " result");
        Map<String, Object> doneBefore = inspect("q", done);
        assertThat(doneBefore).containsEntry("state", "done").containsEntry("attempts", 1L);
        restart();
        Map<String, Object> doneAfter = inspect("q", done);
        assertThat((Long) doneAfter.remove("since")).isCloseTo((Long) doneBefore.remove("since"), within(5_000L));
        assertThat(doneAfter).isEqualTo(doneBefore);
    }

    @Test
    void anItemThatMovesToAnotherOwnerKeepsItsPast() throws Exception {
        for (String to : List.of("a", "b", "c", "d")) {
            client.ask("QUEUE CREATE from ATTEMPTS 2");
            long id = client.integer("QUEUE PUT from item");
            client.list("QUEUE GET from");
            client.ask("QUEUE TOUCH from " + id + " half");
            client.ask("QUEUE FAIL from " + id + " why");
            Object put = inspect("from", id).get("put");
            assertThat(client.integer("QUEUE MOVE from " + to)).isEqualTo(1);
            Map<String, Object> expected = Map.of("error", "why", "progress", "half", "put", put, "state", "ready");
            assertThat(inspect(to, id)).containsAllEntriesOf(expected);
            server.restart(mode);
            connect();
            assertThat(inspect(to, id)).containsAllEntriesOf(expected);
        }
    }

    @Test
    void manyItemsComePageByPage() {
        for (int i = 0; i < 2_500; i++) {
            client.ask("QUEUE PUT q item");
        }
        long after = 0;
        int seen = 0;
        for (List<?> page = client.list("QUEUE ITEMS q"); !page.isEmpty(); ) {
            assertThat(page).hasSizeLessThanOrEqualTo(1_000);
            for (Object item : page) {
                long id = (Long) map((List<?>) item).get("id");
                assertThat(id).isGreaterThan(after);
                after = id;
                seen++;
            }
            page = client.list("QUEUE ITEMS q AFTER " + after);
        }
        assertThat(seen).isEqualTo(2_500);
    }
}
