package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with users, of whom two may not use all names. Its names have several owners. */
@Timeout(60)
class UsersIT {

    /** Of the text "r". */
    private static final String HASH_OF_R = "454349e422f05297191ead13e21d3db520e5abef52055e4964b82fb213f593a1";

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.on(EventLoopCount.TWO)
            .server("password", "secret")
            .server(
                    "users",
                    new JsonObject()
                            .put("reader", new JsonObject().put("sha256", HASH_OF_R))
                            .put("writer", user("w", "write"))
                            .put("root", user("a", "admin"))
                            .put("orders", user("o", "write").put("names", new JsonArray().add("orders-*")))
                            .put("looker", user("l", "read").put("names", new JsonArray().add("orders-*"))))
            .metrics();

    private static JsonObject user(String password, String role) {
        return new JsonObject().put("password", password).put("role", role);
    }

    private RespClient as(String userAndPassword) {
        RespClient client = server.connect();
        assertThat(client.ask("AUTH " + userAndPassword)).isEqualTo("OK");
        return client;
    }

    // ---- who a client is

    @Test
    void aClientIsTheUserWhosePasswordItGave() {
        RespClient client = server.connect();
        assertThat(client.refusal("ACL WHOAMI")).startsWith("NOAUTH ");
        client.ask("AUTH reader r");
        assertThat(client.ask("ACL WHOAMI")).isEqualTo("reader");
        client.ask("AUTH secret");
        assertThat(client.ask("acl whoami")).isEqualTo("default");
        assertThat(((Map<?, ?>) client.ask("HELLO 3 AUTH writer w")).get("proto"))
                .isEqualTo(3L);
        assertThat(client.ask("ACL WHOAMI")).isEqualTo("writer");
        assertThat(client.refusal("AUTH root w")).startsWith("WRONGPASS ");
        assertThat(client.ask("ACL WHOAMI")).as("as before the wrong try").isEqualTo("writer");
        assertThat(client.ask("RESET")).isEqualTo("RESET");
        assertThat(client.refusal("PING")).startsWith("NOAUTH ");
    }

    @Test
    void clientListShowsTheUserOfEachClient() {
        RespClient reader = as("reader r");
        RespClient stranger = server.connect();
        stranger.refusal("PING");
        String list = as("root a").ask("CLIENT LIST").toString();
        assertThat(list)
                .containsPattern("id=" + reader.id() + " .* user=reader ")
                .containsPattern("user=root ")
                .containsPattern("user= ");
        assertThat(reader.ask("CLIENT INFO").toString()).contains(" user=reader ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH reader w",
                "AUTH nobody r",
                "AUTH default r",
                "AUTH r",
                "HELLO 2 AUTH reader x",
                "AUTH READER r",
                "AUTH reader " + HASH_OF_R
            })
    void aWrongNameAndAWrongPasswordAreAnsweredAlike(String command) {
        assertThat(server.connect().refusal(command))
                .isEqualTo("WRONGPASS invalid username-password pair or user is disabled.");
        assertThat(logged.of(EventKind.FAILED_LOGIN)).hasSize(1);
    }

    /** Otherwise a user with few rights could guess the password of one with more, as fast as the server answers. */
    @Test
    void aUserWhoTriesOtherPasswordsIsSlowedLikeAStranger() {
        RespClient reader = as("reader r");
        for (int i = 0; i < 10; i++) {
            assertThat(reader.refusal("AUTH root wrong")).startsWith("WRONGPASS ");
        }
        long begin = System.nanoTime();
        reader.tell("AUTH root wrong").tell("ACL WHOAMI").tell("QUEUE PUT q a");
        assertThat(reader.read().toString()).contains("WRONGPASS");
        assertThat(System.nanoTime() - begin).isGreaterThan(900_000_000);
        assertThat(reader.read()).isEqualTo("reader");
        assertThat(reader.read().toString()).contains("NOPERM");
    }

    /** A client library withdraws a call that was cancelled so, whatever its user may do. */
    @Test
    void aUserMayEndItsOwnWaits() {
        RespClient waiting = as("writer w");
        String unblock = "CLIENT UNBLOCK " + waiting.id();
        RespClient other = as("orders o");
        RespClient own = as("writer w");
        for (RespClient mayEndIt : List.of(own, as("root a"))) {
            waiting.tell("QUEUE GET q");
            Await.until("it waits", () -> !((List<?>) own.ask("WAITERS q")).isEmpty());
            assertThat(other.ask(unblock)).isEqualTo(0L);
            assertThat(mayEndIt.ask(unblock)).isEqualTo(1L);
            assertThat(waiting.read()).isEqualTo(RespClient.Null.ARRAY);
        }
    }

