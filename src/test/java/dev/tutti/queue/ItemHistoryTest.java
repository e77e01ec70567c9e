package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.queue.ItemHistory.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The last of the items that workers lost or that ended, beside a map that does the same at length. */
class ItemHistoryTest {

    private static final int MOST_GOALS = 256;

    private final ItemHistory history = new ItemHistory();
    /** In the order of the last coming. */
    private final Map<Long, Entry> model = new LinkedHashMap<>();

    private void add(long id, String goal) {
        history.addMoved(id, goal);
        model.remove(id);
        model.put(id, new Entry(Fate.MOVED, 0, goal));
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
            add(1 + i * 7919L * (1 + i / 70_000) % 70_000, "q" + i % 11);
        }
        for (long id = 1; id <= 70_000; id++) {
            Entry known = model.get(id);
            if (known != null && history.of(id) != null) {
                assertThat(history.of(id)).isEqualTo(known);
            }
        }
        assertThat(history.of(lastOf(model))).isNotNull();
    }

    private static long lastOf(Map<Long, Entry> model) {
        return model.keySet().stream().reduce((first, second) -> second).orElseThrow();
    }

    @Test
    void aGoalOfLongAgoHasNoNameAnyMore() {
        for (int i = 1; i <= MOST_GOALS + 1; i++) {
            history.addMoved(i, "q" + i);
        }
        assertThat(history.of(1)).isEqualTo(new Entry(Fate.MOVED, 0, null));
        assertThat(history.of(2)).isEqualTo(new Entry(Fate.MOVED, 0, "q2"));
    }
}
