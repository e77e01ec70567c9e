package dev.tutti.resp;

import static dev.tutti.resp.Requests.KIB;
import static dev.tutti.resp.Requests.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What redis-server 7.0.15 answers, but for NUL, at which it waits for more of the line. */
class InlineWordsTest {

    private final RequestParser parser = new RequestParser(64 * KIB, 64 * KIB);

    static Object[][] lines() {
        return new Object[][] {
            {"a b c", List.of("a", "b", "c")},
            {"  a \t b  ", List.of("a", "b")},
            {"a\rb", List.of("a", "b")},
            {"\u000ba b\u000bc", List.of("a", "b\u000bc")},
            {"a \u00e9\u00ff", List.of("a", "\u00e9\u00ff")},
            {"a b\0c", List.of("a", "b\0c")},
            {"\\n a\\b", List.of("\\n", "a\\b")},
            {"\"a b\\n\\x41\" 'a b'", List.of("a b\nA", "a b")},
            {"\"\\n\\r\\t\\b\\a\\q\\\\\\\"\"", List.of("\n\r\t\b\u0007q\\\"")},
            {"\"\\x00\\xfF\\x7f\"", List.of("\0\u00ff\u007f")},
            {"\"\\x4\" \"\\xg0\" \"\\x\"", List.of("x4", "xg0", "x")},
            {"\"it's\" 'say \"hi\"'", List.of("it's", "say \"hi\"")},
            {"'it\\'s' 'a\\nb'", List.of("it's", "a\\nb")},
            {"\"\" ''", List.of("", "")},
            {"a\"b c\" d'e f'", List.of("ab c", "de f")},
            {"\"a\"\u000bb \"c\"\tb", List.of("a", "b", "c", "b")},
        };
    }

    @ParameterizedTest
    @MethodSource("lines")
    void splitsAsRedisDoes(String line, List<String> words) throws ProtocolException {
        assertThat(parse(parser, line + "\n" + line + "\r\n")).isEqualTo(List.of(words, words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "'",
                "a \"b",
                "a 'b",
                "\"a\"b",
                "'a'b",
                "\"a\"\"b\"",
                "'a''b'",
                "\"a\\\"",
                "\"a\\",
                "'a\\'",
                "'a\\",
                "\"a\\x41",
                "\"a\"\0",
                "a\"b"
            })
    void refusesQuotesThatDoNotCloseOrCloseInsideAWord(String line) {
        for (String end : List.of("\n", "\r\n")) {
            assertThatThrownBy(() -> parse(new RequestParser(100, 100), line + end))
                    .hasMessage("Protocol error: unbalanced quotes in request");
        }
    }
}
