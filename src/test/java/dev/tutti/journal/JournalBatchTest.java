package dev.tutti.journal;

import static dev.tutti.journal.Records.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.journal.format.BatchFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Puts and deletes come out as they went in. */
class JournalBatchTest {

    private static List<String> decoded(JournalBatch changes) {
        List<String> decoded = new ArrayList<>();
        changes.forEach(new BatchFormat.Each() {
            @Override
            public void change(byte[] key, byte[] value) {
                decoded.add(value == null ? text(key) : text(key) + "=" + text(value));
            }

            @Override
            public void deleteRange(byte[] from, byte[] to) {
                decoded.add(text(from) + ".." + text(to));
            }
        });
        return decoded;
    }

    private static String text(byte[] bytes) {
        return new String(bytes);
    }

    @Test
    void rangesComeOutAsTheyWentIn() {
        byte[] from = "a".getBytes();
        byte[] to = "bc".getBytes();
        assertThat(decoded(
                        new JournalBatch().put(to, from).deleteRange(from, to).delete(from)))
                .containsExactly("bc=a", "a..bc", "a");
    }

    @Test
    void noneAtFirst() {
        assertThat(new JournalBatch().isEmpty()).isTrue();
        assertThat(new JournalBatch().size()).isZero();
        assertThat(decoded(new JournalBatch())).isEmpty();
    }

    @Test
    void theyAreInTheOrderOfTheCalls() {
        JournalBatch changes = new JournalBatch()
                .put(bytes("b"), bytes("1"))
                .delete(bytes("a"))
                .put(bytes("b"), bytes("2"));
        assertThat(decoded(changes)).containsExactly("b=1", "a", "b=2");
        assertThat(changes.size()).isEqualTo(3);
        assertThat(changes.isEmpty()).isFalse();
        assertThat(changes).hasToString("<JournalBatch size=3 bytes=13>");
    }

    @Test
    void anEmptyValueIsNoDelete() {
        assertThat(decoded(new JournalBatch().put(bytes("a"), bytes("")).delete(bytes(""))))
                .containsExactly("a=", "");
    }

    @Test
    void arraysMayBeUsedAgainByTheCaller() {
        byte[] key = bytes("a");
        byte[] value = bytes("1");
        JournalBatch changes = new JournalBatch().put(key, value);
        key[0] = 'b';
        value[0] = '2';
        assertThat(decoded(changes)).containsExactly("a=1");
    }

    @Test
    void keysAndValuesOfAllLengthsComeOut() {
        Random random = Seeds.random(1);
        JournalBatch changes = new JournalBatch();
        List<byte[]> expected = new ArrayList<>();
        for (int length : new int[] {0, 1, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152, 0}) {
            byte[] part = new byte[length];
            random.nextBytes(part);
            changes.put(part, part).delete(part);
            expected.addAll(List.of(part, part, part));
        }
        List<byte[]> found = new ArrayList<>();
        changes.forEach(new BatchFormat.Each() {
            @Override
            public void change(byte[] key, byte[] value) {
                found.add(key);
                if (value != null) {
                    found.add(value);
                }
            }

            @Override
            public void deleteRange(byte[] from, byte[] to) {
                throw new AssertionError("no range was deleted");
            }
        });
        assertThat(found.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }

    @Test
    void aDeleteCostsItsKeyAndTwoBytes() {
        JournalBatch changes = new JournalBatch();
        ByteBuffer key = ByteBuffer.allocate(9);
        for (int i = 0; i < 100_000; i++) {
            changes.delete(key.putLong(1, i).array());
        }
        assertThat(changes.size()).isEqualTo(100_000);
        assertThat(changes.bytes()).isEqualTo(1_100_000);
    }
}
