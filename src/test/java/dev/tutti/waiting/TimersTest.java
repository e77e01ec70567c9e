package dev.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimersTest {

    private long now = 1000;
    private long nanos;
    private final Timers timers = new Timers(() -> now, () -> nanos);
    private final List<Integer> ran = new ArrayList<>();

    /** An entry that takes two milliseconds. */
    private void add(int number) {
        timers.after(1, () -> {
            ran.add(number);
            nanos += TimeUnit.MILLISECONDS.toNanos(2);
        });
    }

    @Test
    void entriesThatTakeLongLeaveOthersToLaterTurnsInTheirOrder() {
        for (int i = 0; i < 7; i++) {
            add(i);
        }
        now++;
        timers.turn();
        timers.run();
        assertThat(ran).containsExactly(0, 1, 2);
        assertThat(timers.next()).isEqualTo(now);
        now++;
        timers.turn();
        timers.run();
        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5);
        timers.run();
        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void aTurnIsLateAfterTenMilliseconds() {
        assertThat(timers.isLate()).isFalse();
        nanos += TimeUnit.MILLISECONDS.toNanos(11);
        assertThat(timers.isLate()).isTrue();
        timers.turn();
        assertThat(timers.isLate()).isFalse();
    }
}
