package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A look at the items in their order, between whose steps some are removed and others come. */
class LookTest {

    private static final int MOST = 1_500;

    private final StoredItems source = new StoredItems();
    private Kind kind;
    private Random random;
    private ReadyItems<StoredItem> items;
    private final Map<Long, String> groups = new HashMap<>();
    private long lastId;

    private void add(int places) {
        lastId++;
        String place = String.valueOf(random.nextInt(places));
        groups.put(lastId, place);
        items.enter(new StoredItem(
                lastId,
                0,
                kind == Kind.PRIORITY ? Long.valueOf(place) : null,
                kind == Kind.FAIR ? place : null,
                place.getBytes(),
                kind == Kind.FAIR || random.nextInt(20) == 0 ? Form.OBJECT : Form.UNRECORDED));
    }

    private List<Long> all() {
        List<Long> all = new ArrayList<>();
        items.look(Integer.MAX_VALUE).forEachRemaining(item -> all.add(item.id()));
        return all;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatStaysIsMetOnceAndInItsOrder(Kind ofQueue) {
        kind = ofQueue;
        random = Seeds.random();
        for (int round = 0; round < 20; round++) {
            items = ReadyItems.of(kind, source);
            int places = 1 + random.nextInt(random.nextBoolean() ? 3 : 300);
            for (int i = random.nextInt(MOST); i > 0; i--) {
                add(places);
            }
            look(places);
        }
    }

    private void look(int places) {
        List<Long> before = all();
        assertThat(before).hasSize(items.size());
        Set<Long> removed = new HashSet<>();
        long lastBefore = lastId;
        List<Long> met = new ArrayList<>();
        Iterator<StoredItem> look = items.look(Integer.MAX_VALUE);
        while (look.hasNext()) {
            met.add(look.next().id());
            for (int i = random.nextInt(4); i > 0; i--) {
                if (random.nextInt(3) == 0) {
                    add(places);
                } else {
                    remove(1 + random.nextLong(lastId), removed);
                }
            }
        }
        assertThat(met).doesNotHaveDuplicates();
        List<Long> known = met.stream().filter(id -> id <= lastBefore).toList();
        // a group has its turn earlier if an item of it is removed
        Function<Long, String> line = id -> kind == Kind.FAIR ? groups.get(id) : "";
        Map<String, List<Long>> lines = before.stream().collect(Collectors.groupingBy(line));
        known.stream()
                .collect(Collectors.groupingBy(line))
                .forEach((group, ids) -> assertThat(lines.get(group)).containsSubsequence(ids));
        before.removeAll(removed);
        assertThat(known).containsAll(before);
    }

    private void remove(long id, Set<Long> removed) {
        StoredItem item = items.find(id);
        if (item != null) {
            items.remove(item);
            removed.add(id);
        }
    }
}
