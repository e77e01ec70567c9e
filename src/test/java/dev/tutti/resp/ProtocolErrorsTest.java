package dev.tutti.resp;

import static dev.tutti.resp.Requests.KIB;
import static dev.tutti.resp.Requests.MIB;
import static dev.tutti.resp.Requests.bytes;
import static dev.tutti.resp.Requests.feed;
import static dev.tutti.resp.Requests.parse;
import static dev.tutti.resp.Requests.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases whose names begin with a capital are those of Redis's tests/unit/protocol.tcl. */
class ProtocolErrorsTest {

    private static final String INVALID_COUNT = "invalid multibulk length";
    private static final String INVALID_LENGTH = "invalid bulk length";
    private static final String UNBALANCED = "unbalanced quotes in request";
    private static final String SET_X = "*3\r\n$3\r\nSET\r\n$1\r\nx\r\n";
    private static final String LONG = "A".repeat(64 * KIB);

    private final RequestParser parser = new RequestParser(MIB, 64 * MIB);

    static Object[][] refused() {
        return new Object[][] {
            {"Out of range multibulk length", "*3000000000\r\n", INVALID_COUNT},
            {"Wrong multibulk payload header", SET_X + "fooz\r\n", "expected '$', got 'f'"},
            {"Negative multibulk payload length", SET_X + "$-10\r\n", INVALID_LENGTH},
            {"Out of range multibulk payload length", SET_X + "$2000000000\r\n", INVALID_LENGTH},
            {"Non-number multibulk payload length", SET_X + "$blabla\r\n", INVALID_LENGTH},
            {"Multi bulk request not followed by bulk arguments", "*1\r\nfoo\r\n", "expected '$', got 'f'"},
            {"Unbalanced number of quotes", "set \"\"\"test-key\"\"\" test-value\r\nping\r\n", UNBALANCED},
            {"Protocol desync regression test #1", "\0" + LONG, "too big inline request"},
            {"Protocol desync regression test #2", "*\0" + LONG, "too big mbulk count string"},
            {"Protocol desync regression test #3", "$\0" + LONG, "too big inline request"},
            {"one word too many", "*1048577\r\n", INVALID_COUNT},
            {"count over 64 bits", "*-9223372036854775809\r\n", INVALID_COUNT},
            {"no count", "*\r\n", INVALID_COUNT},
            {"count with plus sign", "*+1\r\n", INVALID_COUNT},
            {"count with leading zero", "*01\r\n", INVALID_COUNT},
            {"count with space", "* 1\r\n", INVALID_COUNT},
            {"count ended by newline alone", "*1\n$4\r\nPING\r\n", INVALID_COUNT},
            {"no length", "*1\r\n$\r\n", INVALID_LENGTH},
            {"length with letter", "*1\r\n$4x\r\n", INVALID_LENGTH},
            {"length minus one", "*1\r\n$-1\r\n", INVALID_LENGTH},
            {"one byte over 512 MiB", "*1\r\n$536870913\r\n", INVALID_LENGTH},
            {"bulk longer than its length", "*2\r\n$4\r\nPING!\r\n$1\r\n", "expected '$', got ' '"},
            {"empty line for a length", "*1\r\n\r\n", "expected '$', got ' '"},
            {"array for a word", "*1\r\n*1\r\n", "expected '$', got '*'"},
            {"byte that is no ASCII for a word", "*1\r\n\u00ff\r\n", "expected '$', got '\u00ff'"},
            {"inline over 64 KiB, ended", LONG + "A\n", "too big inline request"},
            {"count over 64 KiB, ended", "*" + LONG + "\r\n", "too big mbulk count string"},
            {"length over 64 KiB", "*1\r\n$" + LONG, "too big bulk count string"},
            {"quote after a closed word", "'a'b\n", UNBALANCED},
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWhateverThePieces(String name, String input, String text) throws ProtocolException {
        for (int size : new int[] {1, 2, 3, 5, 1000, 65_536, 200_000}) {
            RequestParser fresh = new RequestParser(MIB, 64 * MIB);
            assertThatThrownBy(() -> parse(fresh, bytes(input), () -> size))
                    .as("pieces of %d bytes", size)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("Protocol error: " + text);
        }
    }

    static Object[][] accepted() {
        return new Object[][] {
            {"Handle an empty query", "\r\nPING\r\n", 1},
            {"Negative multibulk length", "*-10\r\nPING\r\n", 1},
            {"least count of 64 bits", "*-9223372036854775808\r\nPING\r\n", 1},
            {"blanks alone", " \t\u000b\f\r \r\nPING\r\r\n", 1},
            {"any two bytes behind a bulk", "*1\r\n$4\r\nPING\n\nPING\n", 2},
            {"any byte behind a carriage return", "*1\rX$4\rYPINGzz", 1},
            {"line of 64 KiB", LONG + "\n", 1},
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void acceptsWhatRedisAccepts(String name, String input, int commands) throws ProtocolException {
        for (int size : new int[] {1, 2, 3, 1000, 200_000}) {
            assertThat(parse(parser, bytes(input), () -> size)).hasSize(commands);
        }
    }

    @Test
    void givesTheCommandsBeforeTheErrorAndNothingAfterIt() throws ProtocolException {
        feed(parser, "PING\r\n*1\r\n!\r\nPING\r\n");
        assertThat(words(parser.next())).isEqualTo(List.of("PING"));
        assertThatThrownBy(parser::next).hasMessage("Protocol error: expected '$', got '!'");
        feed(parser, "PING\r\n");
        assertThat(parser.next()).isNull();
        assertThat(parser.isMidCommand()).isFalse();
        assertThat(parser.heldBytes()).isLessThan(100);
    }

    @Test
    void quotesAByteThatIsNoAsciiAsItCame() {
        feed(parser, "*1\r\n\u00ff\r\n");
        assertThatThrownBy(parser::next)
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.bytes()).isEqualTo(bytes("Protocol error: expected '$', got '\u00ff'")));
    }
}
