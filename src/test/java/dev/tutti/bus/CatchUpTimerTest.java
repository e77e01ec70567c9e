package dev.tutti.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A timer that goes off in time, or late since the process has paused. */
class CatchUpTimerTest {

    private final ManualTimers timers = new ManualTimers();
    /** The actions that wait until arrivals are carried out. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private long nanos;
    private int runs;
    private final CatchUpTimer timer = new CatchUpTimer(timers.vertx(), () -> nanos, waiting::add);

    private void goesOffAfter(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        timers.ring();
    }

    private void set() {
        timer.set(1000, () -> runs++);
    }

    @Test
    void aPunctualOneRunsItsActionAtOnce() {
        set();
        goesOffAfter(1005);
        assertThat(runs).isEqualTo(1);
        assertThat(waiting).isEmpty();
        assertThat(timers.count()).isZero();
    }

    @Test
    void aLateOneRunsItsActionBehindTheArrivals() {
        set();
        goesOffAfter(3000);
        assertThat(runs).isZero();
        waiting.remove().run();
        assertThat(runs).isEqualTo(1);
        assertThat(timers.count()).isZero();
    }

    @Test
    void aLateOneDoesNotWaitForEverForArrivals() {
        set();
        goesOffAfter(3000);
        timers.ring();
        assertThat(runs).isEqualTo(1);
        waiting.remove().run();
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void aLateOneThatIsCancelledMeanwhileNeverRunsItsAction() {
        set();
        goesOffAfter(3000);
        timer.cancel();
        waiting.remove().run();
        timers.ring();
        assertThat(runs).isZero();
    }

    @Test
    void arrivalsThatWereAskedForBeforeDoNotEndALaterSetting() {
        set();
        goesOffAfter(3000);
        set();
        waiting.remove().run();
        assertThat(runs).isZero();
        goesOffAfter(1000);
        assertThat(runs).isEqualTo(1);
    }
}
