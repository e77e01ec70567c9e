package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** CLIENT …, about connections that any instance of the server may have. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class ClientCommandsIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    ClientCommandsIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    private String addressOf(long id) {
        Matcher address = Pattern.compile(" addr=(\\S+) ").matcher(server.describe(id));
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    @Test
    void idsAreUnique() {
        assertThat(client.id()).isPositive().isEqualTo(client.id()).isNotEqualTo(other.id());
    }

    @Test
    void aConnectionMayBeNamed() {
        assertThat(client.ask("CLIENT GETNAME")).isEqualTo(Null.BULK);
        assertThat(client.ask("CLIENT SETNAME worker")).isEqualTo("OK");
        assertThat(client.ask("CLIENT GETNAME")).isEqualTo("worker");
        assertThat(other.ask("CLIENT GETNAME")).isEqualTo(Null.BULK);
        assertThat(server.describe(client.id())).contains(" name=worker ");
        assertThat(client.send("CLIENT SETNAME 'two words'\n").read()).isInstanceOf(Failure.class);
        assertThat(client.ask("CLIENT SETNAME ")).isEqualTo("OK");
        assertThat(client.ask("CLIENT GETNAME")).isEqualTo(Null.BULK);
    }

    @Test
    void aLibraryNamesItself() {
        assertThat(client.ask("CLIENT SETINFO LIB-NAME jedis")).isEqualTo("OK");
        assertThat(client.ask("CLIENT SETINFO lib-ver 6.0.0")).isEqualTo("OK");
        assertThat(server.describe(client.id())).contains(" lib-name=jedis ", " lib-ver=6.0.0 ");
        assertThat(client.refusal("CLIENT SETINFO NOSUCH x")).startsWith("ERR ");
    }

    @Test
    void listHasALineForEveryConnection() {
        long id = client.id();
        long otherId = other.id();
        String list = (String) client.ask("CLIENT LIST");
        assertThat(list).contains("id=" + id + " ").contains("id=" + otherId + " ");
        assertThat(list.lines()).hasSize(2);
        assertThat((String) client.ask("CLIENT LIST ID " + other.id())).startsWith("id=" + other.id() + " ");
        assertThat(client.ask("CLIENT LIST ID 999999")).isEqualTo("");
        assertThat(((String) client.ask("CLIENT LIST ID 0 " + otherId + " " + id)).lines())
                .hasSize(2);
        assertThat(((String) client.ask("CLIENT LIST TYPE Normal")).lines()).hasSize(2);
        assertThat(client.ask("CLIENT LIST TYPE replica")).isEqualTo("");
        assertThat((String) client.ask("CLIENT INFO"))
                .startsWith("id=" + id + " addr=")
                .contains(" cmd-waiting=");
    }

    @Test
    void listNamesTheLastCommandOfEveryConnection() {
        other.ask("PING");
        other.ask("QUEUE PUT jobs x");
        assertThat((String) client.ask("CLIENT LIST ID " + other.id())).contains(" cmd=client|id ");
        other.integer("QUEUE PUT jobs x");
        String list = (String) client.ask("CLIENT LIST");
        assertThat(list).contains(" cmd=queue|put ", " cmd=client|list ");
        other.refusal("NOSUCH");
        assertThat((String) client.ask("CLIENT LIST")).contains(" cmd=unknown ");
        assertThat((String) client.ask("CLIENT INFO")).contains(" cmd=client|info ");
    }

    @Test
    void listNamesNoCommandOfAConnectionThatHasSentNone() {
        server.connect();
        Await.until(
                "the connection is there",
                () -> ((String) client.ask("CLIENT LIST")).contains(" cmd=NULL cmd-waiting=0"));
    }

    @Test
    void killByIdClosesAConnectionAndGivesBackWhatItHad() {
        client.ask("QUEUE PUT q a");
        other.ask("QUEUE GET q");
        assertThat(client.ask("CLIENT KILL ID " + other.id())).isEqualTo(1L);
        assertThat(other.isAtEnd()).isTrue();
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .singleElement()
                .asString()
                .endsWith(" is closed: by CLIENT KILL of connection " + client.id());
        server.awaitStat("q", "size", 1);
        assertThat(client.ask("CLIENT KILL ID 999999")).isEqualTo(0L);
    }

    /** Both commands come in one turn, and the socket reports its end in a later one. */
    @Test
    void aConnectionThatIsClosedTwiceHasOneLine() {
        client.send(("CLIENT KILL ID " + other.id() + "\n").repeat(2));
        client.read();
        client.read();
        assertThat(other.isAtEnd()).isTrue();
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT)).hasSize(1);
    }

    @Test
    void killByAddressIsTheOldForm() {
        long id = other.id();
        String address = addressOf(id);
        assertThat(client.ask("CLIENT KILL " + address)).isEqualTo("OK");
        assertThat(other.isAtEnd()).isTrue();
        server.awaitGone(id);
        assertThat(client.refusal("CLIENT KILL " + address)).isEqualTo("ERR No such client");
    }

    @Test
    void killSparesTheCallerUnlessToldOtherwise() {
        long id = client.id();
        assertThat(client.ask("CLIENT KILL ID " + id)).isEqualTo(0L);
        assertThat(client.ask("CLIENT KILL ID " + id + " SKIPME no")).isEqualTo(1L);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void killOfAConnectionThatWaitsWithdrawsItsCommand() {
        other.tell("QUEUE GET q");
        server.awaitStat("q", "getters", 1);
        long id = waiterId();
        assertThat(client.ask("CLIENT KILL ID " + id)).isEqualTo(1L);
        server.awaitStat("q", "getters", 0);
    }

    /** The id of the one connection that waits. */
    private long waiterId() {
        Matcher line = Pattern.compile("(?m)^id=(\\d+) .* cmd-waiting=1$").matcher((String) client.ask("CLIENT LIST"));
        while (line.find()) {
            long id = Long.parseLong(line.group(1));
            if (id != client.id()) {
                return id;
            }
        }
        throw new AssertionError("nobody waits");
    }

    // ---- UNBLOCK

    @ParameterizedTest
    @CsvSource({
        "QUEUE GET q, ARRAY",
        "QUEUE GET q COUNT 2, ARRAY",
        "QUEUE GET q TIMEOUT 3600000, ARRAY",
        "QUEUE PUT full b, BULK",
        "QUEUE JOIN full, BULK",
        "RUN work a, BULK",
        "GATHER work a, ARRAY",
    })
    void aCommandThatWaitsIsUnblockedWithNullOrAnErrorHavingTakenNothing(String command, Null expected) {
        client.ask("QUEUE CREATE full MAXSIZE 1");
        client.ask("QUEUE PUT full a");
        long id = other.id();
        other.tell(command);
        server.awaitUnanswered(id, 1);
        awaitUnblocked("CLIENT UNBLOCK " + id);
        assertThat(other.read()).isEqualTo(expected);
        other.tell(command);
        server.awaitUnanswered(id, 1);
        awaitUnblocked("CLIENT UNBLOCK " + id + " ERROR");
        assertThat(((Failure) other.read()).text()).startsWith("UNBLOCKED ");
        assertThat(server.stat("q", "getters")).isZero();
        assertThat(server.stat("full", "putters")).isZero();
        assertThat(server.stat("work", "unfinished")).isZero();
        assertThat(other.ask("PING")).isEqualTo("PONG");
    }

    /** A command that CLIENT LIST counts may still be on its way to its owner. */
    private void awaitUnblocked(String command) {
        Await.until(command + " finds it waiting", () -> client.integer(command) == 1);
    }

    @Test
    void whatStandsBehindAnUnblockedCommandRuns() {
        long id = other.id();
        other.tell("QUEUE GET q").tell("QUEUE PUT q a").tell("QUEUE SIZE q");
        server.awaitStat("q", "getters", 1);
        assertThat(client.ask("CLIENT UNBLOCK " + id + " TIMEOUT")).isEqualTo(1L);
        assertThat(other.read()).isEqualTo(Null.ARRAY);
        assertThat(other.read()).isInstanceOf(Long.class);
        assertThat(other.read()).isEqualTo(1L);
    }

    @Test
    void aConnectionThatDoesNotWaitIsNotUnblocked() {
        assertThat(client.ask("CLIENT UNBLOCK " + other.id())).isEqualTo(0L);
        assertThat(client.ask("CLIENT UNBLOCK " + client.id())).isEqualTo(0L);
        assertThat(client.ask("CLIENT UNBLOCK 999999")).isEqualTo(0L);
        assertThat(client.ask("CLIENT UNBLOCK 0")).isEqualTo(0L);
        assertThat(other.ask("PING")).isEqualTo("PONG");
    }

    @Test
    void anUnblockedTaskIsCancelled() {
        long id = other.id();
        other.tell("GATHER work a work b");
        Object item = client.list("QUEUE GET work").get(0);
        awaitUnblocked("CLIENT UNBLOCK " + id);
        assertThat(other.read()).isEqualTo(Null.ARRAY);
        assertThat(client.refusal("QUEUE DONE work " + item)).startsWith("CANCELLED ");
        assertThat(client.ask("QUEUE GET work TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT",
        "CLIENT NOSUCH",
        "CLIENT KILL",
        "CLIENT KILL ID x",
        "CLIENT KILL NOSUCH 1",
        "CLIENT UNBLOCK",
        "CLIENT UNBLOCK x",
        "CLIENT UNBLOCK 1 NOSUCH",
        "CLIENT LIST NOSUCH"
    })
    void malformedItIsRefused(String command) {
        assertThat(client.refusal(command)).startsWith("ERR ");
        assertThat(List.of(client.ask("PING"), other.ask("PING"))).isEqualTo(List.of("PONG", "PONG"));
    }
}
