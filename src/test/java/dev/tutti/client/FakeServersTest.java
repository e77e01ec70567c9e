package dev.tutti.client;

import static dev.tutti.client.TestClients.bytes;
import static dev.tutti.client.TestClients.failure;
import static dev.tutti.client.TestClients.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.client.TuttiException.Cancelled;
import dev.tutti.client.TuttiException.ConnectionLost;
import io.vertx.core.Future;
import java.net.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The client with servers that follow others, load, cut connections or answer nonsense. */
@Timeout(60)
class FakeServersTest {

    @RegisterExtension
    private final TestClients clients = new TestClients();

    private FakeServer one;
    private FakeServer two;

    @BeforeEach
    void start() {
        one = new FakeServer(clients.vertx());
        two = new FakeServer(clients.vertx());
    }

    private Tutti connect() {
        return clients.connect(TestClients.options(one.port()).addAddress("127.0.0.1", two.port()));
    }

    // ---- several servers

    @Test
    void theFirstServerThatLeadsIsUsed() {
        one.follows(0);
        two.answer("EVENT", "+OK\r\n");
        get(connect().event("e").set());
        assertThat(one.commands()).isEmpty();
        assertThat(two.commands()).containsExactly("EVENT SET e");
    }

    @Test
    void theLeaderThatAFollowerNamesIsUsedThoughNobodyElseDid() {
        FakeServer leader = new FakeServer(clients.vertx()).answer("EVENT", "+OK\r\n");
        one.follows(leader.port());
        get(connect().event("e").set());
        assertThat(leader.commands()).containsExactly("EVENT SET e");
        assertThat(two.connections()).isZero();
    }

    @Test
    void aServerThatIsNotThereIsPassedOver() {
        one.close();
        two.answer("EVENT", "+OK\r\n");
        get(connect().event("e").set());
        two.close();
        assertThat(failure(Tutti.connect(
                        clients.vertx(), TestClients.options(one.port()).addAddress("127.0.0.1", two.port()))))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aServerThatLoadsIsAskedAgain() {
        one.answer("HELLO", "-LOADING the journal is read\r\n");
        two.follows(one.port());
        Future<Tutti> connecting =
                Tutti.connect(clients.vertx(), TestClients.options(one.port()).addAddress("127.0.0.1", two.port()));
        Await.until("the client has tried three times", () -> one.connections() >= 3);
        assertThat(connecting.isComplete()).isFalse();
        one.answer("HELLO", "%1\r\n$2\r\nid\r\n:7\r\n").answer("EVENT", "+OK\r\n");
        get(get(connecting).event("e").set());
    }

    @Test
    void aCommandThatAServerMayNotCarryOutAnyMoreGoesToTheNewLeader() {
        one.answer("QUEUE PUT", "-READONLY this server follows another one\r\n");
        two.answer("QUEUE PUT", ":42\r\n").answer("RUN", "$1\r\nr\r\n");
        Tutti tutti = connect();
        one.follows(two.port());
        assertThat(get(tutti.queue("jobs").put(bytes("a")))).isEqualTo(42);
        assertThat(get(tutti.run("task", bytes("a")))).isEqualTo(bytes("r"));
        assertThat(one.commands()).hasSize(1);
    }

    /** Its ROLE is not known, or it is about to change. */
    @Test
    void aServerThatRefusesACommandIsTriedLast() {
        one.answer("ROLE", "-ERR unknown command\r\n").answer("EVENT", "-READONLY this node follows\r\n");
        two.answer("EVENT", "+OK\r\n");
        Tutti tutti = connect();
        get(tutti.event("e").set());
        assertThat(one.commands()).hasSize(1);
        assertThat(two.commands()).hasSize(1);
    }

    /** The ids of connections are those of one server, so an UNBLOCK at another would hit somebody else. */
    @Test
    void aCallAtAServerThatTheClientHasLeftIsNotUnblockedAtAnother() {
        one.answer("QUEUE GET", "").answer("EVENT", "-READONLY this node follows\r\n");
        two.answer("EVENT", "+OK\r\n").answer("CLIENT UNBLOCK", ":1\r\n");
        Tutti tutti = connect();
        Future<Item> waiting = tutti.queue("jobs").get();
        Await.until("the command was sent", () -> !one.commands().isEmpty());
        get(tutti.event("e").set());
        assertThat(get(tutti.cancel(waiting))).isTrue();
        assertThat(two.commands()).containsExactly("EVENT SET e");
    }

    // ---- replies that do not arrive

    @Test
    void aReplyThatIsCutOffFailsACommandThatIsNotSafeToRepeat() {
        one.answer("RUN", "$5\r\nab" + FakeServer.CUT).answer("QUEUE PUT", ":4" + FakeServer.CUT);
        Tutti tutti = connect();
        assertThat(failure(tutti.run("task", bytes("a")))).isInstanceOf(ConnectionLost.class);
        assertThat(failure(tutti.queue("jobs").put(bytes("a")))).isInstanceOf(ConnectionLost.class);
        assertThat(one.commands()).hasSize(2);
    }

    @Test
    void aCommandThatIsSafeToRepeatIsSentUntilItsReplyArrives() {
        one.answer("QUEUE PUT", ":4" + FakeServer.CUT);
        Tutti tutti = connect();
        Future<Long> put = tutti.queue("jobs").put(bytes("a"), new PutOptions().setKey("k"));
        Await.until("it was sent three times", () -> one.commands().size() >= 3);
        one.answer("QUEUE PUT", ":42\r\n");
        assertThat(get(put)).isEqualTo(42);
        assertThat(one.commands()).allMatch(command -> command.startsWith("QUEUE PUT jobs a KEY k"));
    }

    @Test
    void bytesThatAreNoReplyLoseTheConnection() {
        one.answer("EVENT IS_SET", "HTTP/1.1 400 Bad Request\r\n").answer("RUN", "?\r\n");
        Tutti tutti = connect();
        assertThat(failure(tutti.run("task", bytes("a"))))
                .isInstanceOf(ConnectionLost.class)
                .hasMessageContaining("no reply");
        assertThat(failure(tutti.command("EVENT", "IS_SET", "e"))).isInstanceOf(ConnectionLost.class);
    }

    /** The server answers neither the GET nor the UNBLOCK. After five seconds the connection is closed. */
    @Test
    void aCallCanBeCancelledThoughTheServerHangs() {
        one.answer("QUEUE GET", "").answer("CLIENT UNBLOCK", "");
        Tutti tutti = connect();
        Future<Item> waiting = tutti.queue("jobs").get();
        Await.until("the command was sent", () -> !one.commands().isEmpty());
        assertThat(get(tutti.cancel(waiting))).isTrue();
        assertThat(failure(waiting)).isInstanceOf(Cancelled.class);
    }
}
