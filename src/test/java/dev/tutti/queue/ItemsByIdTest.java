package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemsByIdTest {

    private final ItemsById items = new ItemsById();

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
        assertThat(items.all()).isEmpty();
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
        assertThat(items.all()).containsExactlyInAnyOrderElementsOf(model.values());
    }
}
