package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.waiting.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemsByIdTest {

    private ItemsById items = new ItemsById();

    private static Item item(long id) {
        Item item = new Item(new byte[0], PutOptions.NORMAL, null);
        item.enter(null, id);
        return item;
    }

    @Test
    void isEmptyAtFirstAndWhenAllAreGone() {
        Item item = item(7);
        assertThat(items.isEmpty()).isTrue();
        assertThat(items.find(7)).isNull();
        items.add(item);
        assertThat(items.isEmpty()).isFalse();
        assertThat(items.find(7)).isSameAs(item);
        assertThat(items.find(8)).isNull();
        items.remove(item);
        assertThat(items.isEmpty()).isTrue();
        assertThat(items.find(7)).isNull();
        assertThat(items.walk().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 64, 4096, 1L << 32, 1L << 62})
    void doesWhatAMapDoesWithIdsInStepsOf(long step) {
        Random random = Seeds.random(step);
        Map<Long, Item> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long id = random.nextInt(2_000) * step;
            Item known = model.get(id);
            assertThat(items.find(id)).isSameAs(known);
            if (known == null) {
                Item item = item(id);
                items.add(item);
                model.put(id, item);
            } else {
                items.remove(known);
                model.remove(id);
            }
            assertThat(items.size()).isEqualTo(model.size());
        }
        assertThat(items.walk().all()).containsExactlyInAnyOrderElementsOf(model.values());
    }

    // ---- the walk

    private static final int MANY = 10_000;

    private List<Item> add(long from, int count, long step) {
        List<Item> added =
                LongStream.range(0, count).mapToObj(i -> item(from + i * step)).toList();
        added.forEach(items::add);
        return added;
    }

    @Test
    void aStepOfTheWalkMeetsFew() {
        add(1, MANY, 1);
        List<Item> met = new ArrayList<>();
        Walk<Item> walk = items.walk();
        int most = 0;
        for (int before = 0; walk.step(met::add); before = met.size()) {
            most = Math.max(most, met.size() - before);
        }
        assertThat(met).hasSize(MANY);
        assertThat(most).isBetween(1, 200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 64, 1L << 32})
    void theWalkMeetsEachItemOnceThatStaysWhileOthersComeAndGo(long step) {
        Random random = Seeds.random(step);
        for (int round = 0; round < 20; round++) {
            items = new ItemsById();
            List<Item> stay = add(1, random.nextInt(1000), step);
            List<Item> others = new ArrayList<>(add(step * MANY * MANY, random.nextInt(500), step));
            Map<Long, Integer> met = new HashMap<>();
            Walk<Item> walk = items.walk();
            long next = 2 * step * MANY * MANY;
            while (walk.step(item -> met.merge(item.id(), 1, Integer::sum))) {
                others.addAll(add(next, random.nextInt(300), step));
                next += 300 * step;
                while (others.size() > 100 && random.nextInt(50) > 0) {
                    items.remove(others.remove(random.nextInt(others.size())));
                }
            }
            stay.forEach(item -> assertThat(met.remove(item.id())).isEqualTo(1));
            assertThat(met.values()).allMatch(times -> times == 1);
        }
    }
}
