package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient.Null;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queues and what is in them, before and after the server starts again. */
class RestartIT extends RestartCase {

    RestartIT(StopMode mode) {
        super(mode, TuttiServer.bare().journaled());
    }

    /** The attempt that follows an attempt which the restart has ended. */
    private int next(int attempt) {
        return mode == StopMode.KILLED ? attempt + 1 : attempt;
    }

    private long put(String queue, String item) {
        return client.integer("QUEUE PUT " + queue + " " + item);
    }

    private void putAll(String queue, String... items) {
        for (String item : items) {
            put(queue, item);
        }
    }

    private long get(String queue) {
        return (Long) client.list("QUEUE GET " + queue + " TIMEOUT 0").get(0);
    }

    /** What it is given, with the attempts: {@code body 2}. */
    private List<String> getAll(String queue) {
        List<String> got = new ArrayList<>();
        Object reply = client.ask("QUEUE GET " + queue + " TIMEOUT 0");
        while (reply instanceof List<?> delivery) {
            got.add(delivery.get(1) + " " + delivery.get(2));
            reply = client.ask("QUEUE GET " + queue + " TIMEOUT 0");
        }
        return got;
    }

    private void assertOk(String command) {
        assertThat(client.ask(command)).isEqualTo("OK");
    }

    // ---- order

    @Test
    void aFifoQueueKeepsItsOrder() throws Exception {
        assertOk("QUEUE CREATE q ATTEMPTS 9");
        putAll("q", "a", "b", "c", "d", "e", "f");
        assertOk("QUEUE FAIL q " + get("q"));
        long a = get("q");
        assertOk("QUEUE RELEASE q " + get("q"));
        assertOk("QUEUE RELEASE q " + a);
        assertThat(client.integer("QUEUE MOVE q q COUNT 2")).isEqualTo(2);
        put("q", "g");
        assertKeepsItsOrder("c", "d", "e", "f", "a", "b", "g");
    }

    @Test
    void aLifoQueueKeepsItsOrder() throws Exception {
        assertOk("QUEUE CREATE q KIND lifo ATTEMPTS 9");
        putAll("q", "a", "b", "c", "d");
        long d = get("q");
        long c = get("q");
        put("q", "e");
        assertOk("QUEUE RELEASE q " + c);
        put("q", "f");
        assertOk("QUEUE FAIL q " + d);
        assertKeepsItsOrder("d", "f", "c", "e", "b", "a");
    }

    @Test
    void aPriorityQueueKeepsItsOrder() throws Exception {
        assertOk("QUEUE CREATE q KIND priority ATTEMPTS 9");
        putAll("q", "b PRIORITY 2", "a PRIORITY -1", "c PRIORITY 2", "none", "d PRIORITY 9223372036854775807");
        long a = get("q");
        assertOk("QUEUE DONE q " + get("q"));
        long b = get("q");
        long c = get("q");
        assertOk("QUEUE RELEASE q " + b);
        assertOk("QUEUE FAIL q " + c);
        assertOk("QUEUE RELEASE q " + a);
        putAll("q", "e PRIORITY 2", "f PRIORITY -1");
        assertKeepsItsOrder("a", "f", "c", "b", "e", "d");
    }

    /** And keeps it when nothing happens between two restarts, and takes what comes then behind it. */
    private void assertKeepsItsOrder(String... items) throws Exception {
        assertThat(server.items("q")).containsExactly(items);
        restart();
        assertThat(server.items("q")).containsExactly(items);
        restart();
        assertThat(server.items("q")).containsExactly(items);
    }

