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

import dev.tutti.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestParserTest {

    /** Arrays and lines, empty ones, any bytes, line ends inside words, quotes, and what is too big for 64 bytes. */
    private static final String CORPUS = array("PING")
            + "PING\r\n\r\n\n  \t\r\n*0\r\n*-1\r\n*-10\r\n"
            + array("QUEUE", "PUT", "q", "a\r\nb\0\u00ff")
            + "queue put q \"a b\\n\\x41\" 'it\\'s' \"\"\n"
            + array("ECHO", "")
            + array("ECHO", "*1\r\n$4\r\nPING\r\n")
            + array("QUEUE", "PUT", "q", "x".repeat(64))
            + array("QUEUE", "PUT", "q", "x".repeat(65))
            + "ECHO " + "y".repeat(65) + "\r\n"
            + array("GATHER", "x".repeat(200), "q", "x".repeat(200), "z")
            + "*1\rX$4\rYPINGZZ"
            + array("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")
            + array("END");

    private static final List<List<String>> COMMANDS = List.of(
            List.of("PING"),
            List.of("PING"),
            List.of("QUEUE", "PUT", "q", "a\r\nb\0\u00ff"),
            List.of("queue", "put", "q", "a b\nA", "it's", ""),
            List.of("ECHO", ""),
            List.of("ECHO", "*1\r\n$4\r\nPING\r\n"),
            List.of("QUEUE", "PUT", "q", "x".repeat(64)),
            List.of("TOOBIG", "QUEUE", "", "", ""),
            List.of("TOOBIG", "ECHO", ""),
            List.of("TOOBIG", "GATHER", "", "", "", ""),
            List.of("PING"),
            List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"),
            List.of("END"));

    private final RequestParser parser = new RequestParser(64, 64 * KIB);

    @Test
    void givesTheSameCommandsWhateverTheSizeOfThePieces() throws ProtocolException {
        byte[] corpus = bytes(CORPUS);
        for (int size = 1; size <= 2 * corpus.length; size++) {
            int piece = size;
            assertThat(parse(parser, corpus, () -> piece))
                    .as("pieces of %d bytes", size)
                    .isEqualTo(COMMANDS);
            assertThat(parser.isMidCommand()).isFalse();
        }
    }

    @Test
    void givesTheSameCommandsInRandomPieces() throws ProtocolException {
        Random random = Seeds.random();
        byte[] corpus = bytes(CORPUS);
        for (int round = 0; round < 2000; round++) {
            int most = 1 + random.nextInt(corpus.length);
            assertThat(parse(parser, corpus, () -> 1 + random.nextInt(most)))
                    .as("round %d", round)
                    .isEqualTo(COMMANDS);
        }
    }

    @Test
    void givesNoneOfACommandThatIsCutOffAnywhere() throws ProtocolException {
        String command = array("QUEUE", "PUT", "q", "item");
        for (int cut = 1; cut < command.length(); cut++) {
            feed(parser, command.substring(0, cut));
            assertThat(parser.next()).as("cut at %d", cut).isNull();
            assertThat(parser.isMidCommand()).isTrue();
            feed(parser, command.substring(cut));
            assertThat(words(parser.next())).containsExactly("QUEUE", "PUT", "q", "item");
            assertThat(parser.next()).isNull();
        }
    }

    @Test
    void takesSeveralPiecesBeforeItIsAsked() throws ProtocolException {
        feed(parser, "PI");
        feed(parser, "NG\nECHO ");
        feed(parser, "a\n" + array("ECHO", "x".repeat(100)));
        feed(parser, array("END"));
        assertThat(words(parser.next())).containsExactly("PING");
        feed(parser, "LAST\n");
        assertThat(words(parser.next())).containsExactly("ECHO", "a");
        assertThat(parser.next().tooBig()).isTrue();
        assertThat(words(parser.next())).containsExactly("END");
        assertThat(words(parser.next())).containsExactly("LAST");
        assertThat(parser.next()).isNull();
    }

    @Test
    void readsNettyBuffersOfAnyKindToTheirEnd() throws ProtocolException {
        for (ByteBuf buffer : List.of(Unpooled.directBuffer(), Unpooled.buffer(), Unpooled.compositeBuffer())) {
            buffer.writeBytes(bytes(CORPUS));
            parser.feed(buffer);
            assertThat(buffer.isReadable()).isFalse();
            for (List<String> expected : COMMANDS) {
                Arguments next = parser.next();
                assertThat(words(next)).isEqualTo(next.tooBig() ? expected.subList(1, expected.size()) : expected);
            }
            assertThat(parser.next()).isNull();
            assertThat(buffer.release()).isTrue();
        }
    }

    @Test
    void holdsNothingBetweenCommands() throws ProtocolException {
        long idle = parser.heldBytes();
        assertThat(idle).isLessThan(100);
        assertThat(parse(parser, CORPUS)).isNotEmpty();
        assertThat(parser.heldBytes()).isEqualTo(idle);
    }

    @Test
    void growsWithWhatHasArrivedAndNotWithWhatIsDeclared() throws ProtocolException {
        RequestParser large = new RequestParser(512 * MIB, 1024 * MIB);
        feed(large, "*1048576\r\n$536870912\r\n");
        assertThat(large.next()).isNull();
        assertThat(large.heldBytes()).isLessThan(200);
        int arrived = 0;
        int sizes = 0;
        long held = 0;
        while (arrived < MIB) {
            feed(large, "x".repeat(KIB));
            arrived += KIB;
            assertThat(large.next()).isNull();
            assertThat(large.heldBytes()).isLessThan(2 * arrived + 4 * KIB);
            sizes += large.heldBytes() == held ? 0 : 1;
            held = large.heldBytes();
        }
        assertThat(sizes).as("times the buffer was copied").isLessThan(15);
    }

    @Test
    void copiesTheBufferRarelyThoughWordsAndPiecesAreSmall() throws ProtocolException {
        feed(parser, "*4001\r\n");
        int sizes = 0;
        long held = 0;
        for (int i = 0; i < 4000; i++) {
            feed(parser, "$3\r\nabc\r\n");
            assertThat(parser.next()).isNull();
            sizes += parser.heldBytes() == held ? 0 : 1;
            held = parser.heldBytes();
        }
        assertThat(sizes).isLessThan(40);
        feed(parser, "$0\r\n\r\n");
        assertThat(parser.next().count()).isEqualTo(4001);
    }

    @Test
    void shrinksAfterALargeCommandThoughTheNextHasBegun() throws ProtocolException {
        RequestParser large = new RequestParser(MIB, 2 * MIB);
        feed(large, array("ECHO", "x".repeat(MIB)) + "*2\r\n$4\r\nEC");
        assertThat(large.next().length(1)).isEqualTo(MIB);
        assertThat(large.next()).isNull();
        assertThat(large.heldBytes()).isLessThan(100);
        feed(large, "HO\r\n$1\r\nx\r\n");
        assertThat(words(large.next())).containsExactly("ECHO", "x");
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> new RequestParser(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestParser(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestParser(1, Integer.MAX_VALUE)).hasMessageContaining("1 GiB");
    }
}
