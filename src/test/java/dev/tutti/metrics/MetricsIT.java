package dev.tutti.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The metrics of a whole server. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class MetricsIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;

    MetricsIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).journaled().metrics();
    }

    @BeforeEach
    void connect() {
        client = server.connect();
    }

    private Scrape scrape() {
        return server.http().scrape();
    }

    private double value(String name) {
        return scrape().value(name);
    }

    @Test
    void namesAndTypesAreThoseOfPrometheus() {
        client.ask("PING");
        Await.until("the reply is counted", () -> scrape().types().containsKey("tutti_command_seconds"));
        Scrape scrape = scrape();
        Map<String, String> types = scrape.types();
        assertThat(types)
                .containsEntry("tutti_commands_total", "counter")
                .containsEntry("tutti_command_seconds", "histogram")
                .containsEntry("tutti_connections", "gauge");
        assertThat(types).allSatisfy((name, type) -> {
            assertThat(name).matches("[a-z][a-z0-9_]*");
            assertThat(type).isIn("counter", "gauge", "histogram", "summary");
            assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
        });
        Set<String> seen = scrape.names();
        assertThat(types.keySet())
                .as("names of types")
                .allSatisfy(name -> assertThat(seen)
                        .anyMatch(sample -> sample.equals(name)
                                || sample.startsWith(name) && sample.matches(".*_(bucket|count|sum|max)")));
    }

    @Test
    void everyCommandIsCountedUnderItsNameAndTimed() {
        client.ask("PING");
        client.ask("PING");
        client.ask("queue put q a");
        client.refusal("QUEUE PUT q");
        client.refusal("QUEUE FROB q");
        client.refusal("X".repeat(100));
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_commands_total{command=\"PING\"}")).isEqualTo(2);
        assertThat(scrape.value("tutti_commands_total{command=\"QUEUE PUT\"}")).isEqualTo(2);
        assertThat(scrape.value("tutti_commands_total{command=\"unknown\"}")).isEqualTo(2);
        assertThat(scrape.value("tutti_commands_total{command=\"LOCK ACQUIRE\"}"))
                .isZero();
        Await.until("the last reply is counted", () -> value("tutti_command_seconds_count{command=\"unknown\"}") == 2);
        assertThat(value("tutti_command_seconds_count{command=\"QUEUE PUT\"}")).isEqualTo(2);
        assertThat(value("tutti_command_seconds_sum{command=\"QUEUE PUT\"}")).isPositive();
        assertThat(value("tutti_command_seconds_bucket{command=\"QUEUE PUT\",le=\"+Inf\"}"))
                .isEqualTo(2);
    }

    @Test
    void aCommandThatWaitsIsTimedWhenItIsAnswered() {
        RespClient getter = server.connect();
        long id = getter.id();
        getter.tell("QUEUE GET q");
        server.awaitUnanswered(id, 1);
        Scrape before = scrape();
        assertThat(before.value("tutti_commands_total{command=\"QUEUE GET\"}")).isEqualTo(1);
        assertThat(before.value("tutti_command_seconds_count{command=\"QUEUE GET\"}"))
                .isZero();
        client.ask("QUEUE PUT q a");
        getter.read();
        Await.until("the reply is counted", () -> value("tutti_command_seconds_count{command=\"QUEUE GET\"}") == 1);
    }

    @Test
    void aCommandWhoseClientIsGoneIsNotTimed() {
        RespClient getter = server.connect();
        long id = getter.id();
        getter.tell("QUEUE GET q").tell("PING");
        server.awaitUnanswered(id, 2);
        getter.close();
        server.awaitGone(id);
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_commands_total{command=\"QUEUE GET\"}")).isEqualTo(1);
        assertThat(scrape.value("tutti_command_seconds_count{command=\"QUEUE GET\"}"))
                .isZero();
    }

    @Test
    void connectionsAndTheirMistakesAreCounted() {
        RespClient stranger = server.connect();
        stranger.send("POST / HTTP/1.1\r\n");
        assertThat(stranger.isAtEnd()).isTrue();
        client.refusal("AUTH admin wrong");
        Await.until("the stranger is gone", () -> value("tutti_connections") == 1);
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_connections_accepted_total")).isEqualTo(2);
        assertThat(scrape.value("tutti_connections_limit")).isPositive();
        assertThat(scrape.value("tutti_connections_rejected_total")).isZero();
        assertThat(scrape.value("tutti_protocol_errors_total")).isEqualTo(1);
        assertThat(scrape.value("tutti_password_failures_total")).isEqualTo(1);
    }

    @Test
    void memoryIsShownBesideItsLimits() {
        client.ask("QUEUE PUT q " + "x".repeat(10_000));
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_memory_used_bytes{content=\"items\"}")).isBetween(10_000.0, 20_000.0);
        for (String content : new String[] {"items", "commands", "replies"}) {
            String label = "{content=\"" + content + "\"}";
            assertThat(scrape.value("tutti_memory_limit_bytes" + label))
                    .isGreaterThan(scrape.value("tutti_memory_used_bytes" + label));
        }
    }

    @Test
    void itemsAreCounted() {
        client.ask("QUEUE CREATE q ATTEMPTS 2");
        client.ask("QUEUE PUT q a");
        client.ask("QUEUE PUT q b");
        client.ask("QUEUE PUT q c");
        long first = (Long) client.list("QUEUE GET q").get(0);
        client.ask("QUEUE DONE q " + first);
        long second = (Long) client.list("QUEUE GET q").get(0);
        client.ask("QUEUE FAIL q " + second);
        client.list("QUEUE GET q");
        client.ask("QUEUE FAIL q " + second);
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_items_put_total")).isEqualTo(4);
        assertThat(scrape.value("tutti_items_done_total")).isEqualTo(1);
        assertThat(scrape.value("tutti_items_retried_total")).isEqualTo(1);
        assertThat(scrape.value("tutti_items_dead_total")).isEqualTo(1);
        assertThat(scrape.value("tutti_items_unfinished")).isEqualTo(2);
    }

    @Test
    void queuesShowTheirItemsAndTotals() {
        client.ask("QUEUE CREATE q MAXSIZE 3 ATTEMPTS 2");
        client.ask("QUEUE PUT q a");
        client.ask("QUEUE PUT q b DELAY 3600000");
        client.ask("QUEUE PUT q c");
        long first = (Long) client.list("QUEUE GET q").get(0);
        client.ask("QUEUE FAIL q " + first);
        client.list("QUEUE GET q");
        client.ask("QUEUE FAIL q " + first);
        client.list("QUEUE GET q");
        client.ask("QUEUE PUT with\"quotes a");
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_queue_items{queue=\"q\",state=\"ready\"}"))
                .isZero();
        assertThat(scrape.value("tutti_queue_items{queue=\"q\",state=\"delayed\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("tutti_queue_items{queue=\"q\",state=\"in_flight\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("tutti_queue_items{queue=\"q.dead\",state=\"ready\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("tutti_queue_puts_total{queue=\"q\"}")).isEqualTo(3);
        assertThat(scrape.value("tutti_queue_gets_total{queue=\"q\"}")).isEqualTo(3);
        assertThat(scrape.value("tutti_queue_retries_total{queue=\"q\"}")).isEqualTo(1);
        assertThat(scrape.value("tutti_queue_dead_total{queue=\"q\"}")).isEqualTo(1);
        assertThat(scrape.value("tutti_queue_limit{queue=\"q\"}")).isEqualTo(3);
        assertThat(scrape.value("tutti_queue_bytes{queue=\"q\"}")).isPositive();
        assertThat(scrape.value("tutti_queue_puts_total{queue=\"with\\\"quotes\"}"))
                .isEqualTo(1);
    }

    @Test
    void clientsThatWaitAreShownAtTheirQueue() {
        RespClient getter = server.connect();
        long id = getter.id();
        getter.tell("QUEUE GET q");
        server.awaitUnanswered(id, 1);
        assertThat(value("tutti_queue_waiting{for=\"item\",queue=\"q\"}")).isEqualTo(1);
        assertThat(value("tutti_queue_waiting{for=\"room\",queue=\"q\"}")).isZero();
    }

    @Test
    void beyondTheLimitQueuesAreShownTogether() {
        for (int i = 0; i < 105; i++) {
            client.ask("QUEUE PUT q" + i + " a");
        }
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_queue_items{queue=\"all others\",state=\"ready\"}"))
                .isEqualTo(5);
        assertThat(scrape.values().keySet().stream().filter(name -> name.startsWith("tutti_queue_puts_total")))
                .hasSize(101);
    }

    @Test
    void commitsAreCountedAndTheJournalIsWell() {
        client.ask("QUEUE PUT q a");
        Scrape scrape = scrape();
        assertThat(scrape.value("tutti_journal_commit_seconds_count")).isPositive();
        assertThat(scrape.value("tutti_journal_batch_commits_sum")).isPositive();
        assertThat(scrape.value("tutti_journal_batch_bytes_sum")).isPositive();
        assertThat(scrape.value("tutti_journal_state{state=\"ok\"}")).isEqualTo(1);
        assertThat(scrape.value("tutti_journal_free_bytes")).isPositive();
        assertThat(scrape.value("tutti_journal_reserve_bytes")).isEqualTo(1 << 20);
    }

    @Test
    void aServerThatDrainsIsShownAsNotRunning() {
        assertThat(value("tutti_running")).isEqualTo(1);
        client.ask("DRAIN");
        assertThat(value("tutti_running")).isZero();
    }
}
