package dev.tutti.resp;

import static dev.tutti.resp.Requests.parse;
import static dev.tutti.resp.Requests.readAll;
import static dev.tutti.resp.Requests.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten thousand commands of random bytes, as arrays and as quoted lines, in random pieces. */
class RandomRequestsTest {

    private static final int COMMANDS = 10_000;

    private final List<List<String>> expected = new ArrayList<>();
    private Random random;
    private byte[] input;

    @BeforeEach
    void writeCommands() {
        random = Seeds.random();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < COMMANDS; i++) {
            byte[][] words = randomWords(random);
            out.writeBytes(random.nextInt(4) == 0 ? Requests.bytes(line(words, random)) : Requests.array(words));
            List<String> command = new ArrayList<>();
            for (byte[] word : words) {
                command.add(new String(word, StandardCharsets.ISO_8859_1));
            }
            expected.add(command);
        }
        input = out.toByteArray();
    }

    @Test
    void readsWhatWasWritten() throws ProtocolException {
        RequestParser parser = new RequestParser(1024, 64 * 1024);
        assertThat(parse(parser, input, () -> 1 + random.nextInt(5000))).isEqualTo(expected);
        assertThat(parser.isMidCommand()).isFalse();
    }

    @Test
    void findsTheSameTooBigInPiecesAsInOne() throws ProtocolException {
        List<List<String>> atOnce = parse(new RequestParser(100, 2000), input, () -> input.length);
        assertThat(atOnce).hasSize(COMMANDS).isNotEqualTo(expected);
        for (int most : new int[] {10, 200, 5000}) {
            assertThat(parse(new RequestParser(100, 2000), input, () -> 1 + random.nextInt(most)))
                    .as("pieces of up to %d bytes", most)
                    .isEqualTo(atOnce);
        }
    }

    @Test
    void keepsWhatWasNotAskedForYet() throws ProtocolException {
        RequestParser parser = new RequestParser(1024, 64 * 1024);
        List<List<String>> commands = new ArrayList<>();
        for (int at = 0; at < input.length; ) {
            int length = Math.min(random.nextInt(500), input.length - at);
            parser.feed(input, at, length);
            at += length;
            Arguments next = parser.next();
            if (next != null) {
                commands.add(words(next));
            }
        }
        readAll(parser, commands);
        assertThat(commands).isEqualTo(expected);
    }

    private static byte[][] randomWords(Random random) {
        byte[][] words = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 5)][];
        for (int i = 0; i < words.length; i++) {
            words[i] = new byte[random.nextInt(random.nextInt(10) == 0 ? 1025 : 20)];
            random.nextBytes(words[i]);
        }
        return words;
    }

    /** Any bytes as double-quoted words, some escaped by need and some by chance; it may not begin as an array does. */
    private static String line(byte[][] words, Random random) {
        StringBuilder line = new StringBuilder(" ");
        for (byte[] word : words) {
            line.append('"');
            for (byte b : word) {
                char c = (char) (b & 0xff);
                boolean needed = c == '\n' || c == '"' || c == '\\';
                line.append(needed || random.nextInt(20) == 0 ? String.format("\\x%02x", (int) c) : c);
            }
            line.append(random.nextBoolean() ? "\" " : "\"\t");
        }
        return line.append(random.nextBoolean() ? "\r\n" : "\n").toString();
    }
}
