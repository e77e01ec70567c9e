package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRunsTest {

    private static List<String> runs(long... ids) {
        List<String> runs = new ArrayList<>();
        IdRuns gathered = new IdRuns((first, last) -> runs.add(first + ".." + last));
        for (long id : ids) {
            gathered.add(id);
        }
        gathered.end();
        gathered.end();
        return runs;
    }

    @Test
    void growUpwardsAndDownwards() {
        assertThat(runs()).isEmpty();
        assertThat(runs(5, 6, 7, 9, 3, 2, 1, 20)).containsExactly("5..7", "9..9", "1..3", "20..20");
    }

    @Test
    void nothingIsBeforeTheFirstId() {
        assertThat(runs(1)).containsExactly("1..1");
        assertThat(runs(1, 2)).containsExactly("1..2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void coverEveryIdOnceAndNoOther(long seed) {
        Random random = Seeds.random(seed);
        List<Long> ids = new ArrayList<>();
        List<Long> covered = new ArrayList<>();
        IdRuns gathered = new IdRuns((first, last) -> {
            for (long id = first; id <= last; id++) {
                covered.add(id);
            }
        });
        long next = 1;
        for (int i = 0; i < 1_000; i++) {
            int length = 1 + random.nextInt(5);
            boolean upwards = random.nextBoolean();
            for (int j = 0; j < length; j++) {
                long id = upwards ? next + j : next + length - 1 - j;
                ids.add(id);
                gathered.add(id);
            }
            next += length + random.nextInt(3);
        }
        gathered.end();
        assertThat(covered).containsExactlyInAnyOrderElementsOf(ids);
    }
}
