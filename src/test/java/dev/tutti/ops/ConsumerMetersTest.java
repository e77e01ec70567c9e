package dev.tutti.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.ops.ConsumerMeter.End;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumerMetersTest {

    private final Meters meters = new Meters();

    private static String text(ConsumerFigures figures) {
        long done = figures.seconds(End.DONE).stream()
                .flatMapToLong(part -> Arrays.stream(part.counts()))
                .sum();
        double seconds =
                figures.seconds(End.DONE).stream().mapToDouble(Histogram::sum).sum();
        return figures.queue() + "/" + figures.task() + ": " + figures.instances() + " with " + figures.slots()
                + " run " + figures.running() + ", done " + done + " in " + Math.round(seconds) + " s, abandoned "
                + figures.abandoned();
    }

    private List<String> shown() {
        return meters.consumers().figures().stream()
                .map(ConsumerMetersTest::text)
                .toList();
    }

    private ConsumerMeter with(String task, int seconds) {
        ConsumerMeter meter = meters.ofConsumer("q", task, 2);
        meter.ended(End.DONE, seconds * 1_000_000_000L);
        return meter;
    }

    @Test
    void instancesAreAddedUpInTheOrderOfQueuesAndTasks() {
        with("upper", 1);
        with("echo", 1);
        with("echo", 2).began();
        assertThat(shown())
                .containsExactly(
                        "q/echo: 2 with 4 run 1, done 2 in 3 s, abandoned 0",
                        "q/upper: 1 with 2 run 0, done 1 in 1 s, abandoned 0");
    }

    @Test
    void whatIsGoneCountsOnlyBesideOthersOfItsQueueAndTask() {
        ConsumerMeter last = with("echo", 1);
        for (int generation = 0; generation < 5; generation++) {
            ConsumerMeter next = with("echo", 1);
            last.end();
            last = next;
        }
        assertThat(shown()).containsExactly("q/echo: 1 with 2 run 0, done 6 in 6 s, abandoned 0");
        assertThat(meters.consumers().figures().get(0).meters()).hasSize(2);
        last.end();
        assertThat(shown()).isEmpty();
        with("echo", 1);
        assertThat(shown()).containsExactly("q/echo: 1 with 2 run 0, done 1 in 1 s, abandoned 0");
    }

    @Test
    void oneThatTakesNoMoreItemsIsNoInstanceAndShownUntilItEnds() {
        ConsumerMeter leaving = with("echo", 1);
        leaving.began();
        leaving.retire();
        assertThat(shown()).containsExactly("q/echo: 0 with 0 run 1, done 1 in 1 s, abandoned 0");
        leaving.left();
        leaving.end();
        assertThat(shown()).isEmpty();
    }

    @Test
    void codeThatDoesNotEndIsShownBehindTheEndOfItsConsumer() {
        ConsumerMeter hanging = with("echo", 1);
        hanging.abandoned(1);
        hanging.end();
        assertThat(shown()).containsExactly("q/echo: 0 with 0 run 0, done 1 in 1 s, abandoned 1");
        hanging.abandoned(0);
        assertThat(shown()).isEmpty();
    }
}
