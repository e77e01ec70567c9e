package dev.tutti;

import static dev.tutti.LargeItemsServer.RECORDS;
import static dev.tutti.LargeItemsServer.fill;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of record in a journal of few large ones, as {@link LargeItemsHeapIT} has them together. */
@Tag("long")
@Timeout(120)
class LongLargeItemsHeapIT {

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUEUE PUT q # DELAY 86400000",
                "QUEUE PUT q # KEY k@",
                "QUEUE PUT q # EXPIRES 86400000",
                "SUBMIT q #",
                "SCHEDULE SET s@ q # EVERY 86400000",
            })
    void whatStaysInMemoryGetsTheLineThatSaysWhichHeapIsEnough(String command) throws Exception {
        try (RespClient client = server.startToFill()) {
            client.ask("QUEUE CREATE q MAXSIZE 0");
            client.ask("QUEUE PUT ready x");
            fill(client, command, RECORDS);
        }
        server.stop();
        server.assertIsAdvisedOfTheHeap();
    }

    @Test
    void delayedItemsOfPriorityAndFairQueuesGetTheLine() throws Exception {
        try (RespClient client = server.startToFill()) {
            client.ask("QUEUE CREATE priority MAXSIZE 0 KIND priority");
            client.ask("QUEUE CREATE fair MAXSIZE 0 KIND fair");
            client.ask("QUEUE PUT ready x");
            fill(client, "QUEUE PUT priority # PRIORITY @ DELAY 86400000", RECORDS / 2);
            fill(client, "QUEUE PUT fair # GROUP g@ DELAY 86400000", RECORDS / 2);
        }
        server.stop();
        server.assertIsAdvisedOfTheHeap();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE DONE q", "QUEUE FAIL q"})
    void resultsAndFailuresGetTheLine(String end) throws Exception {
        try (RespClient client = server.startToFill()) {
            client.ask("QUEUE CREATE q ATTEMPTS 1");
            client.ask("QUEUE PUT ready x");
            for (int i = 0; i < RECORDS; i++) {
                client.ask("SUBMIT q x TTL 86400000");
                fill(client, end + " " + client.list("QUEUE GET q").get(0) + " #", 1);
            }
        }
        server.stop();
        server.assertIsAdvisedOfTheHeap();
    }

    @Test
    void itemsOnDetachedLeasesGetTheLine() throws Exception {
        try (RespClient client = server.startToFill()) {
            client.ask("QUEUE CREATE q MAXSIZE 0");
            client.ask("QUEUE PUT ready x");
            for (int i = 0; i < RECORDS; i++) {
                fill(client, "QUEUE PUT q #", 1);
                client.list("QUEUE GET q LEASE 86400000 DETACHED");
            }
        }
        server.stop();
        server.assertIsAdvisedOfTheHeap();
    }
}