    @Test
    void itemsAreAnyBytesOfAnyLength() throws Exception {
        assertThat(client.ask("QUEUE".getBytes(), "PUT".getBytes(), "q".getBytes(), new byte[0]))
                .isEqualTo(1L);
        byte[] large = new byte[300_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 >> 3);
        }
        assertThat(client.ask("QUEUE".getBytes(), "PUT".getBytes(), "q".getBytes(), large))
                .isEqualTo(2L);
        restart();
        assertThat(client.ask("QUEUE GET q")).isEqualTo(List.of(1L, "", 1L));
        client.tell("QUEUE GET q");
        assertThat(client.line()).isEqualTo("*3");
        assertThat(client.read()).isEqualTo(2L);
        assertThat(client.line()).isEqualTo("$300000");
        assertThat(client.bytes(large.length)).isEqualTo(large);
    }

    // ---- in flight

    @Test
    void whatWasInFlightIsReadyBeforeAllOthersAndOnlyAKillCountsTheAttempt() throws Exception {
        putAll("q", "a", "b", "c", "d");
        long a = get("q");
        assertOk("QUEUE RELEASE q " + a);
        assertThat(get("q")).isEqualTo(a);
        get("q");
        long c = get("q");
        assertOk("QUEUE DONE q " + c);
        restart();
        assertThat(server.items("q")).containsExactly("a", "b", "d");
        assertThat(server.stat("q", "inflight")).isZero();
        assertThat(getAll("q")).containsExactly("a " + next(1), "b " + next(1), "d 1");
        restart();
        assertThat(getAll("q")).containsExactly("a " + next(next(1)), "b " + next(next(1)), "d " + next(1));
    }

    @Test
    void whatWasInFlightKeepsItsPlaceAmongWhatComesToTheFrontLater() throws Exception {
        putAll("q", "a", "b", "c");
        get("q");
        get("q");
        restart();
        assertOk("QUEUE RELEASE q " + get("q"));
        assertThat(server.items("q")).containsExactly("a", "b", "c");
        restart();
        assertThat(server.items("q")).containsExactly("a", "b", "c");
    }

    @Test
    void whatWasInFlightIsTheLastOfWhatIsPutIntoALifoQueueLater() throws Exception {
        assertOk("QUEUE CREATE q KIND lifo");
        putAll("q", "a", "b", "c");
        get("q");
        get("q");
        restart();
        assertThat(server.items("q")).containsExactly("c", "b", "a");
        put("q", "d");
        restart();
        assertThat(server.items("q")).containsExactly("d", "c", "b", "a");
    }

    @Test
    void whatWasInFlightStandsFirstAmongItsEqualsInAPriorityQueue() throws Exception {
        assertOk("QUEUE CREATE q KIND priority");
        putAll("q", "a PRIORITY 1", "b PRIORITY 2", "c PRIORITY 2", "d PRIORITY 2");
        get("q");
        get("q");
        get("q");
        put("q", "e PRIORITY 1");
        restart();
        assertThat(server.items("q")).containsExactly("a", "e", "b", "c", "d");
    }

    @Test
    void whatHadItsLastAttemptHasFailed() throws Exception {
        assertOk("QUEUE CREATE q ATTEMPTS 2");
        putAll("q", "a", "b");
        assertOk("QUEUE FAIL q " + get("q"));
        get("q");
        get("q");
        restart();
        if (mode == StopMode.GRACEFUL) {
            assertThat(getAll("q")).containsExactly("a 2", "b 1");
            restart();
            assertThat(getAll("q")).containsExactly("a 2", "b 1");
            assertThat(server.items("q.dead")).isEmpty();
            return;
        }
        assertThat(getAll("q")).containsExactly("b 2");
        assertThat(server.items("q.dead")).containsExactly("a");
        restart();
        assertThat(server.items("q")).isEmpty();
        assertThat(getAll("q.dead")).containsExactly("a 1", "b 1");
    }

    @Test
    void aLeaseEndsWithTheServer() throws Exception {
        long a = put("q", "a");
        client.ask("QUEUE GET q LEASE 3600000");
        restart();
        assertThat(client.refusal("QUEUE DONE q " + a)).startsWith("NOITEM ");
        assertThat(getAll("q")).containsExactly("a " + next(1));
    }

    @Test
    void onlyWhatIsUnfinishedIsWaitedForByJoin() throws Exception {
        put("q", "a");
        long b = put("q", "b");
        assertOk("QUEUE DONE q " + get("q"));
        restart();
        assertThat(client.ask("QUEUE JOIN q TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(get("q")).isEqualTo(b);
        assertOk("QUEUE DONE q " + b);
        assertOk("QUEUE JOIN q TIMEOUT 0");
        restart();
        assertOk("QUEUE JOIN q TIMEOUT 0");
        assertThat(client.list("QUEUE LIST")).isEmpty();
    }

    // ---- delays

    @Test
    void delaysGoOn() throws Exception {
        putAll("q", "late DELAY 3600000", "soon DELAY 900", "released", "ready");
        assertOk("QUEUE RELEASE q " + get("q") + " DELAY 3600000");
        restart();
        assertThat(client.list("QUEUE GET q TIMEOUT 0").get(1)).isEqualTo("ready");
        assertThat(client.list("QUEUE GET q TIMEOUT 5000").get(1)).isEqualTo("soon");
        assertThat(server.stat("q", "delayed")).isEqualTo(2);
        assertThat(server.stat("q", "size")).isZero();
    }

    @Test
    void whatIsDueMeanwhileIsReadyInItsTurn() throws Exception {
        put("q", "first");
        // In one turn, so that they are due in this order.
        client.send("QUEUE PUT q c DELAY 60\nQUEUE PUT q b DELAY 40\nQUEUE PUT q a DELAY 20\n")
                .read(3);
        restart();
        server.awaitStat("q", "size", 4);
        assertThat(server.items("q")).containsExactly("first", "a", "b", "c");
        restart();
        assertThat(server.items("q")).containsExactly("first", "a", "b", "c");
    }

    @Test
    void whatWasReleasedWithADelayGoesToTheFront() throws Exception {
        putAll("q", "a", "b", "c");
        long a = get("q");
        long b = get("q");
        assertOk("QUEUE RELEASE q " + a + " DELAY 1");
        assertOk("QUEUE RELEASE q " + b + " DELAY 3");
        restart();
        server.awaitStat("q", "size", 3);
        assertThat(server.items("q")).containsExactly("b", "a", "c");
        assertThat(getAll("q")).containsExactly("b 1", "a 1", "c 1");
    }
}
