package dev.tutti.resp;

import static dev.tutti.resp.Requests.MIB;
import static dev.tutti.resp.Requests.bytes;
import static dev.tutti.resp.Requests.feed;
import static dev.tutti.resp.Requests.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpLinesTest {

    private final RequestParser parser = new RequestParser(MIB, 64 * MIB);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0",
                "GET / HTTP/1.1\r",
                "GET / HTTP/1.1 \t\r",
                "PRI * HTTP/2.0\r",
                "GET / HTTP/2",
                "GET / HTTP/3",
                "GET / HTTP/0.9",
                "GET\tHTTP/10.25",
                "HTTP/1.1"
            })
    void aLineThatEndsInAVersionOfHttpIsRefused(String line) {
        feed(parser, line + "\n");
        assertThatThrownBy(parser::next).isInstanceOf(HttpRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECHO HTTP/",
                "ECHO HTTP/1.",
                "ECHO HTTP/.1",
                "ECHO HTTP/.",
                "ECHO HTTP/1.1.1",
                "ECHO HTTP/1..1",
                "ECHO HTTP/1.1x",
                "ECHO HTTP/x1",
                "ECHO xHTTP/2.0",
                "ECHO TTP/2",
                "TTP/2",
                "1.1",
                ".1",
                "2"
            })
    void anyOtherLineIsACommand(String line) throws Exception {
        feed(parser, line + "\n");
        assertThat(words(parser.next())).containsExactly(line.split(" "));
    }

    @Test
    void aLineOfHttpBehindACommandIsRefusedToo() throws Exception {
        feed(parser, "PING\nGET / HTTP/2.0\n");
        assertThat(words(parser.next())).containsExactly("PING");
        assertThatThrownBy(parser::next).isInstanceOf(HttpRequestException.class);
    }

    /** The version is looked for in the line alone, not in the bytes before it. */
    @Test
    void aLineIsLookedAtFromItsBeginning() {
        byte[] line = bytes("GET HTTP/1.1");
        assertThatCode(() -> HttpLines.refuse(line, 5, line.length)).doesNotThrowAnyException();
        assertThatThrownBy(() -> HttpLines.refuse(line, 4, line.length)).isInstanceOf(HttpRequestException.class);
    }
}
