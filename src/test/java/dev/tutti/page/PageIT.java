package dev.tutti.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Await;
import dev.tutti.BoundedProcess;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a whole server, and the answers that it asks for. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(90)
class PageIT {

    /** A name that is an element if somebody forgets to escape it. */
    private static final String ELEMENT = "<b>bold</b>";

    @RegisterExtension
    private final TuttiServer server;

    @TempDir
    private Path directory;

    private RespClient client;

    PageIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops)
                .server("deadlockTimeout", "100ms")
                .queue("configured", new JsonObject())
                .journaled()
                .metrics();
    }

    @BeforeEach
    void fill() {
        client = server.connect();
        client.integer("QUEUE PUT " + ELEMENT + " a");
        client.integer("QUEUE PUT jobs b");
        client.integer("QUEUE PUT jobs c DELAY 60000");
        client.list("QUEUE GET jobs");
        client.ask("LOCK ACQUIRE ledger");
        client.ask("SCHEDULE SET nightly jobs x EVERY 3600000");
    }

    private JsonObject ask(String path) {
        HttpResponse<String> answer = server.http().get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        return new JsonObject(answer.body());
    }

    private static JsonObject named(JsonArray rows, String name) {
        return rows.stream()
                .map(JsonObject.class::cast)
                .filter(row -> name.equals(row.getString("name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + rows.encode()));
    }

    @Test
    void theOverviewHasTheFiguresOfQueuesLocksMemoryAndJournal() {
        JsonObject overview = ask("/api/overview");
        JsonObject jobs = named(overview.getJsonArray("queues"), "jobs");
        assertThat(jobs.getLong("delayed")).isOne();
        assertThat(jobs.getLong("in_flight")).isOne();
        assertThat(named(overview.getJsonArray("queues"), ELEMENT).getLong("ready"))
                .isOne();
        assertThat(overview.getJsonObject("items").getLong("unfinished")).isGreaterThanOrEqualTo(3);
        assertThat(overview.getJsonArray("locks").encode()).contains("\"kind\":\"lock\",\"held\":1");
        assertThat(overview.getJsonObject("journal").getString("state")).isEqualTo("ok");
        assertThat(overview.getJsonArray("memory").stream().map(row -> ((JsonObject) row).getString("content")))
                .contains("items", "commands", "replies", "heap");
    }

    @Test
    void aQueueHasItsStatisticsAndItsItemsByState() {
        assertThat(ask("/api/queue?name=jobs").getJsonObject("stats").getLong("inflight"))
                .isOne();
        JsonArray delayed = ask("/api/items?name=jobs&state=delayed").getJsonArray("items");
        assertThat(delayed).hasSize(1);
        assertThat(delayed.getJsonObject(0).getString("state")).isEqualTo("delayed");
    }

    @Test
    void aQueueThatNobodyUsesDoesNotExist() {
        assertThat(ask("/api/queue?name=jobs").getBoolean("exists")).isTrue();
        assertThat(ask("/api/queue?name=nosuch").getBoolean("exists")).isFalse();
        client.ask("QUEUE CREATE empty");
        assertThat(ask("/api/queue?name=empty").getBoolean("exists")).isTrue();
        assertThat(ask("/api/queue?name=configured").getBoolean("exists")).isTrue();
    }

    @Test
    void locksSchedulesAndConnectionsAreListed() {
        JsonObject lock = named(ask("/api/locks").getJsonArray("locks"), "ledger");
        assertThat(lock.getLong("holderCount")).isOne();
        JsonObject schedule = named(ask("/api/schedules").getJsonArray("schedules"), "nightly");
        assertThat(schedule.getString("queue")).isEqualTo("jobs");
        assertThat(schedule.getLong("everyMillis")).isEqualTo(3_600_000);
        assertThat(ask("/api/connections").getJsonArray("connections").encode()).contains("\"cmd\":\"schedule|set\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/items?name=jobs&state=lost, state is none of ready",
        "/api/items?name=jobs&state=ready&after=x, after is no number",
        "/api/queue, name is empty"
    })
    void aRequestThatThePageNeverMakesIsRefused(String path, String why) {
        HttpResponse<String> answer = server.http().get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("error")).startsWith(why);
    }

    @Test
    void withoutTheKeyNothingChanges() {
        assertThat(ask("/api/actions").getString("refusal")).startsWith("metrics.actions is false");
        HttpResponse<String> answer = server.http()
                .post(
                        "/api/actions/purge",
                        "{\"queue\":\"jobs\"}",
                        "Origin",
                        server.http().url(""));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("metrics.actions is false");
        assertThat(server.stat("jobs", "delayed")).isOne();
    }

    @Test
    void nothingRunsThatIsNotOfThePage() {
        HttpResponse<String> page = server.http().get("/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("onclick", "style=", "<script>");
    }

    // ---- in a browser

    /** What a browser makes of the page once it has shown the figures. */
    private String shown(String place) throws Exception {
        Optional<Path> chromium = Browser.executable();
        assumeTrue(chromium.isPresent(), "left out, for there is no Chromium here");
        List<String> command = List.of(
                chromium.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + directory.resolve("profile"),
                "--virtual-time-budget=5000",
                "--dump-dom",
                server.http().url("/" + place));
        Process browser =
                BoundedProcess.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
        return new String(browser.getInputStream().readAllBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"queues", "queue/jobs", "consumers", "locks", "schedules", "connections", "server"})
    void aBrowserShowsEachView(String view) throws Exception {
        assertThat(shown("#" + view)).contains("<h2>", "data-shown").contains("id=\"trouble\" role=\"alert\" hidden");
    }

    @Test
    void aBrowserShowsNamesAsTheyAre() throws Exception {
        assertThat(shown("#queues")).contains("&lt;b&gt;bold&lt;/b&gt;").doesNotContain(ELEMENT);
    }

    @Test
    void aBrowserShowsTheLastDeadlocks() throws Exception {
        RespClient other = server.connect();
        long id = other.id();
        other.ask("LOCK ACQUIRE orders");
        other.tell("LOCK ACQUIRE ledger");
        server.awaitUnanswered(id, 1);
        assertThat(client.refusal("LOCK ACQUIRE orders")).startsWith("DEADLOCK");
        Await.until("the log has it", () -> ask("/api/overview").encode().contains("deadlock of connections: "));
        assertThat(shown("#locks")).contains("Deadlocks found and ended since the start: 1", "waits for lock orders");
    }

    @Test
    void withoutTheKeyThereAreNoButtonsThatChangeAnything() throws Exception {
        assertThat(shown("#queue/jobs"))
                .contains("There are no buttons here: metrics.actions is false in the configuration")
                .doesNotContain("data-key=\"purge\"", "data-key=\"drop");
    }
}
