package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.JournalException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The records of groups and of fair queues, to the byte. */
class GroupRecordTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void groupsAndFairQueuesAreOfVersion3() {
        assertThat(new ItemRecord("q", null, -1, Fields.NEVER, 0, "k", "g\u00ff", 9, 8, 7, new byte[] {0x41}).encode())
                .isEqualTo(
                        bytes("03 78 0001 71 0001 6b 0002 67ff 0000000000000009 0000000000000008 0000000000000007 41"));
        QueueConfig fair =
                QueueConfig.DEFAULT.with(QueueSetting.KIND, Kind.FAIR.ordinal()).with(QueueSetting.GROUPLIMIT, 1);
        assertThat(new QueueRecord(fair, true, false, false).encode())
                .isEqualTo(bytes(
                        "03 01 0000000000000000 0000000000000000" + " 02 00 0000000000000003 0d 0000000000000001"));
        assertThatThrownBy(() -> QueueRecord.decode(bytes("01 00 03 00000001 0000000000000009 00000000")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("kind number 3");
    }
}
