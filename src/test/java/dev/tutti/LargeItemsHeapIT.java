package dev.tutti;

import static dev.tutti.LargeItemsServer.RECORDS;
import static dev.tutti.LargeItemsServer.assertLives;
import static dev.tutti.LargeItemsServer.fill;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal of few large records, which may need more than the heap although a look at every thousandth is too late.
 * {@link LongLargeItemsHeapIT} has each kind of record by itself.
 */
@Timeout(120)
class LargeItemsHeapIT {

    @TempDir
    private Path directory;

    private LargeItemsServer server;

    @BeforeEach
    void begin() {
        server = new LargeItemsServer(directory);
    }

    @AfterEach
    void end() {
        server.kill();
    }

    @Test
    void delayedItemsAndResultsGetTheLineThatSaysWhichHeapIsEnough() throws Exception {
        try (RespClient client = server.startToFill()) {
            client.ask("QUEUE PUT ready x");
            fill(client, "QUEUE PUT q # DELAY 86400000", RECORDS / 2);
            for (int i = 0; i < RECORDS / 2; i++) {
                client.ask("SUBMIT jobs x TTL 86400000");
                fill(client, "QUEUE DONE jobs " + client.list("QUEUE GET jobs").get(0) + " #", 1);
            }
        }
        server.stop();
        server.assertIsAdvisedOfTheHeap();
    }

    @Test
    void readyAndDeadItemsStayOnTheDisk() throws Exception {
        try (RespClient client = server.startToFill()) {
            client.ask("QUEUE CREATE line MAXSIZE 0");
            client.ask("QUEUE CREATE priority MAXSIZE 0 KIND priority");
            client.ask("QUEUE CREATE fair MAXSIZE 0 KIND fair");
            client.ask("QUEUE CREATE once MAXSIZE 0 ATTEMPTS 1");
            client.ask("QUEUE PUT ready x");
            fill(client, "QUEUE PUT line #", 300);
            fill(client, "QUEUE PUT priority # PRIORITY @", 300);
            fill(client, "QUEUE PUT fair # GROUP g@", 300);
            for (int i = 0; i < 300; i++) {
                fill(client, "QUEUE PUT once #", 1);
                fill(client, "QUEUE FAIL once " + client.list("QUEUE GET once").get(0) + " #", 1);
            }
        }
        server.stop();
        try (RespClient client = server.start(LargeItemsServer.SMALL_HEAP)) {
            assertLives(client);
            for (String queue : List.of("line", "priority", "fair", "once.dead")) {
                List<Object> item = client.list("QUEUE GET " + queue);
                assertThat(item.get(1).toString()).hasSize(LargeItemsServer.BYTES);
                assertThat(client.ask("QUEUE DONE " + queue + " " + item.get(0)))
                        .isEqualTo("OK");
            }
        }
        server.stop();
    }
}
