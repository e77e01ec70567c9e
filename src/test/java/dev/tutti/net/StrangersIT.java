package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.TuttiServer;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests requests that no client of this server would send. */
class StrangersIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare();

    private RespClient client;

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\\r\\n",
                "post\\r\\n",
                "GET /q?a=1 HTTP/1.0\\r\\n",
                "PUT /x HTTP/1.1\\n",
                "OPTIONS * HTTP/1.1  \\r\\n",
                "QUEUE PUT q HTTP/1.1\\r\\n",
                "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n",
                "GET / HTTP/3\\r\\n",
                "GET / HTTP/0.9\\r\\n",
                "Host: localhost\\r\\n",
                "*1\\r\\n$4\\r\\nPOST\\r\\n",
                "*2\\r\\n$5\\r\\nhost:\\r\\n$1\\r\\nx\\r\\n"
            })
    void aRequestOfHttpClosesTheConnectionAndNothingBehindItRuns(String request) {
        client.send(request.translateEscapes() + "Host: x\r\n\r\nQUEUE PUT q pwned\r\n");
        assertThat(client.isAtEnd()).isTrue();
        assertThat(server.connect().integer("QUEUE SIZE q")).isEqualTo(0);
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .singleElement()
                .asString()
                .matches("connection 1 \\(127\\.0\\.0\\.1:\\d+\\) is closed: its client speaks HTTP");
    }

    @Test
    void aRequestThatIsNoRequestIsNamedInTheLog() {
        client.send("*1\r\n!\u202e\r\n");
        assertThat(client.refusal("PING")).contains("expected '$'");
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .singleElement()
                .asString()
                .contains("is closed: its client does not speak the protocol: Protocol error: expected '$', got '!'");
    }

    /** A whole handshake message, cut after any byte behind the second. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 60, 512})
    void aClientThatSpeaksTlsIsToldThatThisPortDoesNot(int length) throws Exception {
        byte[] hello = new byte[512];
        Arrays.fill(hello, (byte) '\n');
        System.arraycopy(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}, 0, hello, 0, 11);
        client.send(Arrays.copyOf(hello, length));
        assertThat(client.read())
                .isEqualTo(new Failure(
                        "ERR Protocol error: this port does not speak TLS, connect without it or set" + " server.tls"));
        assertThat(client.isAtEnd()).isTrue();
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT))
                .singleElement()
                .asString()
                .matches("connection 1 \\(127\\.0\\.0\\.1:\\d+\\) is closed: its client does not speak the protocol:"
                        + " Protocol error: this port does not speak TLS, .*");
    }

    @Test
    void aHandshakeOfTlsFailsAtOnce() throws Exception {
        try (SSLSocket tls = TrustingTls.connect(server.port())) {
            assertThatThrownBy(tls::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aMillionBrokenRequestsHaveAFewLines() {
        for (int i = 0; i < 100; i++) {
            RespClient broken = server.connect();
            broken.send("*x\r\n");
            assertThat(broken.read()).isInstanceOf(Failure.class);
        }
        assertThat(logged.of(EventKind.CUT_OFF_CLIENT)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECHO HTTP/1.1x", "ECHO xHTTP/1.1", "ECHO 'a HTTP/1.1'", "ECHO HTTP/1."})
    void onlyTheWholeLastWordOfALineIsHttp(String line) {
        client.send(line + "\r\n");
        assertThat(client.read()).asString().contains("HTTP/1.");
    }

    @Test
    void anItemMayBeALineOfHttp() {
        assertThat(client.ask(words("ECHO", "GET / HTTP/1.1"))).isEqualTo("GET / HTTP/1.1");
        assertThat(client.ask(words("ECHO", "HTTP/1.1"))).isEqualTo("HTTP/1.1");
        assertThat(client.ask(words("ECHO", "POST"))).isEqualTo("POST");
    }

    private static byte[][] words(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes();
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*b", "?*", "(a+)+"})
    void noPatternKeepsTheServerFromAnsweringOthers(String part) {
        String pattern = part.repeat(1000 / part.length()) + "b";
        client.tell("CONFIG GET " + pattern + (" " + pattern).repeat(999)).tell("ECHO next");
        assertThat(client.read()).isEqualTo(List.of());
        assertThat(client.read()).isEqualTo("next");
        assertThat(client.refusal("CONFIG GET " + part.repeat(100_000) + "b")).contains("at most 1024");
        assertThat(server.connect().ask("PING")).isEqualTo("PONG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLIENT SETNAME", "CLIENT SETINFO LIB-NAME", "CLIENT SETINFO LIB-VER", "HELLO 2 SETNAME"})
    void aNameHasAtMostOneKibibyte(String command) {
        assertThat(client.ask(command + " " + "n".repeat(1024))).isNotInstanceOf(Failure.class);
        assertThat(client.refusal(command + " " + "n".repeat(1025)))
                .startsWith("ERR ")
                .contains("1024 bytes");
        assertThat(client.ask("CLIENT LIST ID 1").toString()).doesNotContain("n".repeat(1025));
    }
}
