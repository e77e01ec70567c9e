package dev.tutti.sync;

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

@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class EventIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;

    EventIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    /** Connects clients that wait for the event e. */
    private List<RespClient> waiting(int count) {
        List<RespClient> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RespClient one = server.connect();
            long id = one.id();
            one.tell("EVENT WAIT e");
            server.awaitUnanswered(id, 1);
            waiting.add(one);
        }
        return waiting;
    }

    @Test
    void isSetUntilItIsCleared() {
        assertThat(client.ask("EVENT IS_SET e")).isEqualTo(0L);
        assertThat(client.ask("EVENT SET e")).isEqualTo("OK");
        assertThat(server.connect().ask("EVENT IS_SET e")).isEqualTo(1L);
        assertThat(server.connect().ask("EVENT WAIT e")).isEqualTo(1L);
        assertThat(client.ask("EVENT CLEAR e")).isEqualTo("OK");
        assertThat(client.ask("EVENT IS_SET e")).isEqualTo(0L);
        assertThat(client.ask("EVENT WAIT e TIMEOUT 0")).isEqualTo(Null.BULK);
    }

    @Test
    void setWakesAllWhoWaitEvenIfClearFollowsAtOnce() {
        List<RespClient> waiting = waiting(20);
        client.send("EVENT SET e\r\nEVENT CLEAR e\r\nEVENT IS_SET e\r\n");
        assertThat(client.read(3)).isEqualTo(List.of("OK", "OK", 0L));
        assertThat(waiting).allMatch(one -> one.read().equals(1L));
    }

    @Test
    void itsTimeRunsOut() {
        assertThat(client.ask("EVENT WAIT e TIMEOUT 10")).isEqualTo(Null.BULK);
        assertThat(server.connectResp3().ask("EVENT WAIT e TIMEOUT 10")).isEqualTo(Null.RESP3);
    }

    @Test
    void namesOfAnyKindAreEventsOfTheirOwn() {
        client.ask("EVENT SET 列");
        assertThat(client.ask("EVENT IS_SET 列")).isEqualTo(1L);
        assertThat(client.ask("EVENT IS_SET E")).isEqualTo(0L);
        for (int i = 0; i < 100; i++) {
            client.ask("EVENT SET e" + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(client.ask("EVENT WAIT e" + i + " TIMEOUT 0")).isEqualTo(1L);
        }
    }

    @Test
    void oneConnectionsCommandsKeepTheirOrderOverSeveralOwners() {
        client.send(
                "EVENT SET a\r\nQUEUE PUT q x\r\nEVENT SET b\r\nLOCK ACQUIRE l\r\nQUEUE SIZE q\r\nEVENT IS_SET a\r\n");
        List<Object> replies = client.read(6);
        assertThat(List.of(replies.get(0), replies.get(2), replies.get(4), replies.get(5)))
                .isEqualTo(List.of("OK", "OK", 1L, 1L));
    }

    @Test
    void whatStandsBehindAWaitRunsWhenItIsOver() {
        client.tell("EVENT WAIT e").tell("EVENT CLEAR e").tell("EVENT IS_SET e");
        server.connect().ask("EVENT SET e");
        assertThat(client.read(3)).isEqualTo(List.of(1L, "OK", 0L));
    }
}
