package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.queue.ItemTrace;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of an item's past, byte by byte. */
class TraceRecordTest {

    private static final byte[] NOTHING = {};
    private static final String LONG_NAME = "q".repeat(195) + ".dead";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void theTimeOfAPutIsOfVersion3() {
        ItemRecord plain =
                new ItemRecord("q", null, -1, Fields.NEVER, 0, null, null, Fields.NEVER, 0, 5, new byte[] {0x41});
        assertThat(plain.encode()).isEqualTo(bytes("03 40 0001 71 0000000000000005 41"));
        ItemRecord full = new ItemRecord("q", 1L, 2, 3, 4, "k", null, 6, 7, 5, new byte[] {0x41});
        assertThat(full.encode())
                .isEqualTo(bytes("03 6f 0001 71 0000000000000001 0000000000000002 0000000000000003 0000000000000004"
                        + " 0001 6b 0000000000000006 0000000000000007 0000000000000005 41"));
        assertThat(ItemRecord.decode(full.encode())).usingRecursiveComparison().isEqualTo(full);
        assertThat(ItemRecord.decode(plain.encode()).put()).isEqualTo(5);
        assertThat(ItemRecord.decode(bytes("01 00 0001 71 4142")).put()).isEqualTo(Fields.NEVER);
    }

    @Test
    void theLayoutOfATraceIsThatOfVersion1() {
        byte[] error = {0x45};
        assertThat(TraceRecord.encode(new ItemTrace(error, new byte[] {0x50, 0x51}, "q", 3, 0, 99)))
                .isEqualTo(bytes("01 07 0001 45 0002 5051 0001 71 00000003"));
        assertThat(TraceRecord.encode(new ItemTrace(error, null, null, 0, 0, 0)))
                .isEqualTo(bytes("01 01 0001 45"));
        assertThat(TraceRecord.encode(new ItemTrace(null, NOTHING, null, 0, 0, 0)))
                .isEqualTo(bytes("01 02 0000"));
    }

    @Test
    void theTimeOfDeathIsOfVersion2() {
        byte[] error = {0x45};
        assertThat(TraceRecord.encode(new ItemTrace(error, null, "q", 3, 7, 99)))
                .isEqualTo(bytes("02 05 0001 45 0001 71 00000003 0000000000000007"));
    }

    static Stream<ItemTrace> traces() {
        return Stream.of(
                new ItemTrace(bytes("00ff807f"), new byte[ItemTrace.MOST_BYTES], LONG_NAME, Integer.MAX_VALUE, 0, 0),
                new ItemTrace(null, NOTHING, null, 0, 0, 0),
                new ItemTrace(NOTHING, null, "q", 1, 0, 0),
                new ItemTrace(NOTHING, NOTHING, "q", 1, Long.MAX_VALUE, 0));
    }

    @ParameterizedTest
    @MethodSource("traces")
    void aTraceIsReadAsItWasWritten(ItemTrace trace) {
        assertThat(TraceRecord.decode(TraceRecord.encode(trace)))
                .usingRecursiveComparison()
                .isEqualTo(trace);
    }
}
