package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.journal.JournalBatch;
import dev.tutti.journal.JournalCopy;
import dev.tutti.journal.RocksJournal;
import dev.tutti.log.EventLog;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A journal that a server cannot start with, or not without being told to: what its user sees. */
@Timeout(60)
class JournalStartIT {

    /** So many that most are in table files. */
    private static final int MANY = 300;

    private static final int BYTES = 2000;

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare().journaled();

    @TempDir
    private Path directory;

    private Path journal;
    private RespClient client;
    private ServerProcess started;

    @BeforeEach
    void connect() throws IOException {
        journal = directory.toRealPath().resolve("journal");
        client = server.connect();
    }

    @AfterEach
    void killWhatWasStarted() throws InterruptedException {
        if (started != null) {
            started.kill();
            started.exitCode();
        }
    }

    private ServerProcess start(Path onJournal, boolean salvage) throws IOException {
        JsonObject producer = new JsonObject()
                .put("journal", onJournal.toString())
                .put("reserve", "1MiB")
                .put("salvage", salvage);
        JsonObject configuration =
                new JsonObject().put("server", new JsonObject().put("port", 0)).put("producer", producer);
        started = ServerProcess.startQuickly(directory, "--conf", configuration.encode());
        return started;
    }

    private void assertRefused(String line) throws Exception {
        assertRefused(journal, line);
    }

    private void assertRefused(Path onJournal, String line) throws Exception {
        ServerProcess process = start(onJournal, false);
        assertThat(process.errors()).singleElement().asString().matches(line);
        assertThat(process.exitCode()).isEqualTo(2);
    }

    /** Lets the server go on, and gives what a kill would leave of its journal. */
    private JournalCopy copyKilled() throws IOException {
        return JournalCopy.of(server.journal(), journal);
    }

    private List<Long> put(int items) {
        Random random = Seeds.random(1);
        return IntStream.range(0, items)
                .mapToLong(i -> client.integer("QUEUE PUT q "
                        + random.ints(BYTES, 'a', 'z')
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)))
                .boxed()
                .toList();
    }

    /** The ids of what a server has that starts with the journal. */
    private List<Long> found(boolean salvage) throws Exception {
        killWhatWasStarted();
        start(journal, salvage);
        List<Long> ids = new ArrayList<>();
        try (RespClient asking = new RespClient(started.port())) {
            for (Object item : asking.list("QUEUE PEEK q COUNT 1000")) {
                ids.add((Long) ((List<?>) item).get(0));
            }
        }
        return ids;
    }

    /** What the server has logged by the time that it listens. */
    private String log() {
        return String.join("\n", started.said());
    }

    @Test
    void oneThatAnotherServerUses() throws Exception {
        long id = client.integer("QUEUE PUT q a");
        assertRefused(
                server.journal(),
                "the journal " + server.journal()
                        + " is in use by another server, stop that one or name another directory");
        assertThat(client.list("QUEUE GET q").get(0)).isEqualTo(id);
    }

    @Test
    void oneThatIsNoDirectory() throws Exception {
        Files.writeString(journal, "something");
        assertRefused("the journal " + journal + " is not a directory, remove it or name another");
    }

    @Test
    void oneThatCannotBeWritten() throws Exception {
        assertRefused(
                Path.of("/proc/self/task"),
                "the journal /proc/\\S+ cannot be made or written: .*,"
                        + " give the server the right to write there or name another directory");
    }

    @Test
    void oneOfALaterServer() throws Exception {
        client.ask("EVENT SET event");
        copyKilled();
        try (RocksJournal later = RocksJournal.open(journal, Sync.ALWAYS, 1 << 20, false, new EventLog())) {
            later.write(new JournalBatch().put("Eevent".getBytes(), new byte[] {2}));
        }
        assertRefused(
                "the journal has a record of version 2 and this server reads 1, "
                        + "a newer server wrote it: start that one again, or restore a backup that was made before the upgrade");
    }

    @Test
    void oneWithDamageInTheMiddleOfItsLog() throws Exception {
        List<Long> ids = put(20);
        Path log = copyKilled().log();
        JournalCopy.flip(log, JournalCopy.endOfLog(journal) / 2);
        assertRefused("the journal " + journal + " is damaged: \\d+.log lacks \\d+ changes? in its middle;"
                + " restore it from a backup, or salvage what can be read of it by producer.salvage: true");
        List<Long> salvaged = found(true);
        assertThat(ids).containsAll(salvaged).hasSize(salvaged.size() + 1);
        assertThat(log())
                .contains("WARN")
                .contains("has been salvaged: 1 change at least could not be read; " + journal + "/db-1 is kept");
        // It is sound now, and stays so.
        assertThat(found(false)).isEqualTo(salvaged);
        assertThat(log()).doesNotContain("WARN", "ERROR", "salvage");
    }

    @Test
    void oneWithDamageInATable() throws Exception {
        List<Long> ids = put(MANY);
        Path table = copyKilled().table();
        JournalCopy.flip(table, Files.size(table) / 2);
        assertRefused("the journal " + journal + " is damaged: .*checksum mismatch.*\\.sst.*;"
                + " restore it from a backup, or salvage what can be read of it by producer.salvage: true");
        List<Long> salvaged = found(true);
        assertThat(ids).containsAll(salvaged);
        // A block has 16 KiB.
        assertThat(salvaged).hasSizeBetween(MANY - 12, MANY - 1).isSorted();
        assertThat(log()).containsPattern("has been salvaged: \\d+ changes at least could not be read");
    }

    @Test
    void oneWithATornEndIsNothingUnusualButItSaysWhatItCutsOff() throws Exception {
        List<Long> ids = put(20);
        Path log = copyKilled().log();
        JournalCopy.cut(log, JournalCopy.endOfLog(journal) - BYTES / 2);
        assertThat(found(false)).isEqualTo(ids.subList(0, 19));
        assertCutOff(log, "1\\d{3}");
        // Once.
        assertThat(found(false)).isEqualTo(ids.subList(0, 19));
        assertThat(log()).doesNotContain("WARN");
    }

    @Test
    void soIsOneWithRubbishBehindItsEnd() throws Exception {
        List<Long> ids = put(20);
        byte[] rubbish = new byte[5000];
        Seeds.random(2).nextBytes(rubbish);
        Path log = copyKilled().log();
        JournalCopy.cut(log, JournalCopy.endOfLog(journal));
        Files.write(log, rubbish, StandardOpenOption.APPEND);
        assertThat(found(false)).isEqualTo(ids);
        assertCutOff(log, "5000");
    }

    private void assertCutOff(Path log, String bytes) {
        assertThat(log().lines().filter(line -> line.contains(" WARN ")))
                .singleElement()
                .asString()
                .matches(".* WARN  LogRepair: " + log + " ends in " + bytes
                        + " bytes that are no whole change, which are cut"
                        + " off: a kill or a power cut leaves such an end, and with sync always nothing of it was"
                        + " acknowledged");
        assertThat(log()).doesNotContain("ERROR");
    }

    @Test
    void oneThatWasKilledHasRoomAtItsEndWhichIsNothingToSpeakOf() throws Exception {
        long id = client.integer("QUEUE PUT q small");
        Path log = copyKilled().log();
        assertThat(Files.size(log)).isGreaterThan(JournalCopy.endOfLog(journal));
        assertThat(found(false)).containsExactly(id);
        assertThat(log()).doesNotContain("WARN", "ERROR");
    }
}
