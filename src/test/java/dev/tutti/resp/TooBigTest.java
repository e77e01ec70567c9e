package dev.tutti.resp;

import static dev.tutti.resp.Requests.KIB;
import static dev.tutti.resp.Requests.MIB;
import static dev.tutti.resp.Requests.array;
import static dev.tutti.resp.Requests.bytes;
import static dev.tutti.resp.Requests.feed;
import static dev.tutti.resp.Requests.parse;
import static dev.tutti.resp.Requests.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TooBigTest {

    private static final int PIECE = 16 * KIB;

    private final RequestParser parser = new RequestParser(MIB, 4 * MIB);

    @Test
    void skipsABulkOverTheLimitAsItArrives() throws ProtocolException {
        byte[] input = bytes(array("QUEUE", "PUT", "q", "x".repeat(3 * MIB)) + array("PING"));
        Arguments command = null;
        int at = 0;
        while (command == null) {
            int length = Math.min(PIECE, input.length - at);
            parser.feed(input, at, length);
            at += length;
            command = parser.next();
            assertThat(parser.heldBytes()).isLessThan(2 * PIECE);
        }
        assertThat(command.tooBig()).isTrue();
        assertThat(command.count()).isEqualTo(4);
        assertThat(command.is(0, "QUEUE")).isTrue();
        assertThat(words(parser.next())).isEqualTo(List.of("PING"));
    }

    @Test
    void takesAWordAndACommandThatJustFit() throws ProtocolException {
        String command = array("ECHO", "x".repeat(10));
        assertThat(parse(new RequestParser(10, command.length()), command).get(0))
                .hasSize(2);
        assertThat(parse(new RequestParser(9, command.length()), command).get(0))
                .contains("TOOBIG");
        assertThat(parse(new RequestParser(10, command.length() - 1), command).get(0))
                .contains("TOOBIG");
    }

    @Test
    void countsLineEndsAndLengthsOfAnInlineCommand() throws ProtocolException {
        assertThat(parse(new RequestParser(4, 8), "ECHO 'a'\nECHO  b\n"))
                .isEqualTo(List.of(List.of("TOOBIG", "ECHO", ""), List.of("ECHO", "b")));
        assertThat(parse(new RequestParser(3, 80), "ECHO a\nGET abcd\n'a\"' 'abc'\n"))
                .isEqualTo(List.of(List.of("TOOBIG", "", ""), List.of("TOOBIG", "GET", ""), List.of("a\"", "abc")));
    }

    @Test
    void letsGoOfWhatItHoldsOfACommandThatTurnsOutTooBig() throws ProtocolException {
        String item = "x".repeat(MIB);
        feed(parser, "*6\r\n$6\r\nGATHER\r\n");
        for (int i = 0; i < 3; i++) {
            feed(parser, "$" + MIB + "\r\n" + item + "\r\n");
            assertThat(parser.next()).isNull();
        }
        assertThat(parser.heldBytes()).isGreaterThan(3 * MIB);
        feed(parser, "$" + MIB + "\r\n");
        assertThat(parser.next()).isNull();
        assertThat(parser.heldBytes()).isLessThan(KIB);
        feed(parser, item + "\r\n$1\r\nx\r\nPING\r\n");
        Arguments command = parser.next();
        assertThat(command.tooBig()).isTrue();
        assertThat(words(command)).isEqualTo(List.of("GATHER", "", "", "", "", ""));
        assertThat(words(parser.next())).isEqualTo(List.of("PING"));
    }

    @Test
    void countsWordsBehindATooBigNameAndHoldsNone() throws ProtocolException {
        String command = array("n".repeat(MIB + 1), "a", "b".repeat(2 * MIB), "c");
        assertThat(parse(parser, bytes(command + "PING\n"), () -> 1000))
                .isEqualTo(List.of(List.of("TOOBIG", "", "", "", ""), List.of("PING")));
    }

    @Test
    void stillRefusesWhatIsNoRespBehindABulkThatItSkipped() {
        String broken = "*2\r\n$2000000\r\n" + "x".repeat(2_000_000) + "\r\nfoo\r\n";
        assertThatThrownBy(() -> parse(parser, broken)).hasMessage("Protocol error: expected '$', got 'f'");
    }

    @Test
    void endsACommandWhoseLastByteIsSkippedInFeed() throws ProtocolException {
        feed(parser, "*1\r\n$2000000\r\n");
        assertThat(parser.next()).isNull();
        assertThat(parser.isMidCommand()).isTrue();
        feed(parser, "x".repeat(2_000_000) + "\r");
        assertThat(parser.next()).isNull();
        feed(parser, "\n");
        assertThat(parser.next().tooBig()).isTrue();
        assertThat(parser.next()).isNull();
        assertThat(parser.isMidCommand()).isFalse();
    }
}
