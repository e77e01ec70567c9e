package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static dev.tutti.journal.Records.delete;
import static dev.tutti.journal.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A group of commits as an entry of a replicated log. */
class LogEntryTest {

    @Test
    void theChangesOfAllCommitsComeBackInTheirOrder() {
        JournalBatch range = new JournalBatch().deleteRange(bytes("c"), bytes("d"));
        List<JournalBatch> group = new ArrayList<>(List.of(put("a", "1"), put("c", "3"), delete("a"), put("b", "2")));
        group.add(range);
        LogEntry entry =
                LogEntry.decode(ByteBuffer.wrap(LogEntry.encode(7, group)).asReadOnlyBuffer());
        TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
        entry.changes().forEach(new Writing(records));
        assertThat(entry.term()).isEqualTo(7);
        assertThat(entry.changes().size()).isEqualTo(5);
        assertThat(records).hasSize(1).containsEntry(bytes("b"), bytes("2"));
    }

    @Test
    void anEntryOfANewerServerIsRefused() {
        byte[] entry = LogEntry.encode(1, List.of(put("a", "1")));
        entry[0] = 4;
        assertThatThrownBy(() -> LogEntry.decode(ByteBuffer.wrap(entry)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("an entry of the log is of format 4 and this server reads 3");
    }

    @Test
    void whatIsTooLargeForAnEntryIsCutIntoParts() {
        List<JournalBatch> group = List.of(put("a", "1"), new JournalBatch(), put("b", "x".repeat(20)), delete("a"));
        byte[] whole = LogEntry.encode(7, group);
        int bytes = whole.length - 13;
        for (int most = 1; most <= bytes + 1; most++) {
            LogEntries entries = new LogEntries(7, group, most);
            ByteBuffer content = ByteBuffer.allocate(bytes);
            for (int part = 0; entries.hasNext(); part++) {
                byte[] next = entries.next();
                assertThat(next.length).isLessThanOrEqualTo(most + LogEntry.HEADER_BYTES);
                LogEntry entry = LogEntry.decode(ByteBuffer.wrap(next));
                assertThat(entry.term()).isEqualTo(7);
                assertThat(entry.part()).isEqualTo(part);
                assertThat(entry.count()).isEqualTo(entries.hasNext() ? 0 : 3);
                assertThat(entry.kind() == LogEntry.Kind.WHOLE).isEqualTo(most >= bytes);
                content.put(entry.content());
            }
            assertThat(content.array()).isEqualTo(Arrays.copyOfRange(whole, 13, whole.length));
        }
    }

    /** A log may hold entries of earlier servers, so the bytes of a format must never change. */
    @Test
    void theBytesOfTheFormatAreTheSameForEver() {
        assertThat(LogEntry.encode(0x102, List.of(put("a", "1"), delete("b"))))
                .containsExactly(1, 2, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 1, 'a', 1, '1', 0, 1, 'b');
        LogEntries parts = new LogEntries(0x102, List.of(put("a", "1"), delete("b")), 4);
        assertThat(parts.next()).containsExactly(2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 'a', 1);
        assertThat(parts.next()).containsExactly(3, 2, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, '1', 0, 1, 'b');
    }
}
