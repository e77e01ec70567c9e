package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a history of queues finds, and what it lets pass. */
class QueueHistoryTest {

    private static final Set<String> FAMILY = Set.of("q");

    private long millis = 1000;
    private final QueueHistory history = new QueueHistory(() -> TimeUnit.MILLISECONDS.toNanos(millis));

    private void put(String body, long id) {
        history.putting(body);
        history.put(body, id);
    }

    private void putting(String body, long delay, long lifetime) {
        TrackedItem item = new TrackedItem(body);
        item.delay = delay;
        item.lifetime = lifetime;
        history.putting(item);
    }

    private void get(String body, long id, long attempt) {
        got(history.getting(FAMILY), body, id, attempt);
    }

    private void got(long asked, String body, long id, long attempt) {
        history.got("q", asked, body, id, attempt);
        history.answered(FAMILY);
    }

    private void done(long id) {
        history.ending(id);
        history.ended(id);
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
        done(1);
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
        done(1);
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
        putting("a", 100, 0);
        history.put("a", 1);
        putting("b", 100, 0);
        history.put("b", 2);
        millis += 90;
        left("a", 1);
        millis += 10;
        left("b", 2);
        assertFinds("a came out 7 ms before its delay was over");
    }

    @Test
    void whatComesOutBeforeALaterDelayIsOver() {
        put("a", 1);
        int change = history.delaying(1);
        history.delayed(1, change, history.nanoTime(), 100);
        left("a", 1);
        assertFinds("a came out 97 ms before its delay was over");
    }

    @Test
    void whatHasComeOutThoughItsPutWasNotAnsweredIsLostToo() {
        history.putting("a");
        get("a", 1, 1);
        assertFinds("a is lost");
    }

    @Test
    void whatHasExpiredBeforeAStartIsGoneForEver() {
        putting("a", 0, 100);
        history.put("a", 1);
        putting("b", 0, 100);
        history.put("b", 2);
        get("b", 2, 1);
        millis += 110;
        history.begin(true);
        get("a", 1, 1);
        get("b", 2, 2);
        assertFinds("a came out after it had expired");
    }

    @Test
    void whatExpiresLaterIsLostUntilThen() {
        putting("a", 0, 100);
        history.put("a", 1);
        assertFinds("a is lost");
        millis += 100;
        assertFinds();
    }

    @Test
    void whatIsOnADetachedLeaseStaysThere() {
        put("a", 1);
        get("a", 1, 1);
        history.lent(1, 1);
        history.begin(true);
        get("a", 1, 2);
        history.settling(1);
        left("a", 1);
        assertFinds("a came out while attempt 1 has it on a detached lease");
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
        history.ending(1);
        history.ending(2);
        left("b", 2);
        assertFinds();
    }

    @Test
    void butNotAnEndThatWasRefused() {
        put("a", 1);
        get("a", 1, 1);
        history.ending(1);
        history.notEnded(1);
        assertFinds("a is lost");
    }

    @Test
    void aGetThatWasNotAnsweredMayHaveBeenAnAttempt() {
        put("a", 1);
        history.getting(FAMILY);
        get("a", 1, 2);
        done(1);
        assertFinds();
    }

    @Test
    void aGetThatWasAskedBeforeTheEndButReadAfterIt() {
        put("a", 1);
        long asked = history.getting(FAMILY);
        get("a", 1, 1);
        done(1);
        got(asked, "a", 1, 1);
        assertFinds();
    }

    @Test
    void aDelayOfWhichNobodyKnowsWhetherItWasTheLast() {
        put("a", 1);
        int first = history.delaying(1);
        int second = history.delaying(1);
        history.delayed(1, second, history.nanoTime(), 100);
        history.delayed(1, first, history.nanoTime(), 100);
        left("a", 1);
        assertFinds();
    }

    @Test
    void anItemThatAGetWithoutReplyHasKeptFromExpiring() {
        putting("a", 0, 100);
        history.put("a", 1);
        history.getting(FAMILY);
        millis += 110;
        history.begin(true);
        get("a", 1, 2);
        history.left("a");
        assertFinds();
    }

    @Test
    void anItemOfWhichNobodyKnowsTheIdAndWhoseDelayEnds() {
        putting("a", 100, 0);
        putting("b", 100, 0);
        history.put("b", 2);
        history.delayingOthers();
        left("a", 1);
        left("b", 2);
        assertFinds("b came out 97 ms before its delay was over");
    }
}
