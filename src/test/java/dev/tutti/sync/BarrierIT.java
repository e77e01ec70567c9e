package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class BarrierIT {

    private static final Failure BROKEN = new Failure("BROKEN barrier b is broken");

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;

    BarrierIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    private void awaitWaiting(long parties) {
        Await.until(
                parties + " wait", () -> client.list("BARRIER STATE b").get(3).equals(parties));
    }

    /** Connects clients that wait at the barrier, in this order. */
    private List<RespClient> waiting(int count, int parties) {
        List<RespClient> waiting = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            waiting.add(server.connect().tell("BARRIER WAIT b PARTIES " + parties));
            awaitWaiting(i);
        }
        return waiting;
    }

    private static List<Object> replies(List<RespClient> clients) {
        return clients.stream().map(RespClient::read).toList();
    }

    @Test
    void theLastOneOpensItAndEachHasItsIndex() {
        List<RespClient> waiting = waiting(9, 10);
        assertThat(client.ask("BARRIER WAIT b PARTIES 10")).isEqualTo(9L);
        assertThat(replies(waiting)).isEqualTo(LongStream.range(0, 9).boxed().toList());
        assertThat(client.ask("BARRIER WAIT b PARTIES 1")).isEqualTo(0L);
    }

    @Test
    void tellsHowItStands() {
        assertThat(client.list("BARRIER STATE b")).isEqualTo(List.of("parties", 0L, "waiting", 0L, "broken", 0L));
        waiting(2, 5);
        assertThat(server.connectResp3().ask("BARRIER STATE b"))
                .isEqualTo(Map.of("parties", 5L, "waiting", 2L, "broken", 0L));
        client.ask("BARRIER ABORT b");
        assertThat(client.list("BARRIER STATE b")).isEqualTo(List.of("parties", 0L, "waiting", 0L, "broken", 1L));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionEnd.class,
            names = {"CLOSE", "CONNECTION_RESET", "END_OF_STREAM"})
    void whoLeavesGivesItsPlaceBackAndNoIndexComesTwice(SessionEnd end) {
        List<RespClient> waiting = waiting(3, 4);
        end.of(waiting.remove(1), client);
        awaitWaiting(2);
        RespClient late = server.connect().tell("BARRIER WAIT b PARTIES 4");
        awaitWaiting(3);
        waiting.add(late);
        assertThat(client.ask("BARRIER WAIT b PARTIES 4")).isEqualTo(3L);
        assertThat(replies(waiting)).isEqualTo(List.of(0L, 1L, 2L));
    }

    @Test
    void itsTimeRunsOut() {
        assertThat(client.ask("BARRIER WAIT b PARTIES 2 TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(client.ask("BARRIER WAIT b PARTIES 2 TIMEOUT 10")).isEqualTo(Null.BULK);
        awaitWaiting(0);
    }

    @Test
    void anotherNumberOfPartiesIsRefusedWhileAnybodyWaits() {
        waiting(1, 3);
        assertThat(client.refusal("BARRIER WAIT b PARTIES 2"))
                .isEqualTo("ERR barrier b waits for 3 parties, not 2, until it opens or is RESET");
    }

    @Test
    void abortBreaksItUntilItIsReset() {
        List<RespClient> waiting = waiting(3, 4);
        assertThat(client.ask("BARRIER ABORT b")).isEqualTo("OK");
        assertThat(replies(waiting)).isEqualTo(List.of(BROKEN, BROKEN, BROKEN));
        assertThat(client.ask("BARRIER WAIT b PARTIES 4")).isEqualTo(BROKEN);
        assertThat(client.ask("BARRIER RESET b")).isEqualTo("OK");
        waiting.forEach(one -> one.tell("BARRIER WAIT b PARTIES 3"));
        assertThat(replies(waiting)).containsExactlyInAnyOrder(0L, 1L, 2L);
    }

    @Test
    void resetBreaksTheWaitsOnly() {
        List<RespClient> waiting = waiting(2, 3);
        assertThat(client.ask("BARRIER RESET b")).isEqualTo("OK");
        assertThat(replies(waiting)).isEqualTo(List.of(BROKEN, BROKEN));
        assertThat(client.list("BARRIER STATE b")).isEqualTo(List.of("parties", 0L, "waiting", 0L, "broken", 0L));
    }
}
