package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.journal.JournalException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of items that were moved, rescheduled or expire, to the byte. */
class ItemStateRecordTest {

    private static ItemStateRecord pending(long due, long length, long expires, long lifetime, Long priority) {
        boolean isDelayed = due != Fields.NEVER;
        return new ItemStateRecord(
                "q", 7, 2, false, false, due, length, isDelayed, expires, lifetime, Fields.NEVER, priority);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static Stream<ItemStateRecord> states() {
        return Stream.of(
                pending(Fields.NEVER, 0, Fields.NEVER, 0, null),
                pending(Fields.NEVER, 0, 9, 8, null),
                pending(9, 8, Fields.NEVER, 0, null),
                pending(9, 8, 7, 6, Long.MIN_VALUE),
                pending(Fields.NEVER, 0, Fields.NEVER, 0, 0L),
                pending(9, 8, Long.MAX_VALUE, Long.MAX_VALUE, null),
                new ItemStateRecord("q", -7, 2, true, true, 9, 8).with(-1L),
                ItemStateRecord.held("q", -7, 2, 9, 8, 7),
                ItemStateRecord.held("q", -7, 2, 9, 8, 7).with(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("states")
    void whatIsWrittenIsReadAgain(ItemStateRecord state) {
        assertThat(ItemStateRecord.decode(state.encode())).isEqualTo(state);
    }

    @Test
    void anExpiryAloneIsOfVersion2() {
        assertThat(pending(Fields.NEVER, 0, 9, 8, null).encode())
                .isEqualTo(bytes("02 04 00000002 0000000000000007 0000000000000009 0000000000000008 0001 71"));
    }

    @Test
    void delaysToTheEndAndPrioritiesAreOfVersion3() {
        assertThat(pending(9, 8, Fields.NEVER, 0, null).encode())
                .isEqualTo(bytes("03 08 00000002 0000000000000007 0000000000000009 0000000000000008 0001 71"));
        assertThat(pending(9, 8, 6, 5, -1L).encode())
                .isEqualTo(bytes("03 1c 00000002 0000000000000007 0000000000000009 0000000000000008"
                        + " ffffffffffffffff 0000000000000006 0000000000000005 0001 71"));
    }

    @Test
    void theBeginOfADetachedLeaseIsOfVersion4() {
        assertThat(ItemStateRecord.held("q", -3, 2, 9, 8, 7).encode())
                .isEqualTo(bytes("04 03 00000002 fffffffffffffffd 0000000000000009 0000000000000008"
                        + " 0000000000000007 0001 71"));
    }

    @Test
    void flagsOfNoKnownVersionAreRefused() {
        assertThatThrownBy(() -> ItemStateRecord.decode(
                        bytes("02 08 00000002 0000000000000007 0000000000000009" + " 0000000000000008 0001 71")))
                .isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> ItemStateRecord.decode(
                        bytes("03 20 00000002 0000000000000007 0000000000000009" + " 0000000000000008 0001 71")))
                .isInstanceOf(JournalException.class);
    }
}
