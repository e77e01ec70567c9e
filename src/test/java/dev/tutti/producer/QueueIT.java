package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** QUEUE …, where nobody has to wait. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class QueueIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;

    QueueIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops)
                .queue("jobs", new JsonObject().put("maxSize", 3).put("attempts", 2));
    }

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    private long put(String queue, String item) {
        return client.integer("QUEUE PUT " + queue + " " + item);
    }

    private long get(String queue) {
        return (Long) client.list("QUEUE GET " + queue + " TIMEOUT 0").get(0);
    }

    @Test
    void idsAreUniqueInTheServerAndGrow() {
        long before = 0;
        for (int i = 0; i < 20; i++) {
            long id = put("q" + i % 4, "x");
            assertThat(id).isGreaterThan(before);
            before = id;
        }
    }

    @Test
    void itemsComeInTheOrderTheyWerePut() {
        long a = put("q", "a");
        long b = put("q", "b");
        assertThat(client.ask("QUEUE GET q")).isEqualTo(List.of(a, "a", 1L));
        assertThat(client.ask("QUEUE GET q")).isEqualTo(List.of(b, "b", 1L));
        assertThat(client.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void anItemIsAnyBytes() throws Exception {
        byte[] item = new byte[256];
        for (int i = 0; i < item.length; i++) {
            item[i] = (byte) i;
        }
        client.ask("QUEUE".getBytes(), "PUT".getBytes(), "q".getBytes(), item);
        client.tell("QUEUE GET q");
        assertThat(client.line()).isEqualTo("*3");
        assertThat(client.read()).isInstanceOf(Long.class);
        assertThat(client.line()).isEqualTo("$256");
        assertThat(client.bytes(256)).isEqualTo(item);
    }

    @Test
    void anEmptyItemIsAnItem() {
        long id = put("q", "");
        assertThat(client.ask("QUEUE GET q")).isEqualTo(List.of(id, "", 1L));
    }

    @Test
    void countGetsAnArrayOfThoseThatAreReady() {
        long a = put("q", "a");
        long b = put("q", "b");
        long c = put("q", "c");
        assertThat(client.ask("QUEUE GET q COUNT 2")).isEqualTo(List.of(List.of(a, "a", 1L), List.of(b, "b", 1L)));
        assertThat(client.ask("QUEUE GET q COUNT 2")).isEqualTo(List.of(List.of(c, "c", 1L)));
        assertThat(client.ask("QUEUE GET q COUNT 2 TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @Test
    void doneFinishesAnItemAndThenThereIsNoSuchItem() {
        put("q", "a");
        long id = get("q");
        assertThat(client.ask("QUEUE DONE q " + id)).isEqualTo("OK");
        assertThat(client.refusal("QUEUE DONE q " + id)).startsWith("NOITEM ");
        assertThat(client.refusal("QUEUE FAIL q " + id)).startsWith("NOITEM ");
        assertThat(client.refusal("QUEUE RELEASE q " + id)).startsWith("NOITEM ");
    }

    @Test
    void whatIsNotInFlightIsNoItem() {
        long ready = put("q", "a");
        assertThat(client.refusal("QUEUE DONE q " + ready)).startsWith("NOITEM ");
        assertThat(client.refusal("QUEUE DONE q 999999")).startsWith("NOITEM ");
        assertThat(client.refusal("QUEUE DONE nosuch " + ready)).startsWith("NOITEM ");
    }

    @Test
    void anItemInFlightIsFoundUnderItsOwnQueueOnly() {
        put("q", "a");
        long id = get("q");
        assertThat(client.refusal("QUEUE DONE other " + id)).startsWith("NOITEM ");
        assertThat(client.ask("QUEUE DONE q " + id)).isEqualTo("OK");
    }

    @Test
    void withAttemptsLeftFailPutsTheItemBackToTheFront() {
        long a = put("jobs", "a");
        long b = put("jobs", "b");
        assertThat(get("jobs")).isEqualTo(a);
        assertThat(client.ask("QUEUE FAIL jobs " + a + " oops")).isEqualTo("OK");
        assertThat(client.ask("QUEUE GET jobs")).isEqualTo(List.of(a, "a", 2L));
        assertThat(client.ask("QUEUE GET jobs")).isEqualTo(List.of(b, "b", 1L));
    }

    @Test
    void outOfAttemptsTheItemGoesToTheDeadLetterQueueUnderItsIdAndStartsAnew() {
        long id = put("jobs", "a");
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(client.ask("QUEUE GET jobs")).isEqualTo(List.of(id, "a", (long) attempt));
            client.ask("QUEUE FAIL jobs " + id);
        }
        assertThat(client.ask("QUEUE GET jobs TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(client.ask("QUEUE GET jobs.dead")).isEqualTo(List.of(id, "a", 1L));
        assertThat(server.stat("jobs", "dead")).isEqualTo(1);
        assertThat(server.stat("jobs", "retried")).isEqualTo(1);
        assertThat(server.stat("jobs", "failed")).isEqualTo(1);
    }

    @Test
    void withoutAttemptsAFailIsFinal() {
        long id = put("q", "a");
        get("q");
        client.ask("QUEUE FAIL q " + id + " oops");
        assertThat(client.ask("QUEUE PEEK q.dead")).isEqualTo(List.of(List.of(id, "a")));
    }

    @Test
    void aFailedItemOfADeadLetterQueueGoesToItsEndAgain() {
        client.ask("QUEUE PUT q.dead a");
        client.ask("QUEUE PUT q.dead b");
        client.ask("QUEUE FAIL q.dead " + get("q.dead"));
        assertThat(client.list("QUEUE PEEK q.dead COUNT 9"))
                .extracting(item -> ((List<?>) item).get(1))
                .isEqualTo(List.of("b", "a"));
    }

    @Test
    void theDeadLetterQueueTakesWhatFailedThoughFull() {
        client.ask("QUEUE CREATE q.dead MAXSIZE 1");
        client.ask("QUEUE PUT q.dead full");
        long id = put("q", "a");
        get("q");
        assertThat(client.ask("QUEUE FAIL q " + id)).isEqualTo("OK");
        assertThat(client.integer("QUEUE SIZE q.dead")).isEqualTo(2);
    }

    @Test
    void releasePutsTheItemBackToTheFrontAndDoesNotCountTheAttempt() {
        long a = put("jobs", "a");
        put("jobs", "b");
        for (int i = 0; i < 5; i++) {
            assertThat(client.ask("QUEUE GET jobs")).isEqualTo(List.of(a, "a", 1L));
            assertThat(client.ask("QUEUE RELEASE jobs " + a)).isEqualTo("OK");
        }
    }

    @Test
    void whatComesBackIsNeverRefused() {
        client.ask("QUEUE CREATE q MAXSIZE 1");
        long a = put("q", "a");
        get("q");
        put("q", "b");
        assertThat(client.ask("QUEUE RELEASE q " + a)).isEqualTo("OK");
        assertThat(client.integer("QUEUE SIZE q")).isEqualTo(2);
    }

    @Test
    void peekTakesNothing() {
        long a = put("q", "a");
        long b = put("q", "b");
        assertThat(client.ask("QUEUE PEEK q")).isEqualTo(List.of(List.of(a, "a")));
        assertThat(client.ask("QUEUE PEEK q COUNT 9")).isEqualTo(List.of(List.of(a, "a"), List.of(b, "b")));
        assertThat(client.integer("QUEUE SIZE q")).isEqualTo(2);
        assertThat(client.ask("QUEUE PEEK nosuch")).isEqualTo(List.of());
    }

    @Test
    void purgeDropsWhatIsReadyAndNothingElse() {
        put("q", "a");
        put("q", "b");
        put("q", "c");
        long inFlight = get("q");
        assertThat(client.integer("QUEUE PURGE q")).isEqualTo(2);
        assertThat(client.integer("QUEUE SIZE q")).isZero();
        assertThat(client.ask("QUEUE DONE q " + inFlight)).isEqualTo("OK");
        assertThat(client.integer("QUEUE PURGE nosuch")).isZero();
    }

    @Test
    void statsTellsHowAQueueStands() {
        put("q", "a");
        put("q", "b");
        get("q");
        List<Object> fresh = List.of("kind", "fifo", "maxsize", 100_000L, "size", 1L, "delayed", 0L, "inflight", 1L);
        assertThat(client.list("QUEUE STATS q").subList(0, 10)).isEqualTo(fresh);
        assertThat(client.list("QUEUE STATS q").stream().filter(String.class::isInstance))
                .containsExactly(
                        "kind",
                        "fifo",
                        "maxsize",
                        "size",
                        "delayed",
                        "inflight",
                        "unfinished",
                        "getters",
                        "putters",
                        "put",
                        "done",
                        "failed",
                        "retried",
                        "dead",
                        "expired",
                        "paused",
                        "concurrency",
                        "rate",
                        "per",
                        "cancelled",
                        "results",
                        "bytes",
                        "oldest",
                        "waited");
        assertThat(server.stat("q", "unfinished")).isEqualTo(2);
        assertThat(server.stat("q", "put")).isEqualTo(2);
    }

    @Test
    void aQueueComesIntoBeingWithTheConfigurationsSettings() {
        assertThat(server.stat("jobs", "maxsize")).isEqualTo(3);
        assertThat(client.ask("QUEUE PUT jobs a")).isInstanceOf(Long.class);
        assertThat(server.stat("jobs", "maxsize")).isEqualTo(3);
    }

    @Test
    void createMakesAQueueThatStays() {
        assertThat(client.ask("QUEUE CREATE q MAXSIZE 2 ATTEMPTS 3")).isEqualTo("OK");
        assertThat(client.list("QUEUE LIST")).contains("q");
        assertThat(client.ask("QUEUE CREATE q MAXSIZE 2")).isEqualTo("OK");
        assertThat(client.ask("QUEUE CREATE q")).isEqualTo("OK");
    }

    @Test
    void createOfAQueueWithOtherSettingsIsAnError() {
        client.ask("QUEUE CREATE q MAXSIZE 2");
        assertThat(client.refusal("QUEUE CREATE q MAXSIZE 3"))
                .startsWith("ERR ")
                .contains("MAXSIZE 2");
        assertThat(client.refusal("QUEUE CREATE q ATTEMPTS 1")).startsWith("ERR ");
        assertThat(client.refusal("QUEUE CREATE jobs MAXSIZE 4")).startsWith("ERR ");
        assertThat(server.stat("q", "maxsize")).isEqualTo(2);
    }

    @Test
    void createOfAQueueInUseIsAnErrorIfASettingDiffers() {
        put("q", "a");
        assertThat(client.refusal("QUEUE CREATE q MAXSIZE 2")).startsWith("ERR ");
        assertThat(client.ask("QUEUE CREATE q MAXSIZE 100000")).isEqualTo("OK");
    }

    @Test
    void listNamesTheQueuesOfEveryOwnerInOrder() {
        for (int i = 9; i >= 0; i--) {
            put("q" + i, "x");
        }
        assertThat(client.list("QUEUE LIST").stream().filter(name -> ((String) name).matches("q\\d")))
                .containsExactly("q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9");
    }

    @Test
    void aQueueIsForgottenWhenNothingIsLeftOfIt() {
        long id = put("q", "a");
        get("q");
        assertThat(client.list("QUEUE LIST")).contains("q");
        client.ask("QUEUE DONE q " + id);
        assertThat(client.list("QUEUE LIST")).doesNotContain("q");
        assertThat(server.stat("q", "put")).as("its totals are shown still").isOne();
    }

    @Test
    void askingAboutAQueueMakesNone() {
        client.ask("QUEUE SIZE q");
        client.ask("QUEUE PEEK q");
        client.ask("QUEUE STATS q");
        client.ask("QUEUE PURGE q");
        client.ask("QUEUE JOIN q");
        client.ask("QUEUE GET q TIMEOUT 0");
        client.ask("QUEUE DONE q 1");
        assertThat(client.list("QUEUE LIST")).doesNotContain("q");
    }
}
