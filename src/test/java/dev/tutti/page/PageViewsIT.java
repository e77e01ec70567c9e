package dev.tutti.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The views of the page in a browser, one after another, as somebody goes through them. */
@Timeout(120)
class PageViewsIT {

    private static final int PHONE = 375;
    private static final String LONG = "a".repeat(100);

    @RegisterExtension
    private final TuttiServer server = TuttiServer.on(EventLoopCount.TWO).metrics();

    @TempDir
    private Path profile;

    private RespClient client;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Browser.executable().isPresent(), "left out, for there is no Chromium here");
        client = server.connect();
        client.integer("QUEUE PUT jobs a");
        browser = new Browser(Browser.executable().orElseThrow(), profile);
        browser.open(server.http().url("/#queue/jobs"));
        expect("Queue jobs");
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Waits for a view with this in its heading. */
    private void expect(String heading) throws Exception {
        browser.await("document.querySelector('h2')?.textContent.includes('" + heading + "')");
        browser.await("document.getElementById('trouble').hidden");
    }

    private void go(String hash, String heading) throws Exception {
        browser.evaluate("location.hash = '" + hash + "'");
        expect(heading);
    }

    private String main() throws Exception {
        return browser.text("main");
    }

    @Test
    void anAddressThatNamesNothingIsToldSo() throws Exception {
        for (String address : List.of("#queue/%", "#nosuch", "#constructor", "#__proto__/x")) {
            go(address, "Not shown");
            assertThat(main()).contains("no view with the address " + address).doesNotContain("jobs");
            go("#queue/jobs", "Queue jobs");
        }
        go("#queue/", "Not shown");
        assertThat(main()).contains("name is empty");
        go("#schedules", "Schedules");
    }

    @Test
    void aQueueThatDoesNotExistIsToldFromAnEmptyOne() throws Exception {
        go("#queue/nosuch", "Queue nosuch does not exist now");
        assertThat(main()).contains("There is no queue of this name now").doesNotContain("most items");
        client.ask("QUEUE CREATE nosuch");
        browser.await("document.getElementById('main').textContent.includes('most items')");
        assertThat(main()).doesNotContain("does not exist now", "no queue of this name");
        long id = (Long) client.list("QUEUE GET jobs").get(0);
        client.ask("QUEUE DONE jobs " + id);
        go("#queue/jobs", "Queue jobs does not exist now");
        assertThat(main()).contains("Since the start of the server");
    }

    @Test
    void aTextThatIsSelectedDoesNotKeepTheViewBefore() throws Exception {
        browser.evaluate("getSelection().selectAllChildren(document.querySelector('h2'))");
        go("#consumers", "Consumers");
    }

    @Test
    void timesThatSomebodyHasSetAreExact() throws Exception {
        client.ask("SCHEDULE SET hourly jobs x EVERY 3600000");
        client.ask("SCHEDULE SET odd jobs x EVERY 150000");
        client.ask(Stream.of("SCHEDULE", "SET", "nightly", "jobs", "x", "CRON", "0 3 * * *", "ZONE", "UTC")
                .map(String::getBytes)
                .toArray(byte[][]::new));
        client.ask("QUEUE CREATE leased LEASE 150000");
        go("#schedules", "Schedules");
        assertThat(main()).contains("every 60 min", "every 150 s", "0 3 * * * UTC");
        go("#queue/leased", "Queue leased");
        assertThat(main()).contains("lease150 s");
    }

    @Test
    void noViewIsWiderThanAPhone() throws Exception {
        client.ask("CLIENT SETNAME " + LONG);
        client.integer("QUEUE PUT " + LONG + " b");
        client.integer("QUEUE PUT " + LONG + ".dead b");
        client.ask("LOCK ACQUIRE " + LONG);
        client.ask("SCHEDULE SET " + LONG + " " + LONG + " x EVERY 3600000");
        browser.width(PHONE);
        go("#queue/" + LONG, "Queue " + LONG);
        assertWidth();
        go("#queue/" + LONG + ".dead", "Queue " + LONG + ".dead");
        assertWidth();
        go("#queue/%" + LONG, "Not shown");
        assertWidth();
        for (String heading : List.of("Queues", "Consumers", "Locks", "Schedules", "Connections", "Server")) {
            go("#" + heading.toLowerCase(Locale.ROOT), heading);
            assertWidth();
        }
    }

    private void assertWidth() throws Exception {
        assertThat((Integer) browser.evaluate("document.documentElement.scrollWidth"))
                .as((String) browser.evaluate("location.hash"))
                .isLessThanOrEqualTo(PHONE);
    }
}
