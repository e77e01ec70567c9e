package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.command.Signal;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connections that move all items, get all, and give all back, in slices that overlap at random. Whoever looks finds all
 * items in one place, and in their order.
 */
class AllOrNothingRandomTest {

    private static final int STEPS = 10_000;
    private static final int ITEMS = 20;
    private static final long OBSERVER = 50;
    private static final String ALL = IntStream.rangeClosed(1, ITEMS)
            .mapToObj(id -> "[" + id + ", x, N]")
            .collect(Collectors.joining(", ", "[", "]"));

    private final OneOwner owner = new OneOwner();
    private Random random;
    private long connections = 1000;
    /** The number in q that was observed, until that in r is. */
    private int inQ = -1;

    private int observed;
    private int got;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void nobodySeesHalfAChange(long seed) {
        random = Seeds.random(seed);
        owner.ask(1, IntStream.range(0, ITEMS).mapToObj(i -> "QUEUE PUT q x").toArray(String[]::new));
        owner.becomeSlow();
        for (int step = 0; step < STEPS; step++) {
            try {
                act().forEach(this::heard);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
        }
        IntStream.rangeClosed(2, 6).forEach(connection -> owner.close(connections - connection));
        owner.afterAllSlices();
        owner.after(100);
        owner.afterAllSlices().forEach(this::heard);
        observe().forEach(this::heard);
        assertThat(observed).isGreaterThan(9);
        assertThat(got).isGreaterThan(9);
        owner.ask(1, "QUEUE DELETE q", "QUEUE DELETE r");
        owner.afterAllSlices();
        assertThat(owner.memory.used()).isZero();
        assertThat(owner.timers.next()).isEqualTo(Long.MAX_VALUE);
    }

    private List<String> act() {
        long connection = connections - 2 - random.nextInt(5);
        int dice = random.nextInt(100);
        if (dice < 30) {
            return owner.after(random.nextInt(8));
        } else if (dice < 40) {
            return observe();
        } else if (dice < 60) {
            return owner.ask(connection, random.nextBoolean() ? "QUEUE MOVE q r" : "QUEUE MOVE r q");
        } else if (dice < 85) {
            String get = "QUEUE GET " + (random.nextBoolean() ? "q" : "r") + " COUNT " + ITEMS + " TIMEOUT 0";
            return owner.ask(connection, get + " LEASE " + random.nextInt(9));
        } else if (dice < 95) {
            return owner.send(connection, new Signal.Reset());
        }
        connections += 5; // five others
        return IntStream.rangeClosed(2, 6)
                .mapToObj(closed -> owner.close(connections - 5 - closed))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> observe() {
        return owner.transaction(OBSERVER, "QUEUE SIZE q", "QUEUE SIZE r");
    }

    private void heard(String reply) {
        String text = reply.substring(reply.indexOf(' ') + 1);
        if (!reply.startsWith(OBSERVER + ":")) {
            assertThat(text.replaceAll("\\d+\\]", "N]")).isIn(ALL, "NullArray", "0", String.valueOf(ITEMS));
            got += text.startsWith("[") ? 1 : 0;
        } else if (inQ < 0) {
            inQ = Integer.parseInt(text);
            assertThat(inQ).isIn(0, ITEMS);
        } else {
            assertThat(Integer.parseInt(text)).isIn(0, ITEMS - inQ);
            inQ = -1;
            observed++;
        }
    }
}
