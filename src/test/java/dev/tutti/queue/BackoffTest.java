package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.log.EventKind;
import dev.tutti.log.LoggedEvents;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BACKOFF, and what FAIL says of the next attempt. */
class BackoffTest {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    private static final byte[] NOTHING = {};

    private final QueueScene scene = new QueueScene();
    private final Holder worker = scene.holder("worker");
    private WorkQueue queue;

    @BeforeEach
    void oneItem() {
        scene.queues.random(() -> 0.5); // no spread
        queue = scene.queue(
                "q",
                QueueScene.settings(0, 5)
                        .with(QueueSetting.BACKOFF, 100)
                        .with(QueueSetting.MAXBACKOFF, 350)
                        .with(QueueSetting.LEASE, 10));
        scene.put(queue, "a");
    }

    private void fail(Failure failure) {
        queue.fail(worker, queue.take(worker, 0).id(), failure);
    }

    /** The item returns after so many milliseconds, and not before. */
    private void returnsAfter(int millis) {
        scene.after(millis - 1);
        assertThat(queue.size()).isZero();
        scene.after(1);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void eachFailureDoublesTheWaitUpToTheLongest() {
        for (int wait : new int[] {100, 200, 350, 350}) {
            fail(Failure.of(NOTHING));
            assertThat(queue.stats().delayed()).isEqualTo(1);
            returnsAfter(wait);
        }
        fail(Failure.of(NOTHING));
        assertThat(queue.stats().dead()).isEqualTo(1);
    }

    @Test
    void anItemThatIsOutOfAttemptsIsLoggedWithItsError() {
        for (int attempt = 1; attempt <= 5; attempt++) {
            fail(Failure.of("cannot\nwork".getBytes(StandardCharsets.UTF_8)));
            scene.after(400);
        }
        assertThat(logged.facts(EventKind.DEAD_ITEM))
                .isEqualTo(Map.of("queue", "q", "id", 1L, "attempts", 5, "error", "cannot\nwork"));
    }

    @Test
    void aQueueWhoseItemsAllDieHasAFewLinesAMinute() {
        for (int item = 0; item < 1_000; item++) {
            fail(new Failure(NOTHING, Failure.BACKOFF, false));
            scene.put(queue, "next");
        }
        assertThat(logged.of(EventKind.DEAD_ITEM))
                .hasSize(5)
                .first()
                .isEqualTo("item 1 of queue q has failed for good after 1 attempt: no message");
        scene.queues.events().close();
        assertThat(logged.of(EventKind.DEAD_ITEM)).containsExactly("995 more within a minute: 995 of q");
    }

    @Test
    void aLongestWaitOfZeroIsNone() {
        scene.queues.alter("q", queue.config().with(QueueSetting.MAXBACKOFF, 0));
        for (int wait : new int[] {100, 200, 400, 800}) {
            fail(Failure.of(NOTHING));
            returnsAfter(wait);
        }
    }

    @Test
    void aLeaseThatEndsIsAFailure() {
        queue.take(worker, 10);
        scene.after(10);
        returnsAfter(100);
    }

    @Test
    void aClosedConnectionIsNone() {
        queue.take(worker, 0);
        scene.queues.departures().close(worker);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void theDelayOfAFailureOverridesTheBackoff() {
        fail(new Failure(NOTHING, 7, null));
        returnsAfter(7);
        fail(new Failure(NOTHING, 0, null));
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void withoutRetryItHasFailedForGood() {
        fail(new Failure(NOTHING, Failure.BACKOFF, false));
        assertThat(queue.stats().dead()).isEqualTo(1);
    }

    @Test
    void noRetryGoesBeyondTheAttempts() {
        scene.queues.alter("q", queue.config().with(QueueSetting.ATTEMPTS, 1));
        fail(new Failure(NOTHING, 0, true));
        assertThat(queue.stats().dead()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "5, "})
    void withoutALimitOfAttemptsWhoAsksForARetryGetsOne(long delay, Boolean retry) {
        scene.queues.alter("q", queue.config().with(QueueSetting.ATTEMPTS, 0));
        fail(new Failure(NOTHING, delay, retry));
        assertThat(queue.stats().delayed()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 80", "0.5, 100", "1, 120"})
    void theWaitIsSpreadByAFifth(double random, long wait) {
        QueueConfig config = QueueConfig.DEFAULT.with(QueueSetting.BACKOFF, 100);
        assertThat(Failure.backoff(config, 1, () -> random)).isEqualTo(wait);
    }

    @Test
    void theLongestBackoffDoesNotOverflow() {
        QueueConfig config = QueueConfig.DEFAULT
                .with(QueueSetting.BACKOFF, QueueSetting.BACKOFF.most())
                .with(QueueSetting.MAXBACKOFF, QueueSetting.MAXBACKOFF.most());
        for (int attempts : new int[] {1, 2, 29, 30, 63, 64, 65, Integer.MAX_VALUE}) {
            assertThat(Failure.backoff(config, attempts, () -> 0.5)).isEqualTo(QueueSetting.MAXBACKOFF.most());
        }
    }
}
