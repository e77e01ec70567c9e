package dev.tutti.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.config.QueueSetting;
import dev.tutti.journal.JournalBatch;
import dev.tutti.journal.JournalException;
import dev.tutti.journal.MapJournal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of the journal, field by field and byte by byte: a journal outlives the server that wrote it. */
class RecordLayoutTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] NOTHING = {};
    private static final byte[] EVERY_BYTE = new byte[256];
    /** As long as names may be, with ".dead" behind it, and of letters of four bytes. */
    private static final String LONG_NAME = "\uD83D\uDE00".repeat(48) + "abc.dead";

    static {
        for (int i = 0; i < EVERY_BYTE.length; i++) {
            EVERY_BYTE[i] = (byte) i;
        }
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }

    // ---- there and back

    static Stream<ItemRecord> items() {
        return Stream.of(
                new ItemRecord("q", null, -1, Fields.NEVER, NOTHING),
                new ItemRecord(LONG_NAME, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, EVERY_BYTE),
                new ItemRecord("ärger", Long.MAX_VALUE, 0, 1, new byte[1 << 20]),
                new ItemRecord("q", 0L, -1, Fields.NEVER, EVERY_BYTE),
                new ItemRecord("q", null, 0, Fields.NEVER, EVERY_BYTE),
                new ItemRecord("q", null, -1, Long.MIN_VALUE, EVERY_BYTE),
                new ItemRecord("q", null, -1, 1, Long.MAX_VALUE, EVERY_BYTE),
                new ItemRecord(LONG_NAME, 1L, 5, 7, 1, NOTHING),
                new ItemRecord(
                        "q",
                        null,
                        -1,
                        Fields.NEVER,
                        0,
                        null,
                        "\u00ff\u0000",
                        Fields.NEVER,
                        0,
                        Fields.NEVER,
                        EVERY_BYTE),
                new ItemRecord("q", 1L, 5, 7, 1, "k", "g".repeat(200), 9, 8, 7, EVERY_BYTE));
    }

    @ParameterizedTest
    @MethodSource("items")
    void anItemIsReadAsItWasWritten(ItemRecord item) {
        ItemRecord read = ItemRecord.decode(item.encode());
        assertThat(read.queue()).isEqualTo(item.queue());
        assertThat(read.priority()).isEqualTo(item.priority());
        assertThat(read.ttl()).isEqualTo(item.ttl());
        assertThat(read.due()).isEqualTo(item.due());
        assertThat(read.body()).isEqualTo(item.body());
    }

    static Stream<ItemStateRecord> itemStates() {
        return Stream.of(
                new ItemStateRecord("q", 1, 0, false, Fields.NEVER),
                new ItemStateRecord(LONG_NAME, Long.MAX_VALUE, Integer.MAX_VALUE, true, Long.MAX_VALUE),
                new ItemStateRecord("ärger", Long.MIN_VALUE, 0, false, Long.MIN_VALUE),
                new ItemStateRecord("q", -1, 1, true, 1),
                new ItemStateRecord("q", -1, 1, true, true, 9, 8),
                new ItemStateRecord(LONG_NAME, 1, 0, false, false, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("itemStates")
    void whereItStandsIsReadAsItWasWritten(ItemStateRecord state) {
        assertThat(ItemStateRecord.decode(state.encode())).isEqualTo(state);
    }

    static Stream<QueueRecord> queues() {
        List<QueueRecord> all = new ArrayList<>();
        for (int flags = 0; flags < 8; flags++) {
            boolean kept = (flags & 1) != 0;
            boolean shutDown = (flags & 2) != 0;
            boolean closed = (flags & 4) != 0;
            for (Kind kind : Kind.values()) {
                all.add(new QueueRecord(new QueueConfig(kind, 0, 0, 0), kept, shutDown, closed));
            }
            QueueConfig largest =
                    new QueueConfig(Kind.PRIORITY, Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE - 1);
            all.add(new QueueRecord(largest, kept, shutDown, closed));
            all.add(new QueueRecord(
                    largest.with(QueueSetting.RATE, 5).with(QueueSetting.PER, Long.MAX_VALUE), kept, shutDown, closed));
            all.add(new QueueRecord(largest, kept, shutDown, closed, true, 1_700_000_000_000L, 60_000));
            all.add(new QueueRecord(
                    new QueueConfig(Kind.LIFO, 1, 2, 3).with(QueueSetting.DETACHED, 1), kept, shutDown, closed));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("queues")
    void aQueueIsReadAsItWasWritten(QueueRecord queue) {
        assertThat(QueueRecord.decode(queue.encode())).isEqualTo(queue);
    }

    // ---- to the byte: who changes one of these makes a new version, and still reads the old one

    @Test
    void theLayoutOfAnItemIsThatOfVersion1() {
        assertThat(new ItemRecord("q", null, -1, Fields.NEVER, new byte[] {0x41, 0x42}).encode())
                .isEqualTo(bytes("01 00 0001 71 4142"));
        assertThat(new ItemRecord("é", -2L, 60_000, 1_700_000_000_000L, new byte[] {0x41}).encode())
                .isEqualTo(bytes("01 07 0002 c3a9 fffffffffffffffe 000000000000ea60 0000018bcfe56800 41"));
        assertThat(new ItemRecord("q", 1L, -1, Fields.NEVER, NOTHING).encode())
                .isEqualTo(bytes("01 01 0001 71 0000000000000001"));
        assertThat(new ItemRecord("q", null, 0, Fields.NEVER, NOTHING).encode())
                .isEqualTo(bytes("01 02 0001 71 0000000000000000"));
        assertThat(new ItemRecord("q", null, -1, 1, NOTHING).encode())
                .isEqualTo(bytes("01 04 0001 71 0000000000000001"));
    }

    @Test
    void theLayoutOfAStandingIsThatOfVersion1() {
        assertThat(new ItemStateRecord("q", -3, 2, true, 1_700_000_000_000L).encode())
                .isEqualTo(bytes("01 01 00000002 fffffffffffffffd 0000018bcfe56800 0001 71"));
        assertThat(new ItemStateRecord("q", 5, 0, false, Fields.NEVER).encode())
                .isEqualTo(bytes("01 00 00000000 0000000000000005 0000000000000000 0001 71"));
    }

    @Test
    void lengthsOfDelaysAndDetachedLeasesAreOfVersion2() {
        assertThat(new ItemRecord("q", null, -1, 1, 5, new byte[] {0x41}).encode())
                .isEqualTo(bytes("02 04 0001 71 0000000000000001 0000000000000005 41"));
        assertThat(new ItemStateRecord("q", -3, 2, true, true, 1, 5).encode())
                .isEqualTo(bytes("02 03 00000002 fffffffffffffffd 0000000000000001 0000000000000005 0001 71"));
        assertThat(new ItemStateRecord("q", -3, 2, false, false, 1, 5).encode())
                .isEqualTo(bytes("02 00 00000002 fffffffffffffffd 0000000000000001 0000000000000005 0001 71"));
        assertThat(new QueueRecord(
                                new QueueConfig(Kind.FIFO, 1, 9, 0).with(QueueSetting.DETACHED, 1), true, false, false)
                        .encode())
                .isEqualTo(bytes("02 09 00 00000001 0000000000000009 00000000"));
    }

    @Test
    void theLayoutOfAQueueIsThatOfVersion1() {
        assertThat(new QueueRecord(new QueueConfig(Kind.PRIORITY, 100_000, 60_000, 3), true, true, false).encode())
                .isEqualTo(bytes("01 03 02 000186a0 000000000000ea60 00000003"));
        assertThat(new QueueRecord(new QueueConfig(Kind.LIFO, 0, 0, 0), false, true, true).encode())
                .isEqualTo(bytes("01 06 01 00000000 0000000000000000 00000000"));
        assertThat(new QueueRecord(new QueueConfig(Kind.FIFO, 1, 0, 0), true, false, false).encode())
                .isEqualTo(bytes("01 01 00 00000001 0000000000000000 00000000"));
    }

    @Test
    void aPauseAndSettingsThatOlderServersDoNotKnowAreOfVersion3() {
        QueueConfig retried = new QueueConfig(Kind.LIFO, 1, 0, 0).with(QueueSetting.BACKOFF, 255);
        assertThat(new QueueRecord(retried, true, false, false, true, 1, 2).encode())
                .isEqualTo(bytes("03 11 0000000000000001 0000000000000002 03"
                        + " 00 0000000000000001 01 0000000000000001 05 00000000000000ff"));
    }

    @Test
    void aSettingOfANewerServerIsRefused() {
        byte[] record = bytes("03 01 0000000000000000 0000000000000000 01 7f 0000000000000001");
        assertThatThrownBy(() -> QueueRecord.decode(record))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("the journal has a queue with the setting number 127 ");
    }

    @Test
    void thePositionsOfSettingsStay() {
        assertThat(Stream.of(QueueSetting.values()).map(QueueSetting::name).limit(10))
                .containsExactly(
                        "KIND",
                        "MAXSIZE",
                        "LEASE",
                        "ATTEMPTS",
                        "DETACHED",
                        "BACKOFF",
                        "MAXBACKOFF",
                        "CONCURRENCY",
                        "RATE",
                        "PER");
    }

    @Test
    void theLayoutOfADetachedPermitIsThatOfVersion1() {
        PermitRecord lock = new PermitRecord(PermitRecord.Kind.LOCK, "l", 1, 1, 1_700_000_000_000L, 60_000);
        assertThat(lock.encode()).isEqualTo(bytes("01 00 00000001 0000018bcfe56800 000000000000ea60 0001 6c"));
        PermitRecord permit = new PermitRecord(PermitRecord.Kind.SEMAPHORE, "\u00e9", 7, 1, 1, 2);
        assertThat(permit.encode()).isEqualTo(bytes("01 01 00000007 0000000000000001 0000000000000002 0002 c3a9"));
        assertThat(PermitRecord.decode(lock.encode())).isEqualTo(lock);
        assertThat(PermitRecord.decode(permit.encode())).isEqualTo(permit);
        PermitRecord three = new PermitRecord(PermitRecord.Kind.SEMAPHORE, "s", 7, 3, 1, 2);
        assertThat(three.encode())
                .isEqualTo(bytes("02 01 00000007 00000003 0000000000000001 0000000000000002 0001 73"));
        assertThat(PermitRecord.decode(three.encode())).isEqualTo(three);
        assertThat(Keys.permit(258)).isEqualTo(bytes("50 0000000000000102"));
    }

    @Test
    void anEventIsAVersionAndANumberAVersionAndAMark() {
        MapJournal journal = new MapJournal();
        TurnLog turnLog = new TurnLog();
        new JournaledEventStore(turnLog, journal).set("e", () -> {});
        journal.write(turnLog.take().changes());
        assertThat(journal.get(bytes("45 65"))).isEqualTo(bytes("01"));
        Numbers ids = Numbers.itemIds(journal);
        assertThat(ids.getAsLong()).isOne();
        ids.close();
        assertThat(journal.get("Nitems".getBytes(StandardCharsets.UTF_8))).isEqualTo(bytes("01 0000000000000001"));
    }

    @Test
    void theKeysAreALetterAndAnIdOrAName() {
        assertThat(Keys.item(258)).isEqualTo(bytes("49 0000000000000102 00"));
        assertThat(Keys.state(258)).isEqualTo(bytes("49 0000000000000102 01"));
        assertThat(Keys.result(258)).isEqualTo(bytes("52 0000000000000102"));
        assertThat(Keys.queue("qé")).isEqualTo(bytes("51 71 c3a9"));
        assertThat(Keys.event("qé")).isEqualTo(bytes("45 71 c3a9"));
        assertThat(Keys.numbers("tokens")).isEqualTo(bytes("4e 746f6b656e73"));
        assertThat(Keys.name(Keys.queue(LONG_NAME))).isEqualTo(LONG_NAME);
        assertThat(Keys.id(Keys.state(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Keys.id(Keys.result(1))).isOne();
        assertThat(Keys.isState(Keys.state(1))).isTrue();
        assertThat(Keys.isState(Keys.item(1))).isFalse();
    }

    @Test
    void itemsStandInTheOrderOfTheirIdsEachBeforeWhereItStands() {
        List<byte[]> keys = new ArrayList<>();
        for (long id : new long[] {1, 127, 128, 255, 256, 1L << 31, 1L << 53, Long.MAX_VALUE}) {
            keys.add(Keys.item(id));
            keys.add(Keys.state(id));
            keys.add(Keys.trace(id));
        }
        assertThat(keys).isSortedAccordingTo(Arrays::compareUnsigned);
    }

    // ---- of another server

    private static final String REFUSED = "the journal has a record of version 2 and this server reads 1, "
            + "a newer server wrote it: start that one again, or restore a backup that was made before the upgrade";

    static Stream<Function<byte[], Object>> decoders() {
        return Stream.of(
                ItemRecord::decode,
                ItemStateRecord::decode,
                ResultRecord::decode,
                QueueRecord::decode,
                TraceRecord::decode,
                PermitRecord::decode);
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aRecordOfAnotherVersionIsRefusedInOneLine(Function<byte[], Object> decoder) {
        byte[] record = new byte[100];
        record[0] = 5;
        assertThatThrownBy(() -> decoder.apply(record))
                .isInstanceOf(JournalException.class)
                .hasMessageMatching(
                        "the journal has a record of version 5 and this server reads 1( and 2| to 3| to 4)?, "
                                + "a newer server wrote it: start that one again, or restore a backup that was made before the upgrade");
    }

    static Stream<Function<byte[], Object>> decodersOfFlags() {
        return Stream.of(ItemRecord::decode, ItemStateRecord::decode, QueueRecord::decode, TraceRecord::decode);
    }

    @ParameterizedTest
    @MethodSource("decodersOfFlags")
    void aFlagThatIsNotKnownIsRefusedInOneLine(Function<byte[], Object> decoder) {
        byte[] record = new byte[100];
        record[0] = 1;
        record[1] = 1 << 4;
        assertThatThrownBy(() -> decoder.apply(record))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("the journal has a record with flags 16 and this server knows ");
    }

    @Test
    void anEventAndANumberOfAnotherVersionAreRefusedToo() {
        MapJournal journal = new MapJournal();
        journal.write(
                new JournalBatch().put(Keys.event("e"), new byte[] {2}).put(Keys.numbers("items"), new byte[] {2, 0}));
        assertThatThrownBy(() -> JournaledEventStore.read(journal)).hasMessage(REFUSED);
        assertThatThrownBy(() -> Numbers.itemIds(journal)).hasMessage(REFUSED);
    }
}
