package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.journal.JournalException;
import dev.tutti.persistence.ResultRecord.Outcome;
import dev.tutti.queue.Fate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of kept results, to the byte. */
class ResultRecordTest {

    private static final byte[] NOTHING = {};
    private static final byte[] RESULT = {0x41, 0x42};
    private static final String LONG_NAME = "\uD83D\uDE00".repeat(48) + "abc.dead";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static ResultRecord old(long expires, long ttl, Outcome outcome, byte[] bytes) {
        return new ResultRecord("q", expires, ttl, outcome, bytes);
    }

    private static ResultRecord of(String key, String group, Long priority, int attempts, long put) {
        return new ResultRecord("q", key, group, priority, attempts, put, 9, 8, Outcome.DONE, null, RESULT);
    }

    private static ResultRecord cancelled(Fate cause) {
        return new ResultRecord("q", null, null, null, 1, 7, 9, 8, Outcome.CANCELLED, cause, NOTHING);
    }

    static Stream<ResultRecord> results() {
        return Stream.concat(
                Stream.of(Outcome.values())
                        .flatMap(outcome -> Stream.of(
                                old(0, 0, outcome, NOTHING),
                                old(5, ResultRecord.UNKNOWN, outcome, RESULT),
                                old(Long.MAX_VALUE, Long.MAX_VALUE, outcome, new byte[(1 << 16) + 1]),
                                new ResultRecord(LONG_NAME, Long.MIN_VALUE, 1, outcome, RESULT))),
                Stream.of(
                        of("k".repeat(200), null, null, 0, Fields.NEVER),
                        of(null, null, null, 1, Fields.NEVER),
                        of("k", null, null, Integer.MAX_VALUE, Long.MAX_VALUE),
                        of(null, "\u00ff\u0000", null, 0, 7),
                        of(null, null, Long.MIN_VALUE, 0, 7),
                        of("k", "g", -1L, 2, 7),
                        cancelled(Fate.CANCELLED),
                        cancelled(Fate.EXPIRED),
                        cancelled(Fate.SHUT_DOWN)));
    }

    @ParameterizedTest
    @MethodSource("results")
    void whatIsWrittenIsReadAgain(ResultRecord result) {
        assertThat(ResultRecord.decode(result.encode()))
                .usingRecursiveComparison()
                .isEqualTo(result);
    }

    @Test
    void theLayoutIsThatOfVersion1() {
        assertThat(old(1_700_000_000_000L, ResultRecord.UNKNOWN, Outcome.DONE, RESULT)
                        .encode())
                .isEqualTo(bytes("01 00 0000018bcfe56800 0001 71 4142"));
        assertThat(old(1, ResultRecord.UNKNOWN, Outcome.FAILED, RESULT).encode())
                .isEqualTo(bytes("01 01 0000000000000001 0001 71 4142"));
        assertThat(old(1, ResultRecord.UNKNOWN, Outcome.CANCELLED, NOTHING).encode())
                .isEqualTo(bytes("01 02 0000000000000001 0001 71"));
    }

    @Test
    void theTimeIsOfVersion2() {
        assertThat(old(1_700_000_000_000L, 5, Outcome.DONE, RESULT).encode())
                .isEqualTo(bytes("02 00 0000018bcfe56800 0000000000000005 0001 71 4142"));
        assertThat(old(1, 0, Outcome.CANCELLED, NOTHING).encode())
                .isEqualTo(bytes("02 02 0000000000000001 0000000000000000 0001 71"));
    }

    @Test
    void theKeyIsOfVersion3() {
        assertThat(of("k", null, null, 0, Fields.NEVER).encode())
                .isEqualTo(bytes("03 00 0000000000000009 0000000000000008 0001 6b 0001 71 4142"));
    }

    @Test
    void whatIsKnownOfTheItemIsOfVersion4() {
        assertThat(of(null, null, null, 2, 7).encode())
                .isEqualTo(bytes("04 00 00 0000000000000009 0000000000000008 00000002 0000000000000007 0001 71 4142"));
        assertThat(of("k", "g", -1L, 2, 7).encode())
                .isEqualTo(bytes("04 00 07 0000000000000009 0000000000000008 00000002 0000000000000007"
                        + " ffffffffffffffff 0001 67 0001 6b 0001 71 4142"));
    }

    @Test
    void theCauseOfAnEndWithoutResultIsOfVersion4() {
        String times = " 0000000000000009 0000000000000008 00000001 0000000000000007";
        assertThat(cancelled(Fate.CANCELLED).encode()).isEqualTo(bytes("04 02 00" + times + " 0001 71"));
        List<Fate> causes =
                List.of(Fate.EXPIRED, Fate.OVER_DEADSIZE, Fate.OVER_DEADAGE, Fate.PURGED, Fate.DELETED, Fate.SHUT_DOWN);
        for (int i = 0; i < causes.size(); i++) {
            assertThat(cancelled(causes.get(i)).encode()).isEqualTo(bytes("04 02 08" + times + " 0" + i + " 0001 71"));
        }
    }

    @Test
    void aCauseOfANewerServerIsRefused() {
        byte[] record = bytes("04 02 08 0000000000000009 0000000000000008 00000001 0000000000000007 7f 0001 71");
        assertThatThrownBy(() -> ResultRecord.decode(record))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("the journal has a result that ended in the way number 127 ");
    }

    @Test
    void flagsOfNoKnownVersionAreRefused() {
        assertThatThrownBy(() -> ResultRecord.decode(bytes("04 00 40 0000000000000009 0000000000000008")))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("the journal has a record with flags 64 and this server knows ");
    }
}
