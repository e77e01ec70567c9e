package dev.tutti.resp;

import static dev.tutti.resp.Requests.array;
import static dev.tutti.resp.Requests.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void comparesWordsInAnyCase() throws ProtocolException {
        for (String word : new String[] {"QUEUE", "queue", "qUeUe"}) {
            assertThat(word(bytes(word)).is(0, "QUEUE")).as(word).isTrue();
        }
        for (String word : new String[] {"QUEU", "QUEUES", "\u00f1UEUE", "1UEUE", ""}) {
            assertThat(word(bytes(word)).is(0, "QUEUE")).as(word).isFalse();
        }
        assertThat(word(bytes("a_{")).is(0, "A_[")).isFalse();
        assertThat(word(bytes("a_b")).is(0, "A_B")).isTrue();
        assertThat(word(bytes("0")).is(0, "\20")).isFalse();
    }

    @Test
    void hashesAndComparesAsTheCopyDoes() throws ProtocolException {
        byte[] name = "jobs.\u00e9t\u00e9".getBytes(StandardCharsets.UTF_8);
        Arguments words = word(name);
        assertThat(words.bytes(0)).isEqualTo(name);
        assertThat(words.length(0)).isEqualTo(name.length);
        assertThat(words.text(0)).isEqualTo("jobs.\u00e9t\u00e9");
        assertThat(words.hash(0)).isEqualTo(Arrays.hashCode(name));
        assertThat(words.sameBytes(0, name)).isTrue();
        assertThat(words.sameBytes(0, bytes("jobs"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "10", "999999999999999999", "9223372036854775807", "-9223372036854775808"})
    void takesIntegersOf64Bits(String text) throws ProtocolException {
        Arguments words = word(bytes(text));
        assertThat(words.isInteger(0)).isTrue();
        assertThat(words.integer(0)).isEqualTo(Long.parseLong(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-0",
                "-01",
                "00",
                " 1",
                "1 ",
                "1.0",
                "1e3",
                "0x1",
                "a",
                "--1",
                "1-",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "10000000000000000000",
                "18446744073709551616",
                "18446744073709551617",
                "99999999999999999999999999",
                "\u00b2"
            })
    void refusesEveryOtherSpellingOfAnInteger(String text) throws ProtocolException {
        Arguments words = word(bytes(text));
        assertThat(words.isInteger(0)).isFalse();
        assertThatThrownBy(() -> words.integer(0)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void knowsUtf8AsJavasDecoderDoes() throws ProtocolException {
        Random random = Seeds.random(8);
        int valid = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] word = new byte[1 + random.nextInt(4)];
            random.nextBytes(word);
            word[0] |= (byte) 0x80;
            boolean expected = decodes(word);
            valid += expected ? 1 : 0;
            assertThat(Utf8.isValid(word, 0, word.length))
                    .as(Arrays.toString(word))
                    .isEqualTo(expected);
        }
        assertThat(valid).isGreaterThan(1000);
        assertThat(word(bytes("a\u00ff")).isUtf8(0)).isFalse();
        assertThat(word(bytes("a\u00c3\u00a9")).isUtf8(0)).isTrue();
    }

    @Test
    void refusesAnIndexBeyondTheLastWord() throws ProtocolException {
        Arguments words = word(bytes("PING"));
        assertThatThrownBy(() -> words.bytes(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> words.is(-1, "PING")).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Arguments word(byte[] word) throws ProtocolException {
        RequestParser parser = new RequestParser(1000, 10_000);
        byte[] request = array(word);
        parser.feed(request, 0, request.length);
        return parser.next();
    }

    private static boolean decodes(byte[] word) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(word));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
