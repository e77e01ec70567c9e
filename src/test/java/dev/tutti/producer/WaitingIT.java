package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
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

/** QUEUE GET, PUT and JOIN that have to wait. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class WaitingIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;

    WaitingIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    /** One whose command waits on the queue, as the number of QUEUE STATS shows. */
    private RespClient waiting(String command, String queue, String stat, long number) {
        RespClient waiter = server.connect();
        waiter.tell(command);
        server.awaitStat(queue, stat, number);
        return waiter;
    }

    private RespClient getter(String queue, long number) {
        return waiting("QUEUE GET " + queue, queue, "getters", number);
    }

    /** One whose command waits, as CLIENT LIST shows. */
    private RespClient waiting(String command) {
        RespClient waiter = server.connect();
        long id = waiter.id();
        waiter.tell(command);
        server.awaitUnanswered(id, 1);
        return waiter;
    }

    @Test
    void getWaitsForAnItem() {
        RespClient getter = getter("q", 1);
        long id = client.integer("QUEUE PUT q a");
        assertThat(getter.read()).isEqualTo(List.of(id, "a", 1L));
    }

    @Test
    void gettersAreServedInTheOrderTheyCame() {
        List<RespClient> getters = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            getters.add(getter("q", i));
        }
        for (int i = 0; i < 5; i++) {
            long id = client.integer("QUEUE PUT q item" + i);
            assertThat(getters.get(i).read()).isEqualTo(List.of(id, "item" + i, 1L));
        }
    }

    @Test
    void aWaitingGetWithCountAnswersWithWhatIsThere() {
        RespClient getter = waiting("QUEUE GET q COUNT 5", "q", "getters", 1);
        long id = client.integer("QUEUE PUT q a");
        assertThat(getter.read()).isEqualTo(List.of(List.of(id, "a", 1L)));
    }

    @Test
    void aGetThatTimesOutHasTakenNothing() {
        assertThat(client.ask("QUEUE GET q TIMEOUT 20")).isEqualTo(Null.ARRAY);
        assertThat(client.ask("QUEUE GET q COUNT 2 TIMEOUT 20")).isEqualTo(Null.ARRAY);
        client.ask("QUEUE PUT q a");
        assertThat(client.integer("QUEUE SIZE q")).isEqualTo(1);
    }

    @Test
    void aGetterThatTimedOutIsPassedOver() {
        RespClient first = waiting("QUEUE GET q TIMEOUT 1000", "q", "getters", 1);
        RespClient second = waiting("QUEUE GET q");
        assertThat(first.read()).isEqualTo(Null.ARRAY);
        long id = client.integer("QUEUE PUT q a");
        assertThat(second.read()).isEqualTo(List.of(id, "a", 1L));
    }

    @Test
    void putWaitsForRoom() {
        client.ask("QUEUE CREATE q MAXSIZE 1");
        long a = client.integer("QUEUE PUT q a");
        RespClient putter = waiting("QUEUE PUT q b", "q", "putters", 1);
        assertThat(server.stat("q", "size")).isEqualTo(1);
        assertThat(client.ask("QUEUE GET q")).isEqualTo(List.of(a, "a", 1L));
        long b = (Long) putter.read();
        assertThat(b).isGreaterThan(a);
        assertThat(client.ask("QUEUE GET q")).isEqualTo(List.of(b, "b", 1L));
    }

    @Test
    void puttersAreServedInTheOrderTheyCame() {
        client.ask("QUEUE CREATE q MAXSIZE 1");
        client.ask("QUEUE PUT q item0");
        List<RespClient> putters = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            putters.add(waiting("QUEUE PUT q item" + i, "q", "putters", i));
        }
        for (int i = 0; i <= 4; i++) {
            assertThat(client.list("QUEUE GET q").get(1)).isEqualTo("item" + i);
            if (i < 4) {
                assertThat(putters.get(i).read()).isInstanceOf(Long.class);
            }
        }
    }

    @Test
    void aPutThatTimesOutIsNotInTheQueue() {
        client.ask("QUEUE CREATE q MAXSIZE 1");
        client.ask("QUEUE PUT q a");
        assertThat(client.ask("QUEUE PUT q b TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(client.ask("QUEUE PUT q c TIMEOUT 20")).isEqualTo(Null.BULK);
        client.ask("QUEUE GET q");
        assertThat(client.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.ARRAY);
        assertThat(server.stat("q", "put")).isEqualTo(1);
    }

    @Test
    void aPutThatAsksWithoutWaitingDoesNotOvertakeOneThatWaits() {
        client.ask("QUEUE CREATE q MAXSIZE 1");
        client.ask("QUEUE PUT q a");
        RespClient putter = waiting("QUEUE PUT q b", "q", "putters", 1);
        client.ask("QUEUE GET q");
        assertThat(client.ask("QUEUE PUT q c TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(putter.read()).isInstanceOf(Long.class);
        assertThat(client.list("QUEUE GET q").get(1)).isEqualTo("b");
    }

    @Test
    void purgeMakesRoom() {
        client.ask("QUEUE CREATE q MAXSIZE 2");
        client.ask("QUEUE PUT q a");
        client.ask("QUEUE PUT q b");
        RespClient putter = waiting("QUEUE PUT q c", "q", "putters", 1);
        assertThat(client.integer("QUEUE PURGE q")).isEqualTo(2);
        assertThat(putter.read()).isInstanceOf(Long.class);
    }

    @Test
    void joinAnswersOnceEveryItemHasBeenFinished() {
        long a = client.integer("QUEUE PUT q a");
        long b = client.integer("QUEUE PUT q b");
        RespClient joiner = waiting("QUEUE JOIN q");
        client.ask("QUEUE GET q COUNT 2");
        client.ask("QUEUE DONE q " + a);
        assertThat(client.ask("QUEUE JOIN q TIMEOUT 0")).isEqualTo(Null.BULK);
        client.ask("QUEUE DONE q " + b);
        assertThat(joiner.read()).isEqualTo("OK");
        assertThat(client.ask("QUEUE JOIN q TIMEOUT 0")).isEqualTo("OK");
    }

    @Test
    void joinOfAQueueThatIsEmptyOrNotThereAnswersAtOnce() {
        assertThat(client.ask("QUEUE JOIN nosuch")).isEqualTo("OK");
        client.ask("QUEUE CREATE q");
        assertThat(client.ask("QUEUE JOIN q")).isEqualTo("OK");
    }

    @Test
    void joinCountsAnItemAsFinishedWhenItHasFailedOrIsPurged() {
        long a = client.integer("QUEUE PUT q a");
        client.ask("QUEUE PUT q b");
        RespClient joiner = waiting("QUEUE JOIN q");
        client.ask("QUEUE GET q");
        client.ask("QUEUE PURGE q");
        client.ask("QUEUE FAIL q " + a);
        assertThat(joiner.read()).isEqualTo("OK");
    }

    @Test
    void comingBackForAnotherAttemptLeavesAnItemUnfinished() {
        client.ask("QUEUE CREATE q ATTEMPTS 2");
        long a = client.integer("QUEUE PUT q a");
        RespClient joiner = waiting("QUEUE JOIN q");
        client.ask("QUEUE GET q");
        client.ask("QUEUE FAIL q " + a);
        assertThat(client.ask("QUEUE JOIN q TIMEOUT 20")).isEqualTo(Null.BULK);
        client.ask("QUEUE GET q");
        client.ask("QUEUE DONE q " + a);
        assertThat(joiner.read()).isEqualTo("OK");
    }

    @Test
    void allWhoJoinAreAnswered() {
        long a = client.integer("QUEUE PUT q a");
        List<RespClient> joiners = List.of(waiting("QUEUE JOIN q"), waiting("QUEUE JOIN q"), waiting("QUEUE JOIN q"));
        client.ask("QUEUE GET q");
        client.ask("QUEUE DONE q " + a);
        assertThat(joiners).extracting(RespClient::read).containsOnly("OK");
    }

    @Test
    void inResp3EveryNullIsTheSame() {
        RespClient resp3 = server.connectResp3();
        resp3.ask("QUEUE CREATE q MAXSIZE 1");
        assertThat(resp3.ask("QUEUE GET q TIMEOUT 0")).isEqualTo(Null.RESP3);
        assertThat(resp3.ask("QUEUE GET q COUNT 2 TIMEOUT 20")).isEqualTo(Null.RESP3);
        resp3.ask("QUEUE PUT q a");
        assertThat(resp3.ask("QUEUE PUT q b TIMEOUT 0")).isEqualTo(Null.RESP3);
        assertThat(resp3.ask("QUEUE PUT q b TIMEOUT 20")).isEqualTo(Null.RESP3);
        assertThat(resp3.ask("QUEUE JOIN q TIMEOUT 20")).isEqualTo(Null.RESP3);
        assertThat(resp3.ask("RUN q a TIMEOUT 20")).isEqualTo(Null.RESP3);
        assertThat(resp3.ask("GATHER TIMEOUT 20 q a")).isEqualTo(Null.RESP3);
    }

    @Test
    void aCommandThatWaitsHoldsUpThoseBehindIt() {
        RespClient waiter = server.connect();
        long id = waiter.id();
        waiter.tell("QUEUE GET q").tell("PING").tell("QUEUE PUT other x").tell("CLIENT ID");
        server.awaitUnanswered(id, 4);
        assertThat(server.stat("other", "put")).isZero();
        long item = client.integer("QUEUE PUT q a");
        assertThat(waiter.read()).isEqualTo(List.of(item, "a", 1L));
        assertThat(waiter.read()).isEqualTo("PONG");
        assertThat(waiter.read()).isInstanceOf(Long.class);
        assertThat(waiter.read()).isEqualTo(id);
    }

    @Test
    void whatIsBehindATimeoutRunsAfterIt() {
        client.tell("QUEUE GET q TIMEOUT 20").tell("QUEUE PUT q a").tell("QUEUE SIZE q");
        assertThat(client.read()).isEqualTo(Null.ARRAY);
        assertThat(client.read()).isInstanceOf(Long.class);
        assertThat(client.read()).isEqualTo(1L);
    }

    @Test
    void twoPipelinedGetsAreServedByTwoPuts() {
        RespClient getter = server.connect();
        getter.tell("QUEUE GET q").tell("QUEUE GET q");
        server.awaitStat("q", "getters", 1);
        long a = client.integer("QUEUE PUT q a");
        assertThat(getter.read()).isEqualTo(List.of(a, "a", 1L));
        long b = client.integer("QUEUE PUT q b");
        assertThat(getter.read()).isEqualTo(List.of(b, "b", 1L));
    }
}
