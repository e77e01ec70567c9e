package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.Seeds;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of one connection for several owners: three of each kind, on three event loops or all on one, with a journal. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
@Timeout(60)
class SeveralOwnersIT {

    @RegisterExtension
    private final TuttiServer server;

    SeveralOwnersIT(int eventLoops) {
        server = TuttiServer.usual()
                .server("instances", 3)
                .producer("instances", 3)
                .eventLoops(eventLoops)
                .journaled();
    }

    /** Far more replies than one packet carries. */
    @Test
    void areAnsweredInTheirOrder() {
        RespClient client = server.connect();
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            batch.append("QUEUE PUT q").append(i % 7).append(" x\nQUEUE SIZE q").append(i % 7);
            batch.append("\nLOCK LOCKED l")
                    .append(i % 5)
                    .append("\nECHO ")
                    .append(i)
                    .append('\n');
        }
        client.send(batch.toString());
        for (int i = 0; i < 1000; i++) {
            List<Object> replies = client.read(4);
            assertThat(replies.subList(1, 4)).isEqualTo(List.<Object>of(1L + i / 7, 0L, String.valueOf(i)));
        }
    }

    @Test
    void whatIsAnsweredComesThoughTheNextOneWaits() {
        RespClient client = server.connect();
        RespClient other = server.connect();
        List<Object> sizes = new ArrayList<>();
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            batch.append("QUEUE SIZE q").append(i).append('\n');
            sizes.add(0L);
        }
        for (int i = 0; i < 7; i++) {
            client.send(batch + "QUEUE GET w" + i + "\n");
            assertThat(client.read(7)).isEqualTo(sizes);
            other.integer("QUEUE PUT w" + i + " x");
            assertThat((List<?>) client.read()).element(1).isEqualTo("x");
        }
    }

    @Test
    void everythingIsGatheredFromThem() {
        RespClient client = server.connect();
        String pairs = IntStream.range(0, 20)
                .mapToObj(i -> (i % 2 == 0 ? " echo " : " upper ") + "a" + i)
                .reduce("", String::concat);
        List<Object> results = client.list("GATHER" + pairs);
        assertThat(results).hasSize(20).startsWith("a0", "A1", "a2").endsWith("a18", "A19");
    }

    @Test
    void infoHasTheTotalsOfAllOwnersAlsoOfQueuesThatAreGone() {
        RespClient client = server.connect();
        for (int i = 0; i < 7; i++) {
            client.integer("QUEUE PUT deleted" + i + " x");
            client.ask("QUEUE DELETE deleted" + i);
            client.integer("SUBMIT echo x KEY " + i);
            assertThat(client.ask("RUN upper a")).isEqualTo("A");
            client.integer("QUEUE PUT kept" + i + " x");
        }
        server.awaitStat("echo", "done", 7);
        assertThat((String) client.ask("INFO stats"))
                .contains("total_items_put:28\r\ntotal_items_done:14\r\ntotal_items_failed:0\r\n")
                .endsWith("unfinished_items:7\r\nkept_results:7\r\n");
    }

    @Test
    void whatAClosedConnectionHadComesBackFromEach() {
        RespClient client = server.connect();
        RespClient other = server.connect();
        LongStream.range(0, 7).forEach(i -> client.integer("QUEUE PUT q" + i + " x"));
        LongStream.range(0, 7).forEach(i -> client.list("QUEUE GET q" + i));
        client.close();
        for (int i = 0; i < 7; i++) {
            assertThat(other.list("QUEUE GET q" + i)).element(2).isEqualTo(2L);
        }
    }

    @Test
    void aTransactionOfQueuesEventsAndLocksOfAllOwnersRunsInOrder() {
        RespClient client = server.connect();
        client.send("MULTI\r\nQUEUE PUT a x\r\nLOCK ACQUIRE a\r\nEVENT SET b\r\nQUEUE PUT b y\r\nLOCK ACQUIRE kept\r\n"
                + "QUEUE GET a\r\nQUEUE SIZE b\r\nEVENT IS_SET b\r\nLOCK ACQUIRE a\r\nEXEC\r\n");
        List<?> replies = (List<?>) client.read(11).get(10);
        assertThat(replies).hasSize(9);
        assertThat((Long) replies.get(4)).as("the token of a later run").isGreaterThan((Long) replies.get(1));
        assertThat(replies.get(2)).isEqualTo("OK");
        assertThat(replies.subList(5, 9))
                .isEqualTo(List.of(List.of(replies.get(0), "x", 1L), 1L, 1L, RespClient.Null.BULK));
    }

    /** The connections close in the middle of MULTI, of EXEC, or of the replies. */
    @Test
    void connectionsThatCloseInTransactionsLeaveWholeRunsAndHoldNothing() {
        RespClient other = server.connect();
        Random random = Seeds.random();
        TransactionHistory history = new TransactionHistory();
        TransactionClient.NAMES.forEach(name -> other.integer("QUEUE PUT " + name + " item"));
        for (int round = 0; round < 100; round++) {
            RespClient hasty = server.connect();
            long id = hasty.id();
            String transaction = transaction(history, round, random);
            boolean isWhole = random.nextBoolean();
            hasty.send(isWhole ? transaction : transaction.substring(0, random.nextInt(transaction.length())));
            hasty.read(isWhole ? random.nextInt(14) : 0);
            if (random.nextBoolean()) {
                hasty.abort();
            } else {
                hasty.close();
            }
            server.awaitGone(id);
            for (String name : TransactionClient.NAMES) {
                assertThat(other.ask("LOCK ACQUIRE " + name)).isInstanceOf(Long.class);
                List<Object> item = other.list("QUEUE GET " + name);
                assertThat(other.ask("QUEUE RELEASE " + name + " " + item.get(0)))
                        .isEqualTo("OK");
                assertThat(other.ask("LOCK RELEASE " + name)).isEqualTo("OK");
            }
        }
        List<String> marks = new ArrayList<>();
        for (String name : TransactionClient.NAMES) {
            String queue = TransactionHistory.marksOf(name);
            other.list("QUEUE PEEK " + queue + " COUNT 10000")
                    .forEach(mark -> marks.add(queue + " " + ((List<?>) mark).get(1)));
        }
        history.check(marks);
        assertThat(marks).isNotEmpty();
    }

    /** A run for each of some owners, each of which takes a lock and an item. */
    private static String transaction(TransactionHistory history, int round, Random random) {
        StringBuilder batch = new StringBuilder("MULTI\r\n");
        List<String> runs = new ArrayList<>();
        List<String> names = new ArrayList<>(TransactionClient.NAMES);
        Collections.shuffle(names, random);
        for (String name : names) {
            String queue = TransactionHistory.marksOf(name);
            String mark = "QUEUE PUT " + queue + " " + TransactionHistory.mark(round, runs.size()) + "\r\n";
            batch.append(mark)
                    .append("LOCK ACQUIRE ")
                    .append(name)
                    .append("\r\nQUEUE GET ")
                    .append(name);
            batch.append("\r\n").append(mark);
            runs.add(queue);
        }
        history.executing(round, runs);
        return batch.append("EXEC\r\n").toString();
    }
}
