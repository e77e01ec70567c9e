package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
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
}
