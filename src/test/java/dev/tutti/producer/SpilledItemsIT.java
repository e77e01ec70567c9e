package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A queue that is longer than memory has room for: nobody notices, unless the disk fails. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(120)
class SpilledItemsIT {

    private static final int ITEMS = 6_000;
    private static final int PIPELINED = 500;
    private static final String LONG = "-" + "x".repeat(400);
    private static final String UNREADABLE = "ERR items could not be read from the journal: ";

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    /** The numbers of the items that were got, in order. */
    private final List<Integer> got = new ArrayList<>();

    SpilledItemsIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops)
                .journaled()
                .server("maxItemSize", "64KiB")
                .producer("maxMemory", "1MiB");
    }

    /** Queue a gets more items than memory has room for. Queue b has another owner where there are two. */
    @BeforeEach
    void fillTheQueue() {
        client = server.connect();
        for (int first = 0; first < ITEMS; first += PIPELINED) {
            for (int i = 0; i < PIPELINED; i++) {
                client.tell("QUEUE PUT a " + (first + i) + LONG);
            }
            assertThat(client.read(PIPELINED)).allMatch(Long.class::isInstance);
        }
    }

    private static int number(Object delivery) {
        String body = (String) ((List<?>) delivery).get(1);
        return Integer.parseInt(body.substring(0, body.indexOf('-')));
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** Adds these items, and finishes them, since items in flight take memory. */
    private void got(String queue, List<?> deliveries) {
        deliveries.forEach(delivery -> {
            got.add(number(delivery));
            client.tell("QUEUE DONE " + queue + " " + ((List<?>) delivery).get(0));
        });
        assertThat(client.read(deliveries.size())).allMatch("OK"::equals);
    }

    @Test
    void allAreGotInTheirOrderWhateverTheCommand() {
        assertThat(client.integer("CANCEL a " + ITEMS)).isEqualTo(1);
        assertThat(client.list("QUEUE PEEK a COUNT 1000").stream().map(SpilledItemsIT::number))
                .isEqualTo(range(0, 1000));
        while (server.stat("a", "size") > 0) {
            got("a", List.of(client.list("QUEUE GET a")));
            got("a", client.list("QUEUE GET a COUNT 97"));
            if (server.stat("a", "size") > 200) {
                client.tell("MULTI");
                client.tell("QUEUE GET a TIMEOUT 0");
                client.tell("QUEUE GET a COUNT 150");
                client.tell("EXEC");
                List<?> replies = (List<?>) client.read(4).get(3);
                got("a", List.of(replies.get(0)));
                got("a", (List<?>) replies.get(1));
            }
        }
        assertThat(got).isEqualTo(range(0, ITEMS - 1));
        assertThat(server.stat("a", "inflight")).isZero();
    }

    @Test
    void allMoveInTheirOrder() {
        assertThat(client.integer("QUEUE MOVE a b")).isEqualTo(ITEMS);
        while (server.stat("b", "size") > 0) {
            got("b", client.list("QUEUE GET b COUNT 1000"));
        }
        assertThat(got).isEqualTo(range(0, ITEMS));
    }

    @Test
    void aDamagedDiskFailsTheCommandsThatNeedItAndNoOther() throws Exception {
        server.restart(StopMode.GRACEFUL);
        client = server.connect();
        Map<Path, byte[]> tables = damageTables();
        String refusal = client.refusal("QUEUE GET a COUNT 5000");
        assertThat(refusal).startsWith(UNREADABLE).contains("block checksum mismatch");
        assertThat(server.stat("a", "inflight")).isZero();
        assertThat(server.stat("a", "size")).isEqualTo(ITEMS);
        assertThat(client.refusal("QUEUE PEEK a COUNT 5000")).startsWith(UNREADABLE);
        Await.until("the bodies that could be read are dropped", () -> client.ask("QUEUE PUT c x") instanceof Long);
        assertThat(client.list("QUEUE GET c")).contains("x");
        assertThat((String) client.ask("INFO persistence"))
                .contains("journal_state:ok")
                .contains("journal_trouble:items of queue a could not be read: block checksum mismatch")
                .doesNotContain("journal_read_errors:0");
        for (Map.Entry<Path, byte[]> table : tables.entrySet()) {
            Files.write(table.getKey(), table.getValue(), StandardOpenOption.WRITE);
        }
        while (server.stat("a", "size") > 0) {
            got("a", client.list("QUEUE GET a COUNT 1000"));
        }
        assertThat(got).isEqualTo(range(0, ITEMS));
    }

    /** Overwrites the second half of each table, but for its end. Returns what was there. */
    private Map<Path, byte[]> damageTables() throws IOException {
        Map<Path, byte[]> tables = new HashMap<>();
        try (Stream<Path> files = Files.walk(server.journal())) {
            for (Path table :
                    files.filter(file -> file.toString().endsWith(".sst")).toList()) {
                byte[] content = Files.readAllBytes(table);
                tables.put(table, content.clone());
                int end = content.length * 3 / 4;
                Arrays.fill(content, content.length / 2, end, (byte) 7);
                Files.write(table, content, StandardOpenOption.WRITE);
            }
        }
        assertThat(tables).isNotEmpty();
        return tables;
    }
}
