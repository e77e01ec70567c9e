package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdTreeTest {

    private static final int MANY = 10_000;

    private long memory;
    private final IdTree<String> tree = new IdTree<>(bytes -> memory += bytes);
    private final TreeMap<Long, String> model = new TreeMap<>();

    private void put(long id, String value) {
        tree.put(id, value);
        model.put(id, value);
    }

    private void remove(long id) {
        tree.remove(id);
        model.remove(id);
    }

    private void assertSame(long id) {
        assertThat(tree.get(id)).isEqualTo(model.get(id));
        Long next = model.higherKey(id);
        assertThat(tree.next(id)).isEqualTo(next == null ? Long.MAX_VALUE : next);
    }

    /** Most ids come as the largest and go as the smallest, and the others do both anywhere. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 1, 5",
        "1000, 1, 1000000",
        "1, 3, 1",
        "5000000000, 3, 5",
        "1, 20, 1",
        "4611686018427387904, 20, 100"
    })
    void doesWhatASortedMapDoes(long first, int oneAnywhereIn, int gap) {
        Random random = Seeds.random();
        long last = first;
        for (int step = 0; step < 25_000; step++) {
            boolean grows = step / 5_000 % 2 == 0;
            boolean anywhere = random.nextInt(oneAnywhereIn) == 0;
            if (random.nextInt(10) < (grows ? 8 : 2)) {
                last += 1 + random.nextInt(gap);
                put(anywhere ? first + random.nextLong(last - first) : last, "value " + step);
            } else if (!model.isEmpty()) {
                remove(
                        anywhere
                                ? model.ceilingKey(first + random.nextLong(model.lastKey() - first + 1))
                                : model.firstKey());
            }
            remove(first + random.nextLong(last - first + 2));
            assertSame(random.nextLong(last + 2));
            assertSame(first + random.nextLong(last - first + 2));
            if (!model.isEmpty()) {
                assertSame(model.firstKey() - random.nextInt(2));
                assertSame(model.lastKey() + random.nextInt(2));
            }
        }
        LongStream.rangeClosed(first, first + 1_000).forEach(this::assertSame);
        assertThat(memory).isPositive();
        model.keySet().stream().toList().forEach(this::remove);
        assertThat(memory).isZero();
    }

    @Test
    void idsMayBeAnyPositiveNumber() {
        Random random = Seeds.random();
        for (int i = 0; i < MANY; i++) {
            put(1 + random.nextLong(Long.MAX_VALUE - 1) >>> random.nextInt(Long.SIZE - 1), "value " + i);
            assertSame(random.nextLong());
        }
        put(1, "first");
        put(Long.MAX_VALUE - 1, "last");
        assertThat(tree.next(Long.MIN_VALUE)).isEqualTo(model.firstKey());
        assertThat(tree.next(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        model.keySet().forEach(this::assertSame);
        model.keySet().stream().toList().forEach(this::remove);
        assertThat(memory).isZero();
    }

    @Test
    void consecutiveIdsTakeLittleMemory() {
        LongStream.rangeClosed(1, MANY).forEach(id -> put(id, "value"));
        assertThat(memory).isLessThanOrEqualTo(5 * MANY);
    }

    @Test
    void fewThatStayOfManyTakeLittleMemory() {
        LongStream.rangeClosed(1, 64 * MANY).forEach(id -> put(id, "value"));
        LongStream.rangeClosed(1, 64 * MANY).filter(id -> id % 64 > 0).forEach(this::remove);
        assertThat(model).hasSize(MANY);
        assertThat(memory).isLessThanOrEqualTo(56 * MANY);
        model.keySet().forEach(this::assertSame);
    }
}
