package dev.tutti.resp;

import static dev.tutti.resp.Requests.MIB;
import static dev.tutti.resp.Requests.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyWriterTest {

    private final ReplyWriter writer = new ReplyWriter();

    static Object[][] replies() {
        return new Object[][] {
            reply(w -> w.simple("OK"), "+OK\r\n", "+OK\r\n"),
            reply(w -> w.simple(""), "+\r\n", "+\r\n"),
            reply(w -> w.error("ERR no \u00e9\r\n"), "-ERR no \u00c3\u00a9  \r\n", "-ERR no \u00c3\u00a9  \r\n"),
            reply(
                    w -> w.error("FAILED", bytes("a\r\nb\0\u00ff")),
                    "-FAILED a  b\0\u00ff\r\n",
                    "-FAILED a  b\0\u00ff\r\n"),
            reply(w -> w.error("FAILED", bytes("")), "-FAILED \r\n", "-FAILED \r\n"),
            reply(w -> w.integer(42), ":42\r\n", ":42\r\n"),
            reply(w -> w.bulk(bytes("a\r\n\u00ff")), "$4\r\na\r\n\u00ff\r\n", "$4\r\na\r\n\u00ff\r\n"),
            reply(w -> w.bulk(bytes("")), "$0\r\n\r\n", "$0\r\n\r\n"),
            reply(w -> w.bulk("\u00e9"), "$2\r\n\u00c3\u00a9\r\n", "$2\r\n\u00c3\u00a9\r\n"),
            reply(ReplyWriter::nullBulk, "$-1\r\n", "_\r\n"),
            reply(ReplyWriter::nullArray, "*-1\r\n", "_\r\n"),
            reply(w -> w.array(0), "*0\r\n", "*0\r\n"),
            reply(w -> w.array(1_048_576), "*1048576\r\n", "*1048576\r\n"),
            reply(w -> w.map(3), "*6\r\n", "%3\r\n"),
        };
    }

    private static Object[] reply(Consumer<ReplyWriter> write, String resp2, String resp3) {
        return new Object[] {write, resp2, resp3};
    }

    @ParameterizedTest
    @MethodSource("replies")
    void writesBothProtocols(Consumer<ReplyWriter> write, String resp2, String resp3) {
        write.accept(writer);
        writer.resp3(true);
        write.accept(writer);
        writer.resp3(false);
        write.accept(writer);
        assertThat(writer.size()).isEqualTo(2 * resp2.length() + resp3.length());
        assertThat(taken()).isEqualTo(resp2 + resp3 + resp2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 9, 10, 11, 99, 100, -100, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesEveryLong(long value) {
        writer.integer(value);
        assertThat(taken()).isEqualTo(":" + value + "\r\n");
    }

    @Test
    void writesEveryPowerOfTenAndItsNeighbours() {
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power}) {
                writer.integer(value);
                assertThat(taken()).isEqualTo(":" + value + "\r\n");
            }
        }
    }

    @Test
    void cutsAnErrorButNotInsideACharacter() {
        assertThat(errorOf("x".repeat(4096))).hasSize(4096);
        assertThat(errorOf("x".repeat(4097))).hasSize(4096);
        assertThat(errorOf("x".repeat(4095) + "\u00e9")).hasSize(4095);
        assertThat(errorOf("x".repeat(4094) + "\u00e9")).hasSize(4096);
        assertThat(errorOf("x".repeat(4094) + "\u00e9y")).hasSize(4096);
        for (int spare = 1; spare < 4; spare++) {
            assertThat(errorOf("x".repeat(4096 - spare) + "\ud83d\ude00!")).hasSize(4096 - spare);
        }
        assertThat(errorOf("x".repeat(4092) + "\ud83d\ude00!")).hasSize(4096);
    }

    @Test
    void cutsWhatIsNoUtf8AtTheLimit() {
        byte[] noUtf8 = new byte[5000];
        for (int b : new int[] {0x80, 0xc3, 0xe2, 0xf0, 0xff}) {
            Arrays.fill(noUtf8, (byte) b);
            writer.error("FAILED", noUtf8);
            assertThat(taken()).hasSize("-FAILED ".length() + 4096 + 2);
        }
    }

    @Test
    void refusesAStatusThatIsNotOneLineOfAscii() {
        for (String status : new String[] {"a\r\nb", "\u00e9", "\0"}) {
            assertThatThrownBy(() -> writer.simple(status)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(writer.size()).isZero();
    }

    @Test
    void keepsTheOrderOfRepliesOfAllSizes() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            String item = "x".repeat(i % 700 == 0 ? 100_000 : i % 97);
            writer.integer(i);
            writer.bulk(bytes(item));
            expected.append(":").append(i).append("\r\n$").append(item.length()).append("\r\n");
            expected.append(item).append("\r\n");
        }
        assertThat(writer.size()).isEqualTo(expected.length());
        assertThat(taken()).isEqualTo(expected.toString());
    }

    @Test
    void givesAwayWhatItWroteAndBeginsAnew() {
        writer.bulk(new byte[MIB]);
        ByteBuf first = writer.take();
        assertThat(writer.size()).isZero();
        assertThat(writer.take().readableBytes()).isZero();
        writer.simple("OK");
        assertThat(taken()).isEqualTo("+OK\r\n");
        assertThat(first.readableBytes()).isEqualTo("$1048576\r\n".length() + MIB + 2);
        assertThat(first.getByte(20)).isZero();
    }

    @Test
    void copiesAShortBulkAndGivesALongOneAway() {
        for (int length : new int[] {100, MIB}) {
            byte[] item = new byte[length];
            writer.bulk(item);
            ByteBuf taken = writer.take();
            item[50] = 1;
            assertThat(taken.getByte(taken.readableBytes() - 2 - length + 50))
                    .isEqualTo((byte) (length == MIB ? 1 : 0));
        }
    }

    private byte[] errorOf(String message) {
        writer.error("FAILED", message.getBytes(StandardCharsets.UTF_8));
        byte[] line = ByteBufUtil.getBytes(writer.take());
        byte[] kept = Arrays.copyOfRange(line, "-FAILED ".length(), line.length - 2);
        assertThat(Utf8.isValid(kept, 0, kept.length)).isTrue();
        return kept;
    }

    private String taken() {
        return writer.take().toString(StandardCharsets.ISO_8859_1);
    }
}
