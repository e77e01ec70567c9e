package dev.tutti.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import dev.tutti.config.ProducerConfig.Sync;
import dev.tutti.journal.JournalBatch;
import dev.tutti.journal.JournalCopy;
import dev.tutti.journal.RocksJournal;
import dev.tutti.log.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes the journals that are kept as resources of the tests, one of each version of the records, for all later servers
 * to read. To be run once, when a version is new, with the file to write: then the file stays as it is, and so does what
 * {@code StoredJournalIT} finds in it.
 *
 * <pre>
 *   mvn test-compile
 *   java -cp target/classes:target/test-classes:… dev.tutti.persistence.StoredJournal src/test/resources/journal-v1.zip
 * </pre>
 */
public final class StoredJournal {

    /** What is to be due, or to be forgotten, is that when no test runs any more. */
    private static final long FAR = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

    private static final long RESERVE_BYTES = 1 << 20;
    /** A server makes these anew, or has no use for them. */
    private static final Pattern NOT_KEPT = Pattern.compile("reserve|lock|LOCK|LOG.*|OPTIONS.*");

    private StoredJournal() {}

    public static void main(String[] args) throws Exception {
        Path journal = Files.createTempDirectory("stored-journal");
        try {
            make(journal);
            putOff(journal);
            zip(journal, Path.of(args[0]));
        } finally {
            JournalCopy.delete(journal);
        }
    }

    /** Unpacks one of them. */
    static void unpack(String resource, Path to) throws IOException {
        try (InputStream file = StoredJournal.class.getResourceAsStream(resource);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = to.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                Files.copy(zip, path);
            }
        }
    }

    private static void zip(Path journal, Path to) throws IOException {
        try (OutputStream file = Files.newOutputStream(to);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(journal)) {
            for (Path path : (Iterable<Path>) all.sorted()::iterator) {
                String name = path.getFileName().toString();
                if (Files.isRegularFile(path) && !NOT_KEPT.matcher(name).matches()) {
                    zip.putNextEntry(new ZipEntry(journal.relativize(path).toString()));
                    Files.copy(path, zip);
                }
            }
        }
    }

    // ---- what is in it

    /** A server is killed that has something of every kind, partly in table files, partly in the log. */
    private static void make(Path journal) throws Exception {
        TuttiServer server = TuttiServer.bare().journaled();
        server.beforeEach(null);
        try {
            RespClient client = server.connect();
            inTables(client);
            queues(client);
            ends(client);
            tasks(client);
            for (String event : List.of("set", "cleared", "\u00e4rger")) {
                client.ask("EVENT SET " + event);
            }
            client.ask("EVENT CLEAR cleared");
            client.ask("LOCK ACQUIRE lock");
            JournalCopy.of(server.journal(), journal);
        } finally {
            server.afterEach(null);
        }
    }

    /** More than stays in memory. */
    private static void inTables(RespClient client) {
        IntStream.range(0, 200).forEach(i -> client.ask("QUEUE PUT large " + i + "-" + "x".repeat(3000)));
        IntStream.range(0, 197).forEach(i -> end(client, "large", "QUEUE DONE large %d"));
    }

    /** The next item of a queue ends so. */
    private static void end(RespClient client, String queue, String command) {
        Object id = client.list("QUEUE GET " + queue + " TIMEOUT 0").get(0);
        client.ask(String.format(command, id));
    }

    private static void queues(RespClient client) {
        Stream.of("front", "in-flight", "moved", "last").forEach(body -> client.ask("QUEUE PUT plain " + body));
        long front = (Long) client.list("QUEUE GET plain").get(0);
        client.ask("QUEUE GET plain");
        client.ask("QUEUE RELEASE plain " + front);
        client.ask("QUEUE GET plain");
        client.ask("QUEUE MOVE plain plain COUNT 1");
        client.ask("QUEUE RELEASE plain " + front);
        client.ask("QUEUE CREATE ranked KIND priority MAXSIZE 50 LEASE 60000 ATTEMPTS 4");
        client.ask("QUEUE PUT ranked late PRIORITY 7");
        client.ask("QUEUE PUT ranked early PRIORITY -7");
        end(client, "ranked", "QUEUE FAIL ranked %d");
        client.ask("QUEUE CREATE stack KIND lifo");
        client.ask("QUEUE PUT stack first");
        client.ask("QUEUE PUT stack second");
        client.ask("QUEUE PUT delayed new DELAY 31536000000");
        client.ask("QUEUE PUT delayed released");
        end(client, "delayed", "QUEUE RELEASE delayed %d DELAY 31536000000");
        client.ask("QUEUE".getBytes(), "PUT".getBytes(), "\u00e4rger".getBytes(UTF_8), new byte[0]);
    }

    private static void ends(RespClient client) {
        client.ask("QUEUE PUT failing dead");
        end(client, "failing", "QUEUE FAIL failing %d why");
        client.ask("QUEUE PUT draining left");
        client.ask("QUEUE SHUTDOWN draining");
        client.ask("QUEUE PUT closed dropped");
        client.ask("QUEUE SHUTDOWN closed IMMEDIATE");
        client.ask("QUEUE CREATE deleted");
        client.ask("QUEUE DELETE deleted");
    }

    private static void tasks(RespClient client) {
        client.ask("SUBMIT tasks done TTL 31536000000");
        end(client, "tasks", "QUEUE DONE tasks %d result");
        client.ask("SUBMIT tasks failed TTL 31536000000");
        end(client, "tasks", "QUEUE FAIL tasks %d why");
        client.ask("CANCEL tasks " + client.ask("SUBMIT tasks cancelled TTL 31536000000"));
        client.ask("SUBMIT tasks waiting TTL 86400000");
    }

    /** Delays and results are not over in this century. */
    private static void putOff(Path directory) {
        try (RocksJournal journal = RocksJournal.open(directory, Sync.ALWAYS, RESERVE_BYTES, false, new EventLog())) {
            JournalBatch changes = new JournalBatch();
            journal.read(Keys.ITEMS, (key, value) -> {
                byte[] later = Keys.isState(key) ? state(value) : item(value);
                if (!Arrays.equals(later, value)) {
                    changes.put(key, later);
                }
            });
            journal.read(Keys.RESULTS, (key, value) -> {
                ResultRecord result = ResultRecord.decode(value);
                changes.put(
                        key,
                        new ResultRecord(result.queue(), FAR, ResultRecord.UNKNOWN, result.outcome(), result.bytes())
                                .encode());
            });
            journal.write(changes);
        }
    }

    private static byte[] item(byte[] value) {
        ItemRecord item = ItemRecord.decode(value);
        return new ItemRecord(item.queue(), item.priority(), item.ttl(), putOff(item.due()), item.body()).encode();
    }

    private static byte[] state(byte[] value) {
        ItemStateRecord state = ItemStateRecord.decode(value);
        return new ItemStateRecord(
                        state.queue(), state.order(), state.attempts(), state.inFlight(), putOff(state.due()))
                .encode();
    }

    private static long putOff(long due) {
        return due == Fields.NEVER ? due : FAR;
    }
}