    // ---- roles

    @Test
    void aReaderSeesAndChangesNothing() {
        RespClient admin = as("default secret");
        admin.ask("QUEUE PUT q a");
        RespClient reader = as("reader r");
        assertThat(reader.integer("QUEUE SIZE q")).isEqualTo(1);
        assertThat(reader.list("QUEUE LIST")).contains("q");
        assertThat(reader.ask("INFO").toString()).contains("connected_clients:2");
        assertThat(reader.list("CONFIG GET server.users.reader.*"))
                .containsExactly(
                        "server.users.reader.names",
                        "[\"*\"]",
                        "server.users.reader.password",
                        "",
                        "server.users.reader.role",
                        "read",
                        "server.users.reader.sha256",
                        "***");
        for (String command : List.of(
                "QUEUE PUT q b",
                "QUEUE GET q",
                "QUEUE PURGE q",
                "LOCK ACQUIRE l",
                "RUN echo a",
                "GATHER echo a",
                "DRAIN")) {
            assertThat(reader.refusal(command)).startsWith("NOPERM User reader has no permissions to run the '");
        }
        assertThat(admin.integer("QUEUE SIZE q")).isEqualTo(1);
        assertThat(admin.integer("LOCK LOCKED l")).isZero();
    }

    @Test
    void aWriterUsesEverythingAndDoesNotAdminister() {
        RespClient writer = as("writer w");
        writer.ask("QUEUE PUT q a");
        assertThat(writer.ask("RUN echo a")).isEqualTo("a");
        assertThat(writer.ask("QUEUE DELETE q")).isEqualTo("OK");
        RespClient root = as("root a");
        for (String command : List.of("CONFIG RELOAD", "DRAIN", "CLIENT KILL ID " + root.id())) {
            assertThat(writer.refusal(command))
                    .startsWith("NOPERM User writer ")
                    .endsWith("this needs admin");
        }
        assertThat(root.ask("DRAIN")).isEqualTo("OK");
        assertThat(root.ask("UNDRAIN")).isEqualTo("OK");
        assertThat(root.ask("CONFIG RELOAD")).isEqualTo("OK");
        assertThat(root.ask("CLIENT KILL ID " + writer.id())).isEqualTo(1L);
    }

    @Test
    void infoCountsWhatWasDeniedAsRedisDoes() {
        RespClient client = as("orders o");
        client.refusal("DRAIN");
        client.refusal("CLIENT LIST");
        client.refusal("QUEUE SIZE billing");
        assertThat(client.ask("INFO stats").toString())
                .contains("acl_access_denied_cmd:2\r\n")
                .contains("acl_access_denied_key:1\r\n");
    }

    // ---- names

    @Test
    void everyNameOfACommandHasToMatch() {
        RespClient client = as("orders o");
        client.ask("QUEUE PUT orders-1 a");
        assertThat(client.ask("QUEUE MOVE orders-1 orders-1.dead")).isEqualTo(1L);
        assertThat(client.ask("QUEUE MOVE orders-1.dead orders-2")).isEqualTo(1L);
        assertThat(client.list("QUEUE GETANY 2 orders-1 orders-2")).contains("a");
        for (String command : List.of(
                "QUEUE PUT billing a",
                "QUEUE MOVE orders-1 billing",
                "QUEUE MOVE billing orders-1",
                "QUEUE GETANY 3 orders-1 billing orders-2 TIMEOUT 0",
                "LOCK ACQUIREALL 2 orders-1 billing",
                "GATHER orders-1 a billing b",
                "TASKGROUP billing b",
                "WAIT orders-1 1 billing 2",
                "SCHEDULE SET orders-s billing a EVERY 5000",
                "SCHEDULE SET billing orders-1 a EVERY 5000",
                "SCHEDULE DELETE billing",
                "WAITERS billing")) {
            assertThat(client.refusal(command))
                    .startsWith("NOPERM User orders has no permissions to access the name 'billing'");
        }
        assertThat(as("root a").list("QUEUE LIST")).doesNotContain("billing");
    }

