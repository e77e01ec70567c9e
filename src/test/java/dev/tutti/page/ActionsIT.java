package dev.tutti.page;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The actions of the page over HTTP, seen by a client. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class ActionsIT {

    private static final String ELEMENT = "<b>bold</b>";

    @RegisterExtension
    private final TuttiServer server;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(Actions.class);
    private RespClient client;
    private String token;

    ActionsIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).metrics(new JsonObject().put("actions", true));
    }

    @BeforeEach
    void load() {
        lines.start();
        log.addAppender(lines);
        client = server.connect();
        client.ask("QUEUE CREATE jobs ATTEMPTS 1");
        token = new JsonObject(server.http().get("/api/actions").body()).getString("token");
    }

    @AfterEach
    void detach() {
        log.detachAppender(lines);
    }

    private HttpResponse<String> act(String action, JsonObject body) {
        return send(action, body.encode(), "X-Tutti-Token", token);
    }

    private HttpResponse<String> send(String action, String body, String... headers) {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 4, headers.length);
        all[0] = "Origin";
        all[1] = server.http().url("");
        all[2] = "Content-Type";
        all[3] = "application/json";
        return server.http().post("/api/actions/" + action, body, all);
    }

    private static JsonObject item(String queue, long id) {
        return new JsonObject().put("queue", queue).put("id", id);
    }

    private static String outcome(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getString("outcome");
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("error")).contains(why);
    }

    private long dead() {
        long id = client.integer("QUEUE PUT jobs a");
        client.list("QUEUE GET jobs");
        client.ask("QUEUE FAIL jobs " + id + " broken");
        assertThat(server.items("jobs.dead")).containsExactly("a");
        return id;
    }

    @Test
    void aDeadItemIsTriedAgainInTheQueueInWhichItFailed() {
        long id = dead();
        assertThat(outcome(act("retry", item("jobs.dead", id)))).isEqualTo("done");
        assertThat(client.list("QUEUE GET jobs")).containsExactly(id, "a", 1L);
        assertThat(server.items("jobs.dead")).isEmpty();
    }

    @Test
    void aDelayedItemIsTriedAgainAtOnce() {
        long id = client.integer("QUEUE PUT jobs a DELAY 600000");
        assertThat(outcome(act("retry", item("jobs", id)))).isEqualTo("done");
        assertThat(server.items("jobs")).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", ELEMENT, "third", "fourth"})
    void anItemIsMoved(String to) {
        long id = client.integer("QUEUE PUT jobs a");
        client.integer("QUEUE PUT jobs b");
        assertThat(outcome(act("move", item("jobs", id).put("to", to)))).isEqualTo("done");
        assertThat(server.items("jobs")).containsExactly("b");
        assertThat(server.items(to)).containsExactly("a");
    }

    @Test
    void aWaitingADelayedAndADeadItemAreDropped() {
        long dead = dead();
        long ready = client.integer("QUEUE PUT jobs b");
        long delayed = client.integer("QUEUE PUT jobs c DELAY 600000");
        assertThat(outcome(act("drop", item("jobs.dead", dead)))).isEqualTo("done");
        assertThat(outcome(act("drop", item("jobs", ready)))).isEqualTo("done");
        assertThat(outcome(act("drop", item("jobs", delayed)))).isEqualTo("done");
        assertThat(server.items("jobs.dead")).isEmpty();
        assertThat(server.items("jobs")).isEmpty();
        assertThat(server.stat("jobs", "delayed")).isZero();
    }

    @Test
    void theWorkerOfAnItemThatIsDroppedIsTold() {
        long id = client.integer("QUEUE PUT jobs a");
        client.list("QUEUE GET jobs");
        assertThat(outcome(act("drop", item("jobs", id)))).isEqualTo("done");
        assertThat(client.refusal("QUEUE DONE jobs " + id)).startsWith("CANCELLED");
    }

    @Test
    void aQueueIsPausedAndResumed() {
        client.integer("QUEUE PUT jobs a");
        assertThat(outcome(act("pause", new JsonObject().put("queue", "jobs")))).isEqualTo("done");
        assertThat(client.ask("QUEUE GET jobs TIMEOUT 1")).isEqualTo(RespClient.Null.ARRAY);
        assertThat(outcome(act("resume", new JsonObject().put("queue", "jobs"))))
                .isEqualTo("done");
        assertThat(client.list("QUEUE GET jobs")).contains("a");
    }

    @Test
    void aPurgeTellsHowManyItemsItHasDropped() {
        client.integer("QUEUE PUT jobs a");
        client.integer("QUEUE PUT jobs b DELAY 600000");
        assertThat(outcome(act("purge", new JsonObject().put("queue", "jobs")))).isEqualTo("done, 2 items dropped");
        assertThat(server.stat("jobs", "delayed")).isZero();
    }

    // ---- what the owner refuses

    @ParameterizedTest
    @CsvSource({"retry, jobs", "retry, jobs.dead", "drop, jobs", "drop, nothing", "retry, nothing"})
    void anItemThatIsGoneIsNamed(String action, String queue) {
        assertRefused(act(action, item(queue, 4711)), 409, "NOITEM");
    }

    @Test
    void anItemInFlightIsNotMoved() {
        long id = client.integer("QUEUE PUT jobs a");
        client.list("QUEUE GET jobs");
        assertRefused(
                act("move", item("jobs", id).put("to", "other")),
                409,
                "NOITEM item " + id + " is neither ready nor delayed in queue jobs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "full2"})
    void aFullQueueTakesNoItem(String to) {
        client.ask("QUEUE CREATE " + to + " MAXSIZE 1");
        client.integer("QUEUE PUT " + to + " a");
        long id = client.integer("QUEUE PUT jobs b");
        assertRefused(
                act("move", item("jobs", id).put("to", to)), 409, "FULL queue " + to + " has as many items as its");
        assertThat(server.items("jobs")).containsExactly("b");
    }

    @Test
    void aQueueThatIsShutDownTakesNoItem() {
        long id = dead();
        client.ask("QUEUE SHUTDOWN jobs");
        assertRefused(act("retry", item("jobs.dead", id)), 409, "SHUTDOWN queue jobs is shut down");
        assertThat(server.items("jobs.dead")).containsExactly("a");
    }

    // ---- the log

    @Test
    void eachActionIsOneLineWithTheAddressOfTheClient() {
        long id = client.integer("QUEUE PUT jobs a");
        act("move", item("jobs", id).put("to", ELEMENT));
        act("drop", item("jobs", id));
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(0).getFormattedMessage())
                .startsWith("127.0.0.1:")
                .endsWith(
                        " asked by the page to move item " + id + " of queue jobs to queue \"" + ELEMENT + "\": done");
        assertThat(lines.list.get(1).getFormattedMessage())
                .contains(" asked by the page to drop item " + id + " of queue jobs: not done: NOITEM item " + id);
    }

    // ---- requests that the page does not make

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            purge | {"queue":""}                          | queue is empty
            purge | {"queue":"a b"}                       | queue contains white space
            purge | {"queue":7}                           | queue is not the name of a queue
            purge | {}                                    | queue is not the name of a queue
            purge | []                                    | the body is not a JSON object
            purge | {"queue":"jobs"                       | the body is not a JSON object
            purge | {"queue":"jobs","id":1}               | a key is not known, expected queue
            drop  | {"queue":"jobs"}                      | id is not the id of an item
            drop  | {"queue":"jobs","id":"1"}             | id is not the id of an item
            drop  | {"queue":"jobs","id":0}               | id is not the id of an item
            drop  | {"queue":"jobs","id":1.5}             | id is not the id of an item
            drop  | {"queue":"jobs","id":99999999999999999999} | id is not the id of an item
            move  | {"queue":"jobs","id":1}               | to is not the name of a queue
            move  | {"queue":"jobs","id":1,"to":"LIMIT"}  | to is the name of an option
            retry | {"queue":".dead","id":1}              | the queue without .dead is empty
            """)
    void anActionWithoutItsValuesIsRefused(String action, String body, String why) {
        assertRefused(send(action, body, "X-Tutti-Token", token), 400, why);
    }

    @Test
    void withoutTheTokenNothingChanges() {
        client.integer("QUEUE PUT jobs a");
        String purge = "{\"queue\":\"jobs\"}";
        assertRefused(send("purge", purge), 403, "the token");
        assertRefused(send("purge", purge, "X-Tutti-Token", "0" + token.substring(1) + "g"), 403, "the token");
        assertRefused(
                server.http().post("/api/actions/purge", purge, "X-Tutti-Token", token), 403, "the Origin of the");
        assertThat(server.items("jobs")).containsExactly("a");
        assertThat(lines.list).isEmpty();
    }

    @Test
    void anActionIsAPost() {
        HttpResponse<String> answer = server.http().get("/api/actions/purge?queue=jobs");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void aLongBodyIsNotRead() {
        String body = "{\"queue\":\"" + "q".repeat(5000) + "\"}";
        HttpResponse<String> answer = send("purge", body, "X-Tutti-Token", token);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("at most 4096 bytes");
    }
}
