package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of items in the order of their ids, whatever the order of their delivery, beside a sorted set. */
class IdPageTest {

    private static final int ITEMS = 20_000;

    private final StoredItems source = new StoredItems();
    private final TreeSet<Long> model = new TreeSet<>();
    private ReadyItems<StoredItem> items;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void pagesHaveEachItemOnceInTheOrderOfTheIds(Kind kind) {
        Random random = Seeds.random();
        items = ReadyItems.of(kind, source);
        for (int i = 0; i < ITEMS; i++) {
            Long priority = kind == Kind.PRIORITY ? random.nextLong(3) : null;
            StoredItem item = source.item(random.nextInt(20) == 0 ? Form.OBJECT : Form.WRITTEN, "body", priority);
            items.enter(item);
            model.add(item.id());
            if (i % 3 == 0) {
                change(random);
            }
        }
        assertThat(source.lack).isTrue();
        for (int count : new int[] {1, 7, 1000, ITEMS}) {
            assertPages(count);
        }
        for (int i = 0; i < 100; i++) {
            long after = random.nextLong(source.lastId + 10);
            assertThat(page(after, 10))
                    .isEqualTo(model.tailSet(after, false).stream().limit(10).toList());
        }
    }

    /** The next item comes back, goes, or has its neighbours' bodies dropped. */
    private void change(Random random) {
        if (random.nextInt(4) == 0 && items.hasNextBody()) {
            StoredItem polled = items.poll();
            if (random.nextBoolean()) {
                items.comeBack(polled);
            } else {
                model.remove(polled.id());
            }
        } else if (random.nextBoolean()) {
            StoredItem found = items.find(1 + random.nextLong(source.lastId));
            if (found != null) {
                items.dropBodies(found);
            }
        }
    }

    private List<Long> page(long after, int count) {
        IdPage<StoredItem> page = new IdPage<>(after, count);
        BooleanSupplier step = items.addTo(page);
        while (step.getAsBoolean()) {}
        return page.items().stream().map(StoredItem::id).toList();
    }

    private void assertPages(int count) {
        List<Long> all = new ArrayList<>();
        List<Long> next = page(0, count);
        while (!next.isEmpty() && all.size() < 5 * ITEMS) {
            all.addAll(next);
            next = count == 1 && all.size() > 50 ? List.of() : page(next.get(next.size() - 1), count);
        }
        assertThat(all).isEqualTo(model.stream().limit(all.size()).toList());
        assertThat(count == 1 || all.size() == model.size()).isTrue();
    }
}
