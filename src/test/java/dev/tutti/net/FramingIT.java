package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.TuttiServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as bytes; the cases of Redis's own protocol tests among them. */
@Timeout(60)
class FramingIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    private RespClient client;

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    /** The text in the quotes of a CSV line, with the escapes of Java. */
    private static byte[] bytes(String text) {
        return text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\r\\n", "\\n", "*0\\r\\n", "*-1\\r\\n", "*-10\\r\\n", "   \\r\\n", "\\r\\n\\r\\n*0\\r\\n\\n"})
    void emptyLinesAndEmptyArraysAreIgnored(String empty) {
        client.send(bytes(empty)).tell("PING");
        assertThat(client.read()).isEqualTo("PONG");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *3000000000\\r\\n                                     | invalid multibulk length
            *1048577\\r\\n                                        | invalid multibulk length
            *blabla\\r\\n                                         | invalid multibulk length
            *3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nx\\r\\nfooz\\r\\n    | expected '$', got 'f'
            *1\\r\\nfoo\\r\\n                                     | expected '$', got 'f'
            *3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nx\\r\\n$-10\\r\\n    | invalid bulk length
            *3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nx\\r\\n$2000000000\\r\\n | invalid bulk length
            *3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nx\\r\\n$536870913\\r\\n  | invalid bulk length
            *3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nx\\r\\n$blabla\\r\\n | invalid bulk length
            ECHO \\"\\"\\"a\\"\\"\\" b\\r\\n                      | unbalanced quotes in request
            ECHO 'a\\r\\n                                         | unbalanced quotes in request
            """)
    void afterAFramingErrorTheErrorIsSentAndTheConnectionClosed(String request, String error) {
        client.send(bytes(request)).tell("PING");
        assertThat(client.read()).isEqualTo(new Failure("ERR Protocol error: " + error));
        assertThat(client.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            \\0             | too big inline request
            $\\0            | too big inline request
            PING            | too big inline request
            *\\0            | too big mbulk count string
            *1\\r\\n$\\0    | too big bulk count string
            """)
    void aLineWithoutAnEndIsRefusedAtSixtyFourKibibytes(String begin, String error) {
        client.send(bytes(begin)).send("payload".repeat(10_000));
        assertThat(client.read()).isEqualTo(new Failure("ERR Protocol error: " + error));
    }

    @Test
    void nothingOfTheBrokenCommandRunsButWhatCameBeforeIt() {
        client.tell("QUEUE PUT q a").send("*4\r\n$5\r\nQUEUE\r\n$3\r\nPUT\r\n$1\r\nq\r\n$-5\r\n");
        assertThat(client.read()).isInstanceOf(Long.class);
        assertThat(client.read()).isEqualTo(new Failure("ERR Protocol error: invalid bulk length"));
        assertThat(client.isAtEnd()).isTrue();
        assertThat(server.stat("q", "put")).isEqualTo(1);
    }

    @Test
    void aFramingErrorIsAnsweredInItsTurn() {
        client.tell("RUN sleep 50").send("*x\r\n");
        assertThat(client.read()).isEqualTo("50");
        assertThat(client.read()).isEqualTo(new Failure("ERR Protocol error: invalid multibulk length"));
        assertThat(client.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ECHO hello\\r\\n             | hello
            ECHO hello\\n                | hello
            \\techo   hello  \\r\\n      | hello
            ECHO \\"a b\\\\n\\\\x41\\"\\r\\n | a b\\nA
            ECHO 'a b'\\n                | a b
            ECHO 'it\\\\'s'\\n           | it's
            ECHO '\\\\n'\\n              | \\\\n
            ECHO \\"\\"\\n               | ''
            """)
    void anInlineLineIsSplitAndQuotedAsRedisDoes(String line, String echoed) {
        client.send(bytes(line));
        assertThat(client.read()).isEqualTo(echoed.translateEscapes());
    }

    @Test
    void inlineAndRespMayBeMixedAndPipelined() {
        client.send("PING\r\n*2\r\n$4\r\nECHO\r\n$1\r\na\r\nECHO b\n*1\r\n$4\r\nPING\r\nECHO 'c d'\r\n");
        assertThat(client.read(5)).isEqualTo(List.of("PONG", "a", "b", "PONG", "c d"));
    }

    @Test
    void aRequestMayComeInAnyPieces() {
        byte[] request = RespClient.request("QUEUE PUT q hello");
        for (byte piece : request) {
            client.send(new byte[] {piece});
        }
        assertThat(client.read()).isInstanceOf(Long.class);
        assertThat(client.list("QUEUE GET q").get(1)).isEqualTo("hello");
    }

    @Test
    void manyPipelinedRequestsAreAnsweredInOrder() {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            requests.append("ECHO ").append(i).append(i % 2 == 0 ? "\r\n" : "\n");
        }
        client.send(requests.toString());
        for (int i = 0; i < 20_000; i++) {
            assertThat(client.read()).isEqualTo(String.valueOf(i));
        }
    }

    @Test
    void pipelinedCommandsForDifferentOwnersAreAnsweredInOrder() {
        client.send(
                "QUEUE PUT a x\nPING\nQUEUE SIZE a\nQUEUE PUT b y\nRUN echo z\nQUEUE SIZE b\nQUEUE LIST\nECHO end\n");
        List<Object> replies = client.read(8);
        assertThat(replies.subList(1, 3)).isEqualTo(List.of("PONG", 1L));
        assertThat(replies.subList(4, 6)).isEqualTo(List.of("z", 1L));
        assertThat(replies.get(6)).asString().contains("a", "b");
        assertThat(replies.get(7)).isEqualTo("end");
    }

    // ---- words

    @Test
    void whatIsAnsweredComesThoughTheNextCommandWaitsAtAnotherOwner() {
        client.send("LOCK LOCKED l\r\nQUEUE SIZE q\r\nEVENT WAIT e\r\nPING\r\n");
        assertThat(client.read(2)).containsExactly(0L, 0L);
        try (RespClient other = server.connect()) {
            other.ask("EVENT SET e");
        }
        assertThat(client.read(2)).containsExactly(1L, "PONG");
    }

    @Test
    void namesOfCommandsAndOptionsAreCaseInsensitiveThoseOfQueuesAreNot() {
        client.ask("queue PuT q a timeout 0");
        assertThat(client.integer("QUEUE SIZE q")).isEqualTo(1);
        assertThat(client.integer("QUEUE SIZE Q")).isZero();
    }

    @Test
    void aNameIsUtf8() {
        assertThat(client.ask("QUEUE PUT \u00e4\u4e16\ud83d\ude00 a")).isInstanceOf(Long.class);
        assertThat(client.integer("QUEUE SIZE \u00e4\u4e16\ud83d\ude00")).isEqualTo(1);
    }

    @Test
    void aQueuesNameLeavesRoomForThatOfItsDeadLetters() {
        String longest = "x".repeat(195);
        assertThat(client.integer("QUEUE SIZE " + longest)).isZero();
        assertThat(client.integer("QUEUE SIZE " + longest + ".dead")).isZero();
        assertThat(client.refusal("QUEUE SIZE x" + longest)).startsWith("ERR ");
        assertThat(client.refusal("QUEUE SIZE x" + longest + ".dead")).startsWith("ERR ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a\tb", "a\u00a0b", "a\u2003b", "a\u0001", "\u007f", "timeout", "LIMIT", "Return_Exceptions"
            })
    void theseAreNoNames(String name) {
        assertThat(client.refusal("QUEUE PUT " + name + " a")).startsWith("ERR ");
        assertThat(client.refusal("RUN " + name + " a")).startsWith("ERR ");
    }

    @Test
    void bytesThatAreNotUtf8AreNoName() {
        byte[] name = {'a', (byte) 0xff};
        Object reply = client.ask("QUEUE".getBytes(), "SIZE".getBytes(), name);
        assertThat(((Failure) reply).text()).startsWith("ERR ");
    }

    @Test
    void timesAreWholeMillisecondsOfAYearAtMost() {
        client.ask("QUEUE PUT q a");
        assertThat(client.list("QUEUE GET q TIMEOUT 31536000000").get(1)).isEqualTo("a");
        for (String time : List.of("31536000001", "-1", "1.5", "1s", "", "+1", "01", "99999999999999999999")) {
            assertThat(client.refusal("QUEUE GET q TIMEOUT " + time)).startsWith("ERR ");
        }
    }

    @Test
    void optionsComeLastInAnyOrderEachAtMostOnce() {
        client.send("QUEUE PUT q a\nQUEUE PUT q b\n").read(2);
        assertThat(client.list("QUEUE GET q TIMEOUT 5 COUNT 1")).hasSize(1);
        assertThat(client.list("QUEUE GET q COUNT 1 TIMEOUT 5")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOSUCH",
                "QUEUE",
                "QUEUE NOSUCH q",
                "QUEUE PUT q",
                "QUEUE PUT q a b",
                "QUEUE GET q TIMEOUT",
                "QUEUE GET q TIMEOUT 1 TIMEOUT 1",
                "QUEUE GET q COUNT 0",
                "QUEUE GET q COUNT -1",
                "QUEUE GET q NOSUCH 1",
                "QUEUE GET TIMEOUT 5",
                "QUEUE DONE q x",
                "QUEUE DONE q 1 a b",
                "QUEUE CREATE q KIND heap",
                "QUEUE CREATE q MAXSIZE -1",
                "QUEUE CREATE q MAXSIZE 1 MAXSIZE 1",
                "QUEUE JOIN q 5",
                "QUEUE PEEK q COUNT",
                "QUEUE LIST q",
                "RUN q",
                "RUN q a b",
                "PING a b",
                "ECHO",
                "ECHO a b",
            })
    void aMalformedCommandSaysWhatIsWrongAndChangesNothing(String command) {
        assertThat(client.refusal(command)).startsWith("ERR ");
        assertThat(client.ask("PING")).isEqualTo("PONG");
        assertThat(client.list("QUEUE LIST")).doesNotContain("q");
    }

    @Test
    void anUnknownCommandIsRefusedInRedissWords() {
        assertThat(client.refusal("FOO bar baz"))
                .isEqualTo(
                        "ERR unknown command 'FOO', with args beginning with: 'bar' 'baz' (HELP lists all commands)");
        assertThat(client.refusal("PING a b")).startsWith("ERR wrong number of arguments for 'ping' command");
    }
}
