package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.queue.ItemHistory.Entry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The last of the items that workers lost or that ended, beside a map that does the same at length. */
class ItemHistoryTest {

    private static final int MOST_GOALS = 256;

    private final ItemHistory history = new ItemHistory(() -> 0);
    /** In the order of the last coming. */
    private final Map<Long, Entry> model = new LinkedHashMap<>();

    private void add(long id, String goal) {
        history.addMoved(id, goal);
        model.remove(id);
        model.put(id, new Entry(Fate.MOVED, 0, goal, 0));
        if (model.size() > ItemHistory.MOST) {
            model.remove(model.keySet().iterator().next());
        }
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(history.of(1)).isNull();
        assertThat(history.isDone(1, 1, "q")).isFalse();
    }

    @Test
    void theLastAreKnownInWhateverStepsTheirIdsCome() {
        for (int step : new int[] {1, 2, 256, 100_000, 1 << 24}) {
            for (int i = 0; i < 60_000; i++) {
                add(1 + (long) step * i, "q" + i % 5);
            }
        }
        model.forEach((id, known) -> assertThat(history.of(id)).isEqualTo(known));
        assertThat(model).hasSize(ItemHistory.MOST);
        for (int i = 0; i < 60_000; i++) {
            long id = 1 + 256L * i;
            assertThat(history.of(id)).as("item %s", id).isEqualTo(model.get(id));
        }
    }

    @Test
    void anItemThatComesAgainIsKnownByItsLast() {
        for (int i = 0; i < 400_000; i++) {
            add(comingAgain(i), "q" + i % 11);
        }
        Set<Long> newest = new HashSet<>();
        for (int i = 400_000 - ItemHistory.MOST; i < 400_000; i++) {
            newest.add(comingAgain(i));
        }
        assertThat(newest)
                .hasSizeGreaterThan(10_000)
                .allSatisfy(id -> assertThat(history.of(id)).isEqualTo(model.get(id)));
        List<Long> known =
                model.keySet().stream().filter(id -> history.of(id) != null).toList();
        assertThat(known)
                .hasSizeBetween(newest.size(), ItemHistory.MOST)
                .allSatisfy(id -> assertThat(history.of(id)).isEqualTo(model.get(id)));
    }

    /** The id at that step of a walk that meets most ids several times. */
    private static long comingAgain(int step) {
        return 1 + step * 7919L * (1 + step / 70_000) % 70_000;
    }

    @Test
    void searchesInBetweenFindTheLastOfEach() {
        for (int i = 0; i < 250_000; i++) {
            long id = comingAgain(i);
            add(id, "q" + i % 11);
            if (i % 97 == 0) {
                long other = comingAgain(i / 2);
                Entry known = history.of(other);
                assertThat(known).isIn(model.get(other), null);
                assertThat(history.of(id)).isEqualTo(model.get(id));
            }
        }
        for (int i = 250_000 - ItemHistory.MOST; i < 250_000; i++) {
            assertThat(history.of(comingAgain(i))).isEqualTo(model.get(comingAgain(i)));
        }
    }

    @Test
    void aGoalOfLongAgoHasNoNameAnyMore() {
        for (int i = 1; i <= MOST_GOALS + 1; i++) {
            history.addMoved(i, "q" + i);
        }
        assertThat(history.of(1)).isEqualTo(new Entry(Fate.MOVED, 0, null, 0));
        assertThat(history.of(2)).isEqualTo(new Entry(Fate.MOVED, 0, "q2", 0));
    }
}
