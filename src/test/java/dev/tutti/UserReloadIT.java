package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CONFIG RELOAD of a server whose users have changed. */
@Timeout(60)
class UserReloadIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private final JsonObject anna = new JsonObject().put("password", "a").put("role", "write");

    @RegisterExtension
    private final TuttiServer server = TuttiServer.on(EventLoopCount.TWO)
            .server("password", "secret")
            .server("users", new JsonObject().put("anna", anna));

    private RespClient admin;
    private RespClient client;

    @BeforeEach
    void connect() {
        admin = server.connect();
        admin.ask("AUTH secret");
        client = server.connect();
        client.ask("AUTH anna a");
    }

    private void reload(JsonObject users) {
        server.server("users", users);
        assertThat(admin.ask("CONFIG RELOAD")).isEqualTo("OK");
    }

    /** What it held goes back, and a command that waits gets nothing any more. */
    @Test
    void aUserThatIsRemovedLosesItsConnectionsAtOnce() {
        client.ask("QUEUE PUT q held");
        client.ask("QUEUE GET q");
        RespClient waiting = server.connect();
        waiting.ask("AUTH anna a");
        waiting.tell("QUEUE GET other");
        reload(new JsonObject());
        assertThat(client.isAtEnd()).isTrue();
        assertThat(waiting.isAtEnd()).isTrue();
        assertThat(admin.list("QUEUE GET q TIMEOUT 5000")).contains("held");
        admin.ask("QUEUE PUT other a");
        assertThat(admin.list("QUEUE GET other TIMEOUT 5000")).contains("a");
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .hasSize(2)
                .allMatch(line -> line.endsWith("its user has lost rights by a reload of the configuration"));
        assertThat(server.connect().refusal("AUTH anna a")).startsWith("WRONGPASS ");
    }

    @Test
    void aUserWithLessRightsLosesItsConnectionsAtOnce() {
        reload(new JsonObject().put("anna", anna.copy().put("names", new JsonArray().add("a-*"))));
        assertThat(client.isAtEnd()).isTrue();
        RespClient again = server.connect();
        again.ask("AUTH anna a");
        assertThat(again.refusal("QUEUE SIZE q")).startsWith("NOPERM ");
        reload(new JsonObject().put("anna", anna.copy().put("role", "read")));
        assertThat(again.isAtEnd()).isTrue();
    }

    @Test
    void aUserWithMoreRightsHasThemAtOnce() {
        assertThat(client.refusal("DRAIN")).startsWith("NOPERM ");
        reload(new JsonObject().put("anna", anna.copy().put("role", "admin")));
        assertThat(client.ask("DRAIN")).isEqualTo("OK");
        assertThat(client.ask("UNDRAIN")).isEqualTo("OK");
    }

    @Test
    void anotherPasswordIsForNewConnections() {
        reload(new JsonObject().put("anna", anna.copy().put("password", "b")));
        assertThat(client.ask("ACL WHOAMI")).isEqualTo("anna");
        RespClient late = server.connect();
        assertThat(late.refusal("AUTH anna a")).startsWith("WRONGPASS ");
        assertThat(late.ask("AUTH anna b")).isEqualTo("OK");
        assertThat(admin.ask("CLIENT KILL USER anna")).isEqualTo(2L);
        assertThat(client.isAtEnd()).isTrue();
        assertThat(late.isAtEnd()).isTrue();
    }

    @Test
    void aNewUserMayComeAndTheDefaultUserStays() {
        reload(new JsonObject().put("berta", anna));
        assertThat(server.connect().ask("AUTH berta a")).isEqualTo("OK");
        assertThat(admin.ask("ACL WHOAMI")).isEqualTo("default");
    }

    @Test
    void usersWithoutAPasswordOfTheServerAreRefused() {
        server.server("password", null);
        assertThat(admin.refusal("CONFIG RELOAD")).startsWith("ERR server.users: there is no server.password");
        assertThat(client.ask("ACL WHOAMI")).isEqualTo("anna");
    }
}
