package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient.Failure;
import dev.tutti.RespClient.Null;
import dev.tutti.journal.SmallDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server on a small disk that gets full, and has room again, where the machine lets a test mount one. */
@Timeout(60)
class FullDiskIT {

    private static final int DISK_MEBIBYTES = 32;
    private static final int BALLAST_BYTES = 12 << 20;
    private static final int ITEM_BYTES = 20_000;

    @Order(1)
    @RegisterExtension
    private final SmallDisk disk = SmallDisk.of(DISK_MEBIBYTES);

    @Order(2)
    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual()
            .producer("journal", disk.path().resolve("journal").toString())
            .producer("reserve", "2MiB");

    private final Random random = Seeds.random(1);
    private RespClient client;
    /** Those that were acknowledged, and are not finished. */
    private final List<Long> ids = new ArrayList<>();
    /** The one whose end was refused. */
    private long unsure;

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    private void restart() throws Exception {
        server.restart(StopMode.GRACEFUL);
        connect();
    }

    private Object put() {
        StringBuilder item = new StringBuilder();
        random.ints(ITEM_BYTES, ' ' + 1, 127).forEach(item::appendCodePoint);
        Object reply = client.ask("QUEUE PUT q " + item);
        if (reply instanceof Long id) {
            ids.add(id);
        }
        return reply;
    }

    private String putUntilItIsRefused() {
        Object reply = put();
        while (reply instanceof Long) {
            reply = put();
        }
        return ((Failure) reply).text();
    }

    private long get() {
        return (Long) client.list("QUEUE GET q TIMEOUT 0").get(0);
    }

    private Object doneNext() {
        long id = get();
        Object reply = client.ask("QUEUE DONE q " + id);
        ids.remove(id);
        if (!reply.equals("OK")) {
            unsure = id;
        }
        return reply;
    }

    private void assertFull(String... commands) {
        for (String command : commands) {
            assertThat(client.refusal(command)).startsWith("FULL ");
        }
    }

    private void assertState(String state) {
        assertThat(client.ask("INFO persistence").toString().lines()).contains("journal_state:" + state);
    }

    private List<Long> ready() {
        List<Long> ready = new ArrayList<>();
        for (Object item : client.list("QUEUE PEEK q COUNT 1000")) {
            ready.add((Long) ((List<?>) item).get(0));
        }
        return ready;
    }

    @Test
    void whatIsThereIsServedAndNothingNewTakenUntilThereIsRoomAgain() throws Exception {
        client.ask("EVENT SET event");
        disk.take(BALLAST_BYTES);
        assertState("ok");
        assertThat(putUntilItIsRefused()).isEqualTo("FULL the disk of the journal is nearly full (producer.reserve)");
        assertState("low");
        assertThat(client.ask("PING")).isEqualTo("PONG");
        assertFull("QUEUE PUT q a", "SUBMIT q a", "QUEUE CREATE other", "EVENT SET other");
        for (int i = 0; i < 20; i++) {
            assertThat(doneNext()).isEqualTo("OK");
        }
        assertThat(client.ask("QUEUE RELEASE q " + get())).isEqualTo("OK");
        assertThat(client.ask("EVENT CLEAR event")).isEqualTo("OK");
        assertThat(client.ask("EVENT SET event")).isInstanceOf(Failure.class);
        // It is not journaled.
        assertThat(client.ask("RUN upper hello")).isEqualTo("HELLO");
        disk.makeRoom();
        Await.until("it takes items again", () -> put() instanceof Long);
        assertState("ok");
        assertThat(client.ask("PING")).isEqualTo("PONG");
        restart();
        assertThat(ready()).isEqualTo(ids);
        assertThat(client.integer("EVENT IS_SET event")).isZero();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestartThoughTheLastByteWasTaken() throws Exception {
        client.ask("EVENT SET event");
        disk.take(BALLAST_BYTES);
        putUntilItIsRefused();
        long held = get();
        Object refusal = doneUntilItIsRefused();
        assertThat(((Failure) refusal).text()).startsWith("FULL ").contains("No space left on device");
        assertState("failed");
        assertFull("PING", "QUEUE PUT q a", "SUBMIT q a", "QUEUE DONE q " + held, "QUEUE RELEASE q " + held);
        assertFull("QUEUE PURGE q", "QUEUE SHUTDOWN q", "QUEUE DELETE q", "EVENT CLEAR event");
        assertThat(client.list("QUEUE GET q TIMEOUT 0")).hasSize(3);
        assertThat(client.ask("RUN upper hello")).isEqualTo("HELLO");
        // Room does not help: what it has not written is not known.
        disk.makeRoom();
        assertFull("QUEUE PUT q a", "QUEUE DONE q " + held, "EVENT CLEAR event");
        restart();
        assertState("ok");
        assertThat(ready()).filteredOn(id -> id != unsure).isEqualTo(ids);
        assertThat(client.integer("EVENT IS_SET event")).isEqualTo(1);
        assertThat(put()).isInstanceOf(Long.class);
    }

    /** What the journal deletes meanwhile is taken, too. */
    private Object doneUntilItIsRefused() throws IOException {
        Object reply = "OK";
        while (reply.equals("OK")) {
            disk.takeAll();
            reply = doneNext();
        }
        return reply;
    }

    @Test
    void itStartsOnAFullDiskAndServesWhatIsThere() throws Exception {
        disk.take(BALLAST_BYTES);
        putUntilItIsRefused();
        server.stop();
        disk.takeAll();
        restart();
        assertState("low");
        assertThat(ready()).isEqualTo(ids);
        assertFull("QUEUE PUT q a");
        for (int i = 0; i < 20; i++) {
            assertThat(doneNext()).isEqualTo("OK");
        }
        disk.makeRoom();
        Await.until("it takes items again", () -> put() instanceof Long);
        restart();
        assertThat(ready()).isEqualTo(ids);
        assertThat(client.ask("QUEUE GET nothing TIMEOUT 0")).isEqualTo(Null.ARRAY);
    }
}
