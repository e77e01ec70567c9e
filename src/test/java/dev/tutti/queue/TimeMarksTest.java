package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeMarksTest {

    private final TimeMarks marks = new TimeMarks();

    @Test
    void aNumberHasTheTimeOfTheLastOneThatWasKeptBeforeIt() {
        marks.add(5, 1000);
        marks.add(6, 1000);
        marks.add(9, 1002);
        assertThat(marks.size()).isEqualTo(2);
        assertThat(marks.of(4)).isEqualTo(TimeMarks.UNKNOWN);
        assertThat(marks.of(5)).isEqualTo(1000);
        assertThat(marks.of(8)).isEqualTo(1000);
        assertThat(marks.of(9)).isEqualTo(1002);
        assertThat(marks.of(99)).isEqualTo(1002);
    }

    @Test
    void nothingIsKnownBeforeTheFirst() {
        assertThat(marks.of(1)).isEqualTo(TimeMarks.UNKNOWN);
    }

    @Test
    void aNumberOutOfOrderIsIgnored() {
        marks.add(5, 1000);
        marks.add(4, 2000);
        assertThat(marks.of(5)).isEqualTo(1000);
    }

    @Test
    void timesOfLateAreExactAndOldOnesWithinThreeThousandthsOfTheirAge() {
        Random random = Seeds.random();
        List<Long> times = new ArrayList<>();
        long time = 1_700_000_000_000L;
        for (int number = 1; number <= 300_000; number++) {
            times.add(time);
            marks.add(number, time);
            boolean waits = random.nextInt(1000) == 0;
            time += waits ? random.nextLong(1L << random.nextInt(32)) : random.nextInt(3);
        }
        assertThat(marks.size()).isLessThanOrEqualTo(TimeMarks.MOST);
        long now = time;
        assertThat(marks.of(times.size() - 500)).isEqualTo(times.get(times.size() - 501));
        for (int number = 1; number <= times.size(); number++) {
            long expected = times.get(number - 1);
            assertThat(expected - marks.of(number)).as("number %d", number).isBetween(0L, 3 * (now - expected) / 1000);
        }
    }

    @Test
    void aClockThatIsSetToAndFroCostsNoMoreMemory() {
        for (int number = 1; number <= 200_000; number++) {
            marks.add(number, 1_700_000_000_000L + (number % 2) * 3_600_000L);
        }
        assertThat(marks.size()).isLessThanOrEqualTo(TimeMarks.MOST);
        assertThat(marks.of(200_000)).isEqualTo(1_700_000_000_000L);
    }
}
