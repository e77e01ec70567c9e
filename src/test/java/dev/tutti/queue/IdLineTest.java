package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdLineTest {

    private final IdLine line = new IdLine();

    private List<String> runs() {
        List<String> runs = new ArrayList<>();
        line.forEachRun((first, last) -> runs.add(first + ".." + last));
        return runs;
    }

    @Test
    void tellsRunsUpwardsAndDownwards() {
        assertThat(runs()).isEmpty();
        for (long id : new long[] {5, 6, 7, 9, 3, 2, 1, 20}) {
            line.addLast(id);
        }
        assertThat(runs()).containsExactly("5..7", "9..9", "1..3", "20..20");
    }

    @Test
    void aRunGoesOverTheBordersOfBlocks() {
        for (int id = 1; id <= 5000; id++) {
            line.addLast(id);
        }
        assertThat(runs()).containsExactly("1..5000");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void doesWhatADequeDoes(long seed) {
        Random random = new Random(seed);
        ArrayDeque<Long> model = new ArrayDeque<>();
        for (long id = 1; id <= 30_000; id++) {
            switch (random.nextInt(10)) {
                case 0 -> {
                    line.addFirst(id);
                    model.addFirst(id);
                }
                case 1 -> {
                    int count = random.nextInt(8);
                    long[] next = line.peek(0, count);
                    line.skip(next.length);
                    assertThat(next)
                            .containsExactly(model.stream()
                                    .limit(count)
                                    .mapToLong(Long::longValue)
                                    .toArray());
                    for (int i = 0; i < next.length; i++) {
                        model.poll();
                    }
                }
                case 2 -> {
                    long gone = 1 + random.nextInt((int) id);
                    assertThat(line.contains(gone)).isEqualTo(model.contains(gone));
                    assertThat(line.remove(gone)).isEqualTo(model.remove(gone));
                }
                default -> {
                    line.addLast(id);
                    model.addLast(id);
                }
            }
            assertThat(line.size()).isEqualTo(model.size());
            if (random.nextInt(5000) == 0) {
                line.clear();
                model.clear();
            }
        }
        assertThat(line.peek(0, Integer.MAX_VALUE))
                .containsExactly(model.stream().mapToLong(Long::longValue).toArray());
    }
}
