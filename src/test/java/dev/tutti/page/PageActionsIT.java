package dev.tutti.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The buttons of the page in a browser, while the server has other work. A client sees what they do. */
@Timeout(120)
class PageActionsIT {

    /** A name that becomes an element and runs if somebody forgets to escape it. */
    private static final String QUEUE = "<img/src=x/onerror=alert(1)>";

    private static final int ESCAPE = 27;
    private static final int ENTER = 13;
    private static final int TAB = 9;

    @RegisterExtension
    private final TuttiServer server =
            TuttiServer.on(EventLoopCount.TWO).metrics(new JsonObject().put("actions", true));

    @TempDir
    private Path profile;

    private RespClient client;
    private Browser browser;
    private volatile boolean isOver;
    private CompletableFuture<Long> load;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Browser.executable().isPresent(), "left out, for there is no Chromium here");
        client = server.connect();
        client.ask("QUEUE CREATE " + QUEUE + " ATTEMPTS 1");
        RespClient worker = server.connect();
        load = CompletableFuture.supplyAsync(() -> work(worker));
        browser = new Browser(Browser.executable().orElseThrow(), profile);
    }

    @AfterEach
    void close() {
        isOver = true;
        if (browser != null) {
            browser.close();
        }
        if (load != null) {
            assertThat(load.join()).isPositive();
        }
    }

    /** Puts and finishes items, and runs tasks, until the test is over. Returns how many. */
    private long work(RespClient worker) {
        long done = 0;
        while (!isOver) {
            long id = worker.integer("QUEUE PUT busy x");
            worker.list("QUEUE GET busy");
            worker.ask("QUEUE DONE busy " + id);
            worker.ask("RUN upper x");
            done++;
        }
        return done;
    }

    private void look(String queue) throws Exception {
        String name = URLEncoder.encode(queue, StandardCharsets.UTF_8);
        browser.open(server.http().url("/#queue/" + name));
    }

    private void choose(String state) throws Exception {
        browser.press("state/" + state);
    }

    /** Presses a button and waits for the question, which names the queue. */
    private void ask(String key, String title) throws Exception {
        browser.press(key);
        browser.await("document.getElementById('question').open");
        assertThat(browser.text("question-title")).isEqualTo(title + "?");
        assertThat(title).startsWith(browser.text("question-yes"));
        assertThat(browser.evaluate("document.images.length")).isEqualTo(0);
    }

    private void agree() throws Exception {
        browser.evaluate("document.getElementById('question-yes').click()");
        expectOutcome();
    }

    private void expectOutcome() throws Exception {
        browser.await("!document.getElementById('outcome').hidden && !document.getElementById('question').open");
        assertThat(browser.evaluate("document.images.length")).isEqualTo(0);
    }

    private long dead() {
        long id = client.integer("QUEUE PUT " + QUEUE + " a");
        client.list("QUEUE GET " + QUEUE);
        client.ask("QUEUE FAIL " + QUEUE + " " + id + " " + QUEUE);
        return id;
    }

    @Test
    void aDeadItemIsTriedAgain() throws Exception {
        long id = dead();
        look(QUEUE + ".dead");
        String title = "Retry item " + id + " of queue " + QUEUE + ".dead";
        ask("retry/" + id, title);
        assertThat(browser.text("question-text")).startsWith("It is moved to the end of queue " + QUEUE + ",");
        assertThat(server.items(QUEUE)).isEmpty();
        agree();
        assertThat(browser.text("outcome")).isEqualTo(title + ": done.");
        assertThat(client.list("QUEUE GET " + QUEUE)).containsExactly(id, "a", 1L);
    }

    @Test
    void aDelayedItemIsTriedAgainByTheKeyboard() throws Exception {
        long id = client.integer("QUEUE PUT " + QUEUE + " a DELAY 600000");
        look(QUEUE);
        choose("delayed");
        ask("retry/" + id, "Retry item " + id + " of queue " + QUEUE);
        assertThat(browser.focus()).isEqualTo("question-no");
        browser.type("Tab", TAB);
        assertThat(browser.focus()).isEqualTo("question-yes");
        browser.type("Enter", ENTER);
        expectOutcome();
        assertThat(client.list("QUEUE GET " + QUEUE)).contains("a");
    }

    @Test
    void anItemIsMovedToTheQueueThatIsTyped() throws Exception {
        long id = client.integer("QUEUE PUT " + QUEUE + " a");
        look(QUEUE);
        ask("move/" + id, "Move item " + id + " of queue " + QUEUE);
        assertThat(browser.focus()).isEqualTo("question-to");
        browser.type("other" + QUEUE);
        browser.type("Enter", ENTER);
        expectOutcome();
        assertThat(browser.text("outcome")).endsWith(" to queue other" + QUEUE + ": done.");
        assertThat(server.items("other" + QUEUE)).containsExactly("a");
    }

    @Test
    void aRefusalStaysInTheQuestion() throws Exception {
        long id = client.integer("QUEUE PUT " + QUEUE + " a");
        client.ask("QUEUE SHUTDOWN over");
        look(QUEUE);
        ask("move/" + id, "Move item " + id + " of queue " + QUEUE);
        browser.type("over");
        browser.type("Enter", ENTER);
        browser.await("!document.getElementById('question-error').hidden");
        assertThat(browser.text("question-error")).isEqualTo("Not done: SHUTDOWN queue over is shut down");
        assertThat(browser.evaluate("document.getElementById('question').open")).isEqualTo(true);
        assertThat(server.items(QUEUE)).containsExactly("a");
    }

    @Test
    void anItemInFlightIsDroppedAndItsWorkerIsTold() throws Exception {
        long id = client.integer("QUEUE PUT " + QUEUE + " a");
        client.list("QUEUE GET " + QUEUE);
        look(QUEUE);
        choose("inflight");
        ask("drop/" + id, "Drop item " + id + " of queue " + QUEUE);
        assertThat(browser.text("question-text")).startsWith("Connection " + client.id());
        agree();
        assertThat(client.refusal("QUEUE DONE " + QUEUE + " " + id)).startsWith("CANCELLED");
    }

    @Test
    void aQueueIsPausedAndResumed() throws Exception {
        look(QUEUE);
        ask("pause", "Pause queue " + QUEUE);
        agree();
        assertThat(server.stat(QUEUE, "paused")).isOne();
        browser.await("document.querySelector('[data-key=pause]').textContent === 'Resume'");
        ask("pause", "Resume queue " + QUEUE);
        agree();
        browser.await("document.querySelector('[data-key=pause]').textContent === 'Pause'");
        assertThat(server.stat(QUEUE, "paused")).isZero();
    }

    @Test
    void aPurgeNamesTheItemsThatGo() throws Exception {
        client.integer("QUEUE PUT " + QUEUE + " a");
        client.integer("QUEUE PUT " + QUEUE + " b");
        client.integer("QUEUE PUT " + QUEUE + " c DELAY 600000");
        look(QUEUE);
        ask("purge", "Purge queue " + QUEUE);
        assertThat(browser.text("question-text"))
                .startsWith("At the moment 2 items ready and 1 item delayed would be deleted.");
        agree();
        assertThat(browser.text("outcome")).endsWith("done, 3 items dropped.");
        assertThat(server.items(QUEUE)).isEmpty();
        assertThat(server.stat(QUEUE, "delayed")).isZero();
    }

    @Test
    void escapeChangesNothingAndReturnsToTheButton() throws Exception {
        client.integer("QUEUE PUT " + QUEUE + " a");
        look(QUEUE);
        ask("purge", "Purge queue " + QUEUE);
        browser.type("Escape", ESCAPE);
        browser.await("!document.getElementById('question').open");
        assertThat(browser.focus()).isEqualTo("purge");
        assertThat(server.items(QUEUE)).containsExactly("a");
    }

    @Test
    void itemsAreShownPageByPage() throws Exception {
        for (int i = 0; i < 60; i++) {
            client.integer("QUEUE PUT " + QUEUE + " a");
        }
        look(QUEUE);
        String rows = "document.querySelectorAll('table.rows tbody tr').length";
        browser.await(rows + " === 50");
        browser.press("page/next");
        browser.await(rows + " === 10");
        browser.press("page/previous");
        browser.await(rows + " === 50");
    }
}
