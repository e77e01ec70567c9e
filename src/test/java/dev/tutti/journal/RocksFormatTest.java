package dev.tutti.journal;

import static dev.tutti.journal.RawDatabase.JOURNAL;
import static dev.tutti.journal.RawDatabase.SMALL_RESERVE;
import static dev.tutti.journal.RawDatabase.encoded;
import static dev.tutti.journal.RawDatabase.random;
import static dev.tutti.journal.RawDatabase.write;
import static dev.tutti.journal.Records.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.journal.format.BatchFormat;
import dev.tutti.journal.format.DamageException;
import dev.tutti.journal.format.Manifest;
import dev.tutti.journal.format.WalReader;
import dev.tutti.journal.format.WalScanner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The release of RocksDB in use writes what the package {@code format} reads. If a test fails after an update of
 * RocksDB, that package has to be changed, and has to read the files of earlier releases still.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RocksFormatTest {

    @TempDir
    Path database;

    @BeforeEach
    void load() {
        NativeLibrary.load();
    }

    private void open(RawDatabase.Action action) throws RocksDBException, IOException {
        RawDatabase.open(database, action);
    }

    private static byte[] copy(ByteBuffer record) {
        byte[] copy = new byte[record.remaining()];
        record.duplicate().get(copy);
        return copy;
    }

    private Path onlyLog() throws IOException {
        List<Path> logs = WalReader.in(database);
        assertThat(logs).hasSize(1);
        return logs.get(0);
    }

    // ---- batches

    @Test
    void aBatchHasTheBytesThatRocksDbItselfWrites() throws RocksDBException {
        ByteBuffer mark = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        mark.putLong(JOURNAL).putLong(5);
        try (WriteBatch theirs = new WriteBatch()) {
            theirs.putLogData(mark.array());
            theirs.put(bytes("k"), bytes("value"));
            theirs.delete(bytes("d"));
            theirs.deleteRange(bytes("from"), bytes("to"));
            JournalBatch ours = new JournalBatch()
                    .put(bytes("k"), bytes("value"))
                    .delete(bytes("d"))
                    .deleteRange(bytes("from"), bytes("to"));
            assertThat(theirs.data()).isEqualTo(encoded(ours, 5));
            assertThat(HexFormat.of().formatHex(theirs.data()))
                    .isEqualTo("0000000000000000" + "03000000" + "0310" + "8877665544332211" + "0500000000000000"
                            + "01016b0576616c7565" + "000164" + "0f0466726f6d02746f");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152})
    void aKeyOrValueOfAnyLengthHasTheBytesThatRocksDbItselfWrites(int length) throws RocksDBException {
        byte[] part = random(length);
        try (WriteBatch theirs = new WriteBatch()) {
            theirs.putLogData(new byte[16]);
            theirs.put(part, part);
            ByteBuffer ours = BatchFormat.begin(1, 1 + 2 * BatchFormat.lengthOf(part), 0, 0);
            new JournalBatch().put(part, part).writeTo(ours);
            assertThat(ours.hasRemaining()).isFalse();
            assertThat(theirs.data()).isEqualTo(ours.array());
        }
    }

    // ---- logs

    @Test
    void aWriteIsOneRecordOfTheLogAndOnlyItsChangesAreNumbered() throws RocksDBException, IOException {
        byte[] three = encoded(
                new JournalBatch()
                        .put(bytes("a"), bytes("1"))
                        .delete(bytes("b"))
                        .deleteRange(bytes("c"), bytes("d")),
                0);
        byte[] none = encoded(new JournalBatch(), 3);
        byte[] large = encoded(new JournalBatch().put(bytes("e"), random(100_000)), 3);
        List<byte[]> records = new ArrayList<>();
        long[] end = {0};
        open(opened -> {
            for (byte[] batch : List.of(three, none, large)) {
                write(opened, batch, false);
            }
            opened.flushWal(true);
            assertThat(opened.getLatestSequenceNumber()).isEqualTo(4);
            WalReader.read(onlyLog(), (record, behindDamage, recordEnd) -> {
                assertThat(behindDamage).isFalse();
                records.add(copy(record));
                end[0] = recordEnd;
            });
            assertThat(onlyLog()).hasSize(end[0]);
        });
        assertThat(records.toArray(byte[][]::new))
                .isDeepEqualTo(new byte[][] {numbered(three, 1), numbered(none, 4), numbered(large, 4)});
        WalScanner logs = WalScanner.of(database, JOURNAL);
        assertThat(logs.end()).isEqualTo(5);
        open(opened -> assertThat(opened.getLatestSequenceNumber()).isEqualTo(4));
    }

    private static byte[] numbered(byte[] batch, long sequence) {
        byte[] numbered = batch.clone();
        ByteBuffer.wrap(numbered).order(ByteOrder.LITTLE_ENDIAN).putLong(0, sequence);
        return numbered;
    }

    @Test
    void zerosAreTheEndOfALog() throws RocksDBException, IOException {
        open(opened -> write(opened, encoded(new JournalBatch().put(bytes("a"), bytes("1")), 0), true));
        Files.write(onlyLog(), new byte[100_000], StandardOpenOption.APPEND);
        open(opened -> {
            assertThat(opened.get(bytes("a"))).isEqualTo(bytes("1"));
            assertThat(opened.getLatestSequenceNumber()).isEqualTo(1);
        });
    }

    @Test
    void recordsAreWrittenOverZerosThatAreAheadOfThem() throws RocksDBException, IOException {
        open(opened -> {
            write(opened, encoded(new JournalBatch().put(bytes("a"), bytes("1")), 0), true);
            long end = Files.size(onlyLog());
            Files.write(onlyLog(), new byte[100_000], StandardOpenOption.APPEND);
            write(opened, encoded(new JournalBatch().put(bytes("b"), bytes("2")), 0), true);
            assertThat(Files.size(onlyLog())).isEqualTo(end + 100_000);
        });
        open(opened -> assertThat(opened.get(bytes("b"))).isEqualTo(bytes("2")));
    }

    @Test
    void aNewLogHasALargerNumber() throws RocksDBException, IOException {
        open(opened -> write(opened, encoded(new JournalBatch().put(bytes("a"), bytes("1")), 0), true));
        Path first = onlyLog();
        open(opened -> {
            List<Path> logs = WalReader.in(database);
            assertThat(logs).startsWith(first).hasSizeGreaterThan(1).isSortedAccordingTo(RocksFormatTest::byNumber);
        });
    }

    private static int byNumber(Path one, Path other) {
        return Long.compare(WalReader.number(one), WalReader.number(other));
    }

    // ---- the manifest

    private Path manifest() throws IOException {
        try (DirectoryStream<Path> manifests = Files.newDirectoryStream(database, "MANIFEST-*")) {
            return manifests.iterator().next();
        }
    }

    @Test
    void theManifestIsNamedByCurrentAndHasTheFormOfALog() throws RocksDBException, IOException, DamageException {
        assertThat(Manifest.existsIn(database)).isFalse();
        open(opened -> {});
        assertThat(Manifest.existsIn(database)).isTrue();
        Manifest.check(database);
        long[] end = {0};
        WalReader.read(manifest(), (record, behindDamage, recordEnd) -> {
            assertThat(behindDamage).isFalse();
            end[0] = recordEnd;
        });
        assertThat(manifest()).hasSize(end[0]);
    }

    private boolean isRefused() throws IOException {
        try {
            Manifest.check(database);
            return false;
        } catch (DamageException e) {
            return true;
        }
    }

    /** Kinds for which RocksDB never returns are refused before, see {@link Manifest#check}. */
    @Test
    void rocksDbReturnsWhateverTheKindOfARecordOfTheManifestUnlessThatIsRefusedBefore()
            throws RocksDBException, IOException {
        open(opened -> {});
        Path manifest = manifest();
        byte[] whole = Files.readAllBytes(manifest);
        int second = 7 + Byte.toUnsignedInt(whole[4]) + 256 * Byte.toUnsignedInt(whole[5]);
        List<Integer> refused = new ArrayList<>();
        try (RocksOptions options = new RocksOptions(false, SMALL_RESERVE)) {
            for (int kind = 0; kind < 256; kind++) {
                byte[] damaged = whole.clone();
                damaged[second + 6] = (byte) kind;
                Files.write(manifest, damaged);
                if (isRefused()) {
                    refused.add(kind);
                } else if (kind != whole[second + 6]) {
                    assertThatThrownBy(() -> RocksDB.openReadOnly(options.options, database.toString()))
                            .isInstanceOf(RocksDBException.class);
                }
            }
        }
        assertThat(refused).containsExactly(5, 6, 7, 8, 11, 131);
    }
}
