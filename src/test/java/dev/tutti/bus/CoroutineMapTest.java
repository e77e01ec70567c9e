package dev.tutti.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CoroutineMapTest {

    private final CoroutineMap<Long> byCoroutine = new CoroutineMap<>();

    @Test
    void doesWhatAMapDoes() {
        Random random = Seeds.random(1);
        Map<Long, Long> model = new HashMap<>();
        for (long i = 0; i < 50_000; i++) {
            long coroutine = random.nextInt(2_000) - 1_000;
            assertThat(byCoroutine.get(coroutine)).isEqualTo(model.get(coroutine));
            if (random.nextBoolean()) {
                byCoroutine.put(coroutine, i);
                model.put(coroutine, i);
            } else {
                assertThat(byCoroutine.remove(coroutine)).isEqualTo(model.remove(coroutine));
            }
        }
    }

    /** As the parts of a GATHER come and go; looking at all that follow would take a quarter of an hour. */
    @Test
    @Timeout(60)
    void aMillionThatFollowEachOtherGoInTheOrderTheyCame() {
        int tasks = 1_000_000;
        for (long task = -1; task >= -tasks; task--) {
            byCoroutine.put(task, task);
        }
        for (long task = -1; task >= -tasks; task--) {
            assertThat(byCoroutine.remove(task)).isEqualTo(task);
        }
    }
}
