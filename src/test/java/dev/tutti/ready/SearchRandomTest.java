package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The way to the items of all kinds of queues by their ids, beside a map of all items. */
class SearchRandomTest {

    private static final int STEPS = 20_000;
    private static final byte[] BODY = new byte[200];

    private final StoredItems source = new StoredItems();
    private final Map<Long, StoredItem> ready = new TreeMap<>();
    private final List<StoredItem> inFlight = new ArrayList<>();
    private Random random;
    private Kind kind;
    private ReadyItems<StoredItem> items;
    private long lastId;
    /** The number of looks at an item's id. */
    private int looks;

    @BeforeEach
    void begin() {
        random = Seeds.random();
    }

    private StoredItem item(int places, Form form) {
        lastId += 1 + random.nextInt(3);
        long place = random.nextInt(places);
        Long priority = kind == Kind.PRIORITY ? place : null;
        String group = kind == Kind.FAIR ? "g" + place : null;
        return new StoredItem(lastId, lastId, priority, group, BODY, form) {
            @Override
            public long id() {
                looks++;
                return super.id();
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "FIFO, 1",
        "LIFO, 1",
        "PRIORITY, 1",
        "PRIORITY, 16",
        "PRIORITY, 40",
        "PRIORITY, 5000",
        "FAIR, 1",
        "FAIR, 16",
        "FAIR, 40",
        "FAIR, 5000"
    })
    void findsEachItemThatIsHereAndNoOther(Kind ofQueue, int places) {
        kind = ofQueue;
        items = ReadyItems.of(kind, source);
        for (int step = 0; step < STEPS; step++) {
            boolean grows = step / (STEPS / 5) % 2 == 0;
            int what = random.nextInt(100);
            if (what < (grows ? 60 : 20)) {
                enter(item(places, random.nextInt(20) == 0 ? Form.OBJECT : Form.WRITTEN));
            } else if (what < 80 && !ready.isEmpty()) {
                take();
            } else if (what < 85 && !inFlight.isEmpty()) {
                comeBack();
            } else if (what < 90 && !ready.isEmpty()) {
                items.remove(items.find(gone(any())));
            } else if (what == 90 && random.nextInt(STEPS / 1000) == 0) {
                drain();
            } else if (!ready.isEmpty()) {
                items.dropBodies(ready.get(any()));
            }
            assertThat(items.size()).isEqualTo(ready.size());
            assertFound(random.nextLong(lastId + 2));
            if (!ready.isEmpty()) {
                assertFound(any());
            }
        }
        assertPage(random.nextLong(lastId), 1 + random.nextInt(1_000));
    }

    @ParameterizedTest
    @EnumSource(names = {"PRIORITY", "FAIR"})
    void takesNoMemoryWhenNothingIsHere(Kind ofQueue) {
        kind = ofQueue;
        items = ReadyItems.of(kind, source);
        for (int step = 0; step < STEPS; step++) {
            enter(item(5_000, Form.OBJECT));
        }
        assertThat(source.memory).isGreaterThan(STEPS * 10L);
        for (int step = 0; step < STEPS / 2; step++) {
            items.remove(items.find(gone(any())));
        }
        drain();
        assertThat(source.memory).isZero();
    }

    /** An item that is not found looks at no other, beside those of a few places. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void looksAtFewOfManyItems(Kind ofQueue) {
        kind = ofQueue;
        items = ReadyItems.of(kind, source);
        for (int step = 0; step < STEPS; step++) {
            enter(item(STEPS, Form.OBJECT));
        }
        looks = 0;
        assertThat(items.find(lastId + 1)).isNull();
        assertThat(items.has(0)).isFalse();
        assertThat(items.keep(lastId).id()).isEqualTo(lastId);
        assertThat(looks).isLessThan(STEPS / 10);
    }

    private void enter(StoredItem item) {
        ready.put(item.id(), item);
        items.enter(item);
    }

    /** The id of a ready item. */
    private long any() {
        TreeMap<Long, StoredItem> sorted = (TreeMap<Long, StoredItem>) ready;
        Long id = sorted.ceilingKey(random.nextLong(lastId + 1));
        return id == null ? sorted.lastKey() : id;
    }

    private long gone(long id) {
        ready.remove(id);
        return id;
    }

    private void take() {
        StoredItem item = items.poll();
        StoredItem whole = ready.remove(item.id());
        if (random.nextInt(10) == 0) {
            items.putBack(item);
            ready.put(item.id(), whole);
        } else {
            inFlight.add(whole);
        }
    }

    /** Some end. */
    private void comeBack() {
        StoredItem item = inFlight.remove(random.nextInt(inFlight.size()));
        items.countOutOfFlight(item);
        if (random.nextInt(4) > 0) {
            items.comeBack(item);
            ready.put(item.id(), item);
        }
    }

    private void drain() {
        IdRuns others = new IdRuns((first, last) -> {});
        while (items.size() > 0) {
            items.drainSome(item -> {}, others);
        }
        ready.clear();
    }

    private void assertFound(long id) {
        StoredItem expected = ready.get(id);
        StoredItem found = random.nextInt(10) == 0 ? items.keep(id) : items.find(id);
        assertThat(found == null ? null : found.id()).isEqualTo(expected == null ? null : id);
        assertThat(items.has(id)).isEqualTo(expected != null);
    }

    private void assertPage(long after, int count) {
        IdPage<StoredItem> page = new IdPage<>(after, count);
        BooleanSupplier steps = items.addTo(page);
        while (steps.getAsBoolean()) {}
        assertThat(page.items().stream().map(StoredItem::id))
                .containsExactlyElementsOf(ready.keySet().stream()
                        .filter(id -> id > after)
                        .limit(count)
                        .toList());
    }
}
