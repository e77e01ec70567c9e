package dev.tutti.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {

    private static final String STREAM = "+OK\r\n:42\r\n$5\r\na\r\nbc\r\n_\r\n-FAILED no luck\r\n*0\r\n"
            + "*3\r\n:7\r\n*2\r\n$0\r\n\r\n_\r\n-NOITEM gone\r\n%1\r\n$2\r\nid\r\n:3\r\n$-1\r\n*-1\r\n#t\r\n,1.5\r\n%0\r\n";

    private static final List<Object> REPLIES = Arrays.asList(
            "OK",
            42L,
            Buffer.buffer("a\r\nbc"),
            null,
            new ErrorReply("FAILED", "no luck"),
            List.of(),
            List.of(7L, Arrays.asList(Buffer.buffer(), null), new ErrorReply("NOITEM", "gone")),
            Map.of("id", 3L),
            null,
            null,
            true,
            1.5,
            Map.of());

    @Test
    void repliesAreFoundWhereverTheStreamIsCut() {
        Buffer bytes = Buffer.buffer(STREAM);
        for (int size = 1; size <= bytes.length(); size++) {
            ReplyParser parser = new ReplyParser();
            List<Object> replies = new ArrayList<>();
            for (int from = 0; from < bytes.length(); from += size) {
                parser.feed(bytes.getBuffer(from, Math.min(from + size, bytes.length())), replies::add);
            }
            assertThat(replies).as("pieces of %d bytes", size).isEqualTo(REPLIES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?\r\n", "\r\n", ":x\r\n", "$many\r\n", "HTTP/1.1 400 Bad Request\r\n"})
    void whatIsNoReplyIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplyParser().feed(Buffer.buffer(line), reply -> {}));
    }
}
