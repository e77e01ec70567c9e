package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import dev.tutti.platform.TcpTable;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A machine that vanishes while its client waits, and is then sent what it waited for. */
@Timeout(60)
class VanishedPeerIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual()
            .server("host", "0.0.0.0")
            .server("protectedMode", false)
            .server("tcpKeepAlive", "2s");

    private RemoteMachine machine;
    private RespClient client;

    @BeforeEach
    void start() throws Exception {
        assumeThat(TcpTable.isReadable()).isTrue();
        client = server.connect();
    }

    private void startMachine() throws Exception {
        machine = RemoteMachine.start();
        assumeThat(machine).as("this machine allows network namespaces").isNotNull();
    }

    @AfterEach
    void end() throws Exception {
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void aWorkerThatVanishedGivesTheItemBackAfterTcpKeepAlive() throws Exception {
        startMachine();
        assertThat(machine.send(server.port(), "PING", "QUEUE GET q")).isEqualTo("+PONG");
        server.awaitStat("q", "getters", 1);
        machine.vanish();
        client.ask("QUEUE PUT q a");
        server.awaitStat("q", "inflight", 1);
        List<Object> delivery = client.list("QUEUE GET q TIMEOUT 6000");
        assertThat(delivery.subList(1, 3)).isEqualTo(List.of("a", 2L));
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .singleElement()
                .asString()
                .contains(" is closed: its peer has acknowledged nothing for ");
    }

    @Test
    void aLockThatWasGivenToAVanishedWaiterIsFreeAfterTcpKeepAlive() throws Exception {
        startMachine();
        client.ask("LOCK ACQUIRE l");
        assertThat(machine.send(server.port(), "PING", "LOCK ACQUIRE l")).isEqualTo("+PONG");
        Await.until("it waits", () -> client.list("WAITERS l").toString().contains("acquire"));
        machine.vanish();
        client.ask("LOCK RELEASE l");
        assertThat(client.ask("LOCK ACQUIRE l TIMEOUT 6000")).isInstanceOf(Long.class);
    }

    /** The window of a client that reads nothing is closed, but its machine answers. */
    @Test
    void aClientThatReadsNothingHasNotVanished() {
        client.ask("QUEUE PUT big " + "x".repeat(1_000_000));
        RespClient slow = server.connect(4096);
        long id = slow.id();
        for (int i = 0; i < 20; i++) {
            slow.tell("QUEUE PEEK big");
        }
        assertThat(client.ask("QUEUE GET nothing TIMEOUT 6000")).isEqualTo(Null.ARRAY);
        assertThat(server.describe(id)).isNotEmpty();
        for (int i = 0; i < 20; i++) {
            assertThat(slow.read().toString()).hasSizeGreaterThan(1_000_000);
        }
    }
}
