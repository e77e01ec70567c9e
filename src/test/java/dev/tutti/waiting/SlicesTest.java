package dev.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlicesTest {

    private long now = 1000;
    private final Timers timers = new Timers(() -> now);
    private int steps;
    private int ends;

    /** An operation of so many steps, each of which takes a millisecond. */
    private Slices begin(int count) {
        return Slices.begin(
                timers,
                () -> {
                    now++;
                    return ++steps < count;
                },
                () -> {},
                () -> ends++);
    }

    private void turn() {
        timers.turn();
        timers.run();
    }

    @Test
    void aShortOperationEndsAtOnce() {
        assertThat(begin(2).hasEnded()).isTrue();
        assertThat(steps).isEqualTo(2);
        assertThat(ends).isEqualTo(1);
        assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLongOneGoesOnInLaterTurns() {
        Slices slices = begin(5);
        assertThat(steps).isEqualTo(2);
        turn();
        assertThat(steps).isEqualTo(4);
        assertThat(slices.hasEnded()).isFalse();
        now++;
        turn();
        assertThat(steps).isEqualTo(5);
        assertThat(slices.hasEnded()).isTrue();
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void theTimeOfAllStepsButTheLastIsToldAtTheEnd() {
        List<Long> spent = new ArrayList<>();
        begin(5).whenEnded(spent::add);
        now += 100;
        turn();
        now += 100;
        assertThat(spent).isEmpty();
        turn();
        assertThat(spent).containsExactly(TimeUnit.MILLISECONDS.toNanos(4));
    }

    @Test
    void betweenTwoSlicesIsAPause() {
        begin(5);
        assertThat(timers.next()).isGreaterThan(timers.now());
        timers.run();
        assertThat(steps).isEqualTo(2);
    }

    @Test
    void itBeginsInALaterTurnIfThisOneHasTakenLong() {
        now += 11;
        Slices slices = begin(1);
        assertThat(steps).isZero();
        turn();
        assertThat(slices.hasEnded()).isTrue();
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void theRestCanBeDoneAtOnce() {
        Slices slices = begin(40);
        slices.finish();
        assertThat(steps).isEqualTo(40);
        assertThat(ends).isEqualTo(1);
        now++;
        turn();
        slices.finish();
        assertThat(steps).isEqualTo(40);
        assertThat(ends).isEqualTo(1);
    }
}
