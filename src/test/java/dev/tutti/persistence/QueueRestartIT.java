package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.RestartCase;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of whole queues, of events and of numbers when the server starts again. */
class QueueRestartIT extends RestartCase {

    QueueRestartIT(StopMode mode) {
        super(mode, TuttiServer.bare().journaled());
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

    // ---- what is in flight

    @Test
    void whatSeveralConnectionsHadComesBackInItsOrder() throws Exception {
        List<String> items = List.of("a", "b", "c", "d", "e", "f", "g");
        items.forEach(item -> put("q", item));
        RespClient other = server.connect();
        RespClient waiting = server.connect();
        for (int i = 0; i < 3; i++) {
            other.list("QUEUE GET q");
            get("q");
        }
        waiting.tell("QUEUE GET none");
        restart();
        assertThat(server.items("q")).isEqualTo(items);
        List<Object> attempts = client.list("QUEUE GET q COUNT 7").stream()
                .<Object>map(item -> ((List<?>) item).get(2))
                .toList();
        long next = mode == StopMode.KILLED ? 2 : 1;
        assertThat(attempts).isEqualTo(List.of(next, next, next, next, next, next, 1L));
    }

    @Test
    void whoFinishesAnItemAfterTheRestartIsToldOfIt() throws Exception {
        long held = put("q", "held");
        long done = put("done", "item");
        get("q");
        get("done");
        assertOk("QUEUE DONE done " + done);
        restart();
        String item = "NOITEM item " + held + " of queue q: ";
        assertThat(client.refusal("QUEUE DONE q " + held))
                .startsWith(
                        mode == StopMode.KILLED
                                ? item + "its connection closed, since the server was restarted, and attempt 2 is ready"
                                : item
                                        + "it is ready, and nobody has got it since it came here or the server was started");
        assertThat(client.refusal("QUEUE DONE done " + done))
                .startsWith("NOITEM item " + done + " of queue done: never heard of since the server was started");
    }

    // ---- settings

    @Test
    void aCreatedQueueKeepsItsSettings() throws Exception {
        assertOk("QUEUE CREATE q KIND priority MAXSIZE 2 LEASE 3600000 ATTEMPTS 3");
        assertOk("QUEUE CREATE empty KIND lifo");
        put("q", "a");
        restart();
        assertThat(client.list("QUEUE LIST")).containsExactly("empty", "q");
        assertThat(client.list("QUEUE STATS q")).startsWith("kind", "priority", "maxsize", 2L, "size", 1L);
        assertThat(client.list("QUEUE STATS empty")).startsWith("kind", "lifo");
        assertThat(client.refusal("QUEUE CREATE q ATTEMPTS 4")).startsWith("ERR ");
        assertOk("QUEUE CREATE q ATTEMPTS 3 LEASE 3600000");
        put("q", "b");
        assertThat(client.ask("QUEUE PUT q c TIMEOUT 0")).isEqualTo(Null.BULK);
    }

    @Test
    void aQueueThatIsThereAlreadyMayBeCreated() throws Exception {
        put("q", "a");
        assertOk("QUEUE CREATE q");
        assertOk("QUEUE DONE q " + get("q"));
        restart();
        assertThat(client.list("QUEUE LIST")).containsExactly("q");
    }

    @Test
    void theConfigurationGoesBeforeWhatWasCreated() throws Exception {
        assertOk("QUEUE CREATE q KIND lifo MAXSIZE 1");
        put("q", "a");
        server.queue("q", new JsonObject().put("kind", "fifo").put("maxSize", 3));
        restart();
        assertThat(client.list("QUEUE STATS q")).startsWith("kind", "fifo", "maxsize", 3L, "size", 1L);
        put("q", "b");
        assertThat(server.items("q")).containsExactly("a", "b");
    }

    @Test
    void moreThanTheQueueHoldsByNowComesBack() throws Exception {
        put("q", "a");
        put("q", "b");
        put("q", "c");
        server.queue("q", new JsonObject().put("maxSize", 1));
        restart();
        assertThat(server.items("q")).containsExactly("a", "b", "c");
        assertThat(client.ask("QUEUE PUT q d TIMEOUT 0")).isEqualTo(Null.BULK);
    }

    @Test
    void aStopWritesWhatIsNotSyncedYet() throws Exception {
        for (String sync : List.of("none", "interval")) {
            server.producer("sync", sync);
            restart();
            put("q", sync);
            assertOk("EVENT SET " + sync);
            server.restart(StopMode.GRACEFUL);
            connect();
        }
        assertThat(server.items("q")).containsExactly("none", "interval");
        assertThat(client.integer("EVENT IS_SET none")).isEqualTo(1);
    }

    // ---- the ends of queues

    @Test
    void aQueueThatIsShutDownStaysSo() throws Exception {
        put("q", "a");
        put("q", "b");
        long a = get("q");
        assertOk("QUEUE SHUTDOWN q");
        restart();
        assertThat(client.refusal("QUEUE PUT q c")).startsWith("SHUTDOWN ");
        assertThat(server.items("q")).containsExactly("a", "b");
        assertThat(get("q")).isEqualTo(a);
        assertOk("QUEUE DONE q " + a);
        assertOk("QUEUE DONE q " + get("q"));
        assertThat(client.refusal("QUEUE GET q")).startsWith("SHUTDOWN ");
        restart();
        assertThat(client.refusal("QUEUE GET q")).startsWith("SHUTDOWN ");
        assertThat(client.list("QUEUE LIST")).containsExactly("q");
    }

    @Test
    void aQueueThatIsShutDownAtOnceIsEmpty() throws Exception {
        put("q", "a");
        long b = put("q", "b");
        put("q", "c DELAY 3600000");
        get("q");
        assertOk("QUEUE SHUTDOWN q IMMEDIATE");
        restart();
        assertThat(client.refusal("QUEUE GET q")).startsWith("SHUTDOWN ");
        assertThat(client.refusal("QUEUE DONE q " + b)).startsWith("NOITEM ");
        assertThat(server.stat("q", "unfinished")).isZero();
        assertOk("QUEUE JOIN q TIMEOUT 0");
        assertOk("QUEUE DELETE q");
        put("q", "d");
        restart();
        assertThat(server.items("q")).containsExactly("d");
    }

    @Test
    void whatWasDroppedDoesNotComeBack() throws Exception {
        for (String queue : List.of("purged", "deleted", "finished")) {
            put(queue, "a");
            put(queue, "b");
            put(queue, "c DELAY 3600000");
            get(queue);
        }
        long cancelled = put("finished", "d");
        assertThat(client.integer("QUEUE PURGE purged")).isEqualTo(2);
        assertOk("QUEUE DELETE deleted");
        assertThat(client.integer("CANCEL finished " + cancelled)).isEqualTo(1);
        assertOk("QUEUE DONE finished " + get("finished"));
        restart();
        assertThat(client.list("QUEUE LIST")).containsExactly("finished", "purged");
        assertThat(server.items("purged")).containsExactly("a");
        assertThat(server.items("finished")).containsExactly("a");
        assertThat(server.stat("purged", "unfinished")).isEqualTo(1);
        assertThat(server.stat("finished", "unfinished")).isEqualTo(2);
    }

    @Test
    void aDeletedQueueLosesItsSettings() throws Exception {
        assertOk("QUEUE CREATE q KIND lifo");
        assertOk("QUEUE DELETE q");
        restart();
        assertThat(client.list("QUEUE LIST")).isEmpty();
        assertOk("QUEUE CREATE q KIND priority");
        restart();
        assertThat(client.list("QUEUE STATS q")).startsWith("kind", "priority");
    }

    // ---- dead letters

    @Test
    void deadLettersStayInTheirOrderAndGoBackByMove() throws Exception {
        assertOk("QUEUE CREATE q ATTEMPTS 2");
        long a = put("q", "a");
        long b = put("q", "b");
        assertOk("QUEUE FAIL q " + get("q"));
        get("q");
        get("q");
        assertOk("QUEUE FAIL q " + b);
        assertThat(get("q")).isEqualTo(b);
        assertOk("QUEUE FAIL q " + b + " why");
        assertOk("QUEUE FAIL q " + a + " why");
        restart();
        assertThat(server.items("q")).isEmpty();
        assertThat(server.items("q.dead")).containsExactly("b", "a");
        assertThat(client.ask("QUEUE GET q.dead")).isEqualTo(List.of(b, "b", 1L));
        assertOk("QUEUE FAIL q.dead " + b);
        assertThat(client.integer("QUEUE MOVE q.dead q COUNT 1")).isEqualTo(1);
        restart();
        assertThat(client.ask("QUEUE GET q")).isEqualTo(List.of(a, "a", 1L));
        assertThat(client.ask("QUEUE GET q.dead")).isEqualTo(List.of(b, "b", 1L));
    }

    @Test
    void whatIsRunDoesNotComeBackUnlessItFailedUnheard() throws Exception {
        server.connect().tell("RUN q run");
        server.connect().tell("GATHER q gathered");
        server.connect().tell("TASKGROUP q grouped");
        server.awaitStat("q", "size", 3);
        RespClient gone = server.connect();
        gone.tell("GATHER failing a failing b");
        server.awaitStat("failing", "size", 2);
        assertOk("QUEUE FAIL failing " + get("failing"));
        assertThat(gone.read()).isNotNull();
        assertOk("QUEUE FAIL failing " + get("failing"));
        get("q");
        restart();
        assertThat(client.list("QUEUE LIST")).containsExactly("failing.dead");
        assertThat(server.items("failing.dead")).hasSize(1);
    }

    // ---- events and numbers

    @Test
    void eventsStaySet() throws Exception {
        for (String event : List.of("set", "cleared", "again", "ein-\u00e4rgerliches-\ud83d\udd14")) {
            assertOk("EVENT SET " + event);
        }
        assertOk("EVENT CLEAR cleared");
        assertOk("EVENT CLEAR again");
        assertOk("EVENT SET again");
        restart();
        assertThat(client.integer("EVENT IS_SET set")).isEqualTo(1);
        assertThat(client.integer("EVENT IS_SET cleared")).isZero();
        assertThat(client.integer("EVENT WAIT again")).isEqualTo(1);
        assertThat(client.integer("EVENT IS_SET ein-\u00e4rgerliches-\ud83d\udd14"))
                .isEqualTo(1);
        assertOk("EVENT CLEAR set");
        restart();
        assertThat(client.integer("EVENT IS_SET set")).isZero();
        assertThat(client.integer("EVENT IS_SET again")).isEqualTo(1);
    }

    @Test
    void numbersGoOnGrowing() throws Exception {
        long id = put("q", "a");
        long token = client.integer("LOCK ACQUIRE l");
        for (int i = 0; i < 3; i++) {
            restart();
            long nextId = put("q", "a");
            long nextToken = client.integer("LOCK ACQUIRE l TIMEOUT 0");
            assertThat(nextId).isGreaterThan(id);
            assertThat(nextToken).isGreaterThan(token);
            if (mode == StopMode.GRACEFUL) {
                assertThat(nextId).isEqualTo(id + 1);
            }
            id = nextId;
            token = nextToken;
        }
    }

    @Test
    void whatBelongsToConnectionsEnds() throws Exception {
        client.integer("LOCK ACQUIRE l");
        client.integer("SEMAPHORE ACQUIRE s LIMIT 3");
        client.integer("CONDITION ACQUIRE c");
        restart();
        assertThat(client.integer("LOCK LOCKED l")).isZero();
        assertThat(client.integer("SEMAPHORE VALUE s")).isEqualTo(1);
        assertThat(client.integer("CONDITION LOCKED c")).isZero();
    }
}
