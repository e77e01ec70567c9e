package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that asks for a password. */
@Timeout(60)
class PasswordIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual().server("password", "secret");

    private RespClient client;

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING",
                "ECHO a",
                "RUN echo a",
                "GATHER echo a",
                "QUEUE PUT q a",
                "QUEUE LIST",
                "CLIENT LIST",
                "INFO",
                "CONFIG GET *",
                "COMMAND",
                "HELP",
                "SELECT 0"
            })
    void nothingIsDoneBeforeThePassword(String command) {
        assertThat(client.refusal(command)).startsWith("NOAUTH ");
        client.ask("AUTH secret");
        assertThat(client.list("QUEUE LIST")).doesNotContain("q");
    }

    @Test
    void beforeThePasswordARequestHasAtMostTenWordsOfAtMost16Kibibytes() {
        String word = "x".repeat(16 * 1024);
        assertThat(client.refusal("ECHO 2 3 4 5 6 7 8 9 " + word)).startsWith("NOAUTH ");
        client.send("*11\r\n");
        assertThat(client.read()).isEqualTo(new Failure("ERR Protocol error: unauthenticated multibulk length"));
        assertThat(client.isAtEnd()).isTrue();
        RespClient large = server.connect();
        large.send("*2\r\n$4\r\nECHO\r\n$16385\r\n");
        assertThat(large.read()).isEqualTo(new Failure("ERR Protocol error: unauthenticated bulk length"));
        assertThat(large.isAtEnd()).isTrue();
        RespClient inline = server.connect();
        inline.send("ECHO 2 3 4 5 6 7 8 9 10 11\r\n");
        assertThat(inline.read()).isEqualTo(new Failure("ERR Protocol error: unauthenticated multibulk length"));
    }

    @Test
    void afterThePasswordARequestMayBeLargeAgainAndAfterResetItMayNot() {
        client.tell("AUTH secret").tell("ECHO " + "x".repeat(20_000));
        assertThat(client.read()).isEqualTo("OK");
        assertThat(client.read()).isEqualTo("x".repeat(20_000));
        client.ask("RESET");
        client.send("*11\r\n");
        assertThat(client.read()).isEqualTo(new Failure("ERR Protocol error: unauthenticated multibulk length"));
    }

    @Test
    void afterTenFailuresFurtherTriesAreAnsweredLateAndInOrder() {
        for (int i = 0; i < 10; i++) {
            assertThat(client.refusal("AUTH wrong")).startsWith("WRONGPASS ");
        }
        assertThat(logged.of(EventKind.FAILED_LOGIN))
                .hasSize(3)
                .allMatch(line -> line.startsWith("a wrong password or user came from 127.0.0.1:"));
        long begin = System.nanoTime();
        client.tell("AUTH secret").tell("PING").tell("INFO stats");
        assertThat(client.read()).isEqualTo("OK");
        assertThat(System.nanoTime() - begin).isGreaterThan(900_000_000);
        assertThat(client.read()).isEqualTo("PONG");
        assertThat(client.read().toString()).contains("acl_access_denied_auth:10\r\n");
        assertThat(client.refusal("AUTH wrong"))
                .as("not late, since it is no stranger's")
                .startsWith("WRONGPASS ");
    }

    @Test
    void authOpensTheConnection() {
        assertThat(client.ask("AUTH secret")).isEqualTo("OK");
        assertThat(client.ask("PING")).isEqualTo("PONG");
        RespClient other = server.connect();
        assertThat(other.ask("AUTH default secret")).isEqualTo("OK");
        assertThat(server.connect().refusal("PING")).startsWith("NOAUTH ");
    }

    @Test
    void aWrongPasswordOrUserIsRefused() {
        for (String command : List.of(
                "AUTH wrong", "AUTH secre", "AUTH secrets", "AUTH admin secret", "HELLO 3 AUTH default wrong")) {
            assertThat(client.refusal(command)).startsWith("WRONGPASS ");
        }
        assertThat(client.refusal("PING")).startsWith("NOAUTH ");
    }

    @Test
    void helloMayBringThePassword() {
        assertThat(client.refusal("HELLO 3")).startsWith("NOAUTH ");
        assertThat(client.ask("HELLO 3 AUTH default secret")).isInstanceOf(Map.class);
        assertThat(client.ask("PING")).isEqualTo("PONG");
    }

    @Test
    void resetForgetsIt() {
        client.ask("AUTH secret");
        assertThat(client.ask("RESET")).isEqualTo("RESET");
        assertThat(client.refusal("PING")).startsWith("NOAUTH ");
    }

    @Test
    void quitNeedsNone() {
        assertThat(client.ask("QUIT")).isEqualTo("OK");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void whatIsPipelinedBehindThePasswordIsDone() {
        client.tell("QUEUE PUT q a").tell("AUTH secret").tell("QUEUE PUT q b").tell("QUEUE SIZE q");
        List<Object> replies = client.read(4);
        assertThat(replies.get(0)).isInstanceOf(RespClient.Failure.class);
        assertThat(replies.get(1)).isEqualTo("OK");
        assertThat(replies.get(3)).isEqualTo(1L);
    }
}
