package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a history of queues finds, and what it lets pass. */
class QueueHistoryTest {

    private long millis = 1000;
    private final QueueHistory history = new QueueHistory(() -> TimeUnit.MILLISECONDS.toNanos(millis));

    private void put(String body, long id) {
        history.putting(body);
        history.put(body, id);
    }

    private void get(String body, long id, long attempt) {
        got(history.getting("q"), body, id, attempt);
    }

    private void got(long asked, String body, long id, long attempt) {
        history.got("q", asked, body, id, attempt);
        history.answered("q");
    }

    private void done(String body) {
        history.ending(body);
        history.ended(body);
    }

    private void left(String body, long id) {
        get(body, id, 1);
        history.left(body);
    }

    private void assertFinds(String... violations) {
        assertThat(history.violations()).containsExactly(violations);
    }

    @Test
    void whatIsFinishedOrLeftIsAsItShouldBe() {
        put("a", 1);
        put("b", 2);
        get("a", 1, 1);
        done("a");
        left("b", 2);
        assertFinds();
    }

    @Test
    void whatWasAcknowledgedAndIsNowhereIsLost() {
        put("a", 1);
        put("b", 2);
        get("a", 1, 1);
        left("b", 2);
        assertFinds("a is lost");
    }

    @Test
    void whatComesOutAfterItsEndIsRepeated() {
        put("a", 1);
        get("a", 1, 1);
        done("a");
        get("a", 1, 2);
        assertFinds("a came out again after its end was acknowledged");
    }

    @Test
    void whatIsThereTwiceIsRepeated() {
        put("a", 1);
        left("a", 1);
        left("a", 1);
        assertFinds("a is there 2 times");
    }

    @Test
    void whatNobodyPutIsInvented() {
        put("a", 1);
        left("a", 1);
        get("b", 2, 1);
        assertFinds("came out, and nobody put it: b");
    }

    @Test
    void whatWasRefusedIsInvented() {
        history.putting("a");
        history.refused("a");
        get("a", 1, 1);
        assertFinds("came out, and its put was refused: a");
    }

    @Test
    void anIdThatChangesAndOneOfTwoItems() {
        put("a", 1);
        put("b", 2);
        left("a", 3);
        left("b", 2);
        put("c", 2);
        left("c", 2);
        assertFinds("a had the id 1 and has 3", "c has the id 2 of b");
    }

    @Test
    void moreAttemptsThanDeliveries() {
        put("a", 1);
        get("a", 1, 1);
        get("a", 1, 3);
        history.left("a");
        assertFinds("a is in its attempt 3 after 2 deliveries at most");
    }

    @Test
    void whatComesOutBeforeItsDelayIsOver() {
        history.putting("a", 100);
        history.put("a", 1);
        history.putting("b", 100);
        history.put("b", 2);
        millis += 90;
        left("a", 1);
        millis += 10;
        left("b", 2);
        assertFinds("a came out before its delay was over");
    }

    @Test
    void whatHasComeOutThoughItsPutWasNotAnsweredIsLostToo() {
        history.putting("a");
        get("a", 1, 1);
        assertFinds("a is lost");
    }

    // ---- what may be either way

    @Test
    void aPutThatWasNotAnswered() {
        history.putting("a");
        history.putting("b");
        left("a", 1);
        assertFinds();
    }

    @Test
    void anEndThatWasNotAnswered() {
        put("a", 1);
        put("b", 2);
        get("a", 1, 1);
        get("b", 2, 1);
        history.ending("a");
        history.ending("b");
        left("b", 2);
        assertFinds();
    }

    @Test
    void butNotAnEndThatWasRefused() {
        put("a", 1);
        get("a", 1, 1);
        history.ending("a");
        history.notEnded("a");
        assertFinds("a is lost");
    }

    @Test
    void aGetThatWasNotAnsweredMayHaveBeenAnAttempt() {
        put("a", 1);
        history.getting("q");
        get("a", 1, 2);
        done("a");
        assertFinds();
    }

    @Test
    void aGetThatWasAskedBeforeTheEndButReadAfterIt() {
        put("a", 1);
        long asked = history.getting("q");
        get("a", 1, 1);
        done("a");
        got(asked, "a", 1, 1);
        assertFinds();
    }
}