    @Test
    void listsLeaveOtherNamesOut() {
        RespClient admin = as("secret");
        admin.ask("QUEUE PUT billing a");
        admin.ask("QUEUE PUT orders-1 a");
        admin.ask("LOCK ACQUIRE billing");
        admin.ask("LOCK ACQUIRE orders-l");
        admin.ask("SCHEDULE SET orders-s orders-1 a EVERY 5000000");
        admin.ask("SCHEDULE SET orders-t billing a EVERY 5000000");
        RespClient looker = as("looker l");
        assertThat(looker.list("QUEUE LIST")).containsExactly("orders-1");
        assertThat(looker.list("WAITERS")).hasSize(1).first().asString().contains("orders-l");
        assertThat(looker.list("SCHEDULE LIST")).hasSize(1).first().asString().contains("orders-s");
        for (String command : List.of("CLIENT LIST", "CONFIG GET *", "INFO locks", "INFO everything")) {
            assertThat(looker.refusal(command)).contains("it may show any name");
        }
        assertThat(admin.list("QUEUE LIST")).contains("orders-1", "billing");
        assertThat(admin.list("WAITERS")).hasSize(2);
        assertThat(admin.list("SCHEDULE LIST")).hasSize(2);
    }

    // ---- the order of commands

    @Test
    void aCommandIsJudgedByTheUserOfItsTurn() {
        RespClient client = server.connect();
        client.send("AUTH reader r\r\nQUEUE PUT q 1\r\nAUTH writer w\r\nQUEUE PUT q 2\r\nAUTH orders o\r\n"
                + "QUEUE PUT q 3\r\nQUEUE PUT orders-1 4\r\nRESET\r\nQUEUE PUT q 5\r\nAUTH secret\r\nQUEUE SIZE q\r\n");
        List<Object> replies = client.read(11);
        assertThat(replies.get(1).toString()).contains("NOPERM User reader ");
        assertThat(replies.get(3)).isInstanceOf(Long.class);
        assertThat(replies.get(5).toString()).contains("NOPERM User orders ");
        assertThat(replies.get(6)).isInstanceOf(Long.class);
        assertThat(replies.get(8).toString()).contains("NOAUTH ");
        assertThat(replies.get(10)).isEqualTo(1L);
    }

    /** The commands behind one that waits are read, and judged later. */
    @Test
    void aCommandBehindOneThatWaitsIsJudgedInItsTurn() {
        RespClient writer = as("writer w");
        writer.send("EVENT WAIT e\r\nAUTH reader r\r\nQUEUE PUT q 1\r\nQUEUE SIZE q\r\n");
        RespClient other = as("writer w");
        other.ask("EVENT SET e");
        List<Object> replies = writer.read(4);
        assertThat(replies.get(1)).isEqualTo("OK");
        assertThat(replies.get(2).toString()).contains("NOPERM User reader ");
        assertThat(replies.get(3)).isEqualTo(0L);
    }

    @Test
    void aRefusedCommandAbortsATransaction() {
        RespClient client = as("orders o");
        client.tell("MULTI")
                .tell("QUEUE PUT orders-1 a")
                .tell("QUEUE PUT billing b")
                .tell("EXEC");
        List<Object> replies = client.read(4);
        assertThat(replies.get(1)).isEqualTo("QUEUED");
        assertThat(replies.get(2).toString()).contains("NOPERM User orders ");
        assertThat(replies.get(3))
                .isEqualTo(new Failure("EXECABORT Transaction discarded because of previous errors."));
        assertThat(client.integer("QUEUE SIZE orders-1")).isZero();
        client.tell("MULTI").tell("QUEUE PUT orders-1 a").tell("QUEUE LIST").tell("QUEUE MOVE orders-1 orders-2");
        client.tell("EXEC");
        replies = client.read(5);
        assertThat((List<?>) replies.get(4)).hasSize(3).last().isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH writer w", "AUTH secret", "HELLO 3 AUTH writer w"})
    void aClientDoesNotBecomeAnotherUserInsideATransaction(String command) {
        RespClient client = as("reader r");
        client.ask("MULTI");
        assertThat(client.refusal(command)).startsWith("ERR a client can't become another user inside MULTI");
        assertThat(client.refusal("EXEC")).startsWith("EXECABORT ");
        assertThat(client.ask("ACL WHOAMI")).isEqualTo("reader");
    }

    // ---- the HTTP door

    @Test
    void theHttpDoorKnowsTheUsersToo() {
        assertThat(status("Basic cmVhZGVyOnI=")).as("reader:r").isEqualTo(200);
        assertThat(status("Basic bG9va2VyOmw=")).as("looker:l").isEqualTo(403);
        assertThat(status("Basic cmVhZGVyOmw=")).as("reader:l").isEqualTo(401);
        assertThat(status("Basic eDpzZWNyZXQ=")).as("x:secret").isEqualTo(200);
    }

    private int status(String authorization) {
        return server.http().get("/metrics", "Authorization", authorization).statusCode();
    }
}
