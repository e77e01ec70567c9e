package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page of items of many priorities or groups, which is made in short steps. */
class PageStepsTest {

    private static final int MANY = 2_000;

    private final StoredItems source = new StoredItems();
    private final List<StoredItem> here = new ArrayList<>();
    private long lastId;

    /** Adds an item that has a priority, or a group, of its own in most cases. */
    private void add(ReadyItems<StoredItem> items, Kind kind, long place) {
        lastId++;
        StoredItem item = kind == Kind.PRIORITY
                ? new StoredItem(lastId, 0, place, new byte[1], Form.OBJECT)
                : new StoredItem(lastId, 0, null, "g" + place, new byte[1], Form.OBJECT);
        items.enter(item);
        here.add(item);
    }

    @ParameterizedTest
    @EnumSource(names = {"PRIORITY", "FAIR"})
    void aStepLooksAtFew(Kind kind) {
        ReadyItems<StoredItem> items = ReadyItems.of(kind, source);
        for (int i = 0; i < MANY; i++) {
            add(items, kind, i);
        }
        IdPage<StoredItem> page = new IdPage<>(0, MANY);
        BooleanSupplier step = items.addTo(page);
        int steps = 0;
        int before = 0;
        boolean more = true;
        while (more) {
            more = step.getAsBoolean();
            steps++;
            int now = page.items().size();
            assertThat(now - before).isLessThanOrEqualTo(DequeIndex.FEW);
            before = now;
        }
        assertThat(before).isEqualTo(MANY);
        assertThat(steps).isBetween(MANY / DequeIndex.FEW, MANY / DequeIndex.FEW + 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"PRIORITY", "FAIR"})
    void anItemThatStaysIsMetWhileOthersComeAndGo(Kind kind) {
        Random random = Seeds.random();
        for (int round = 0; round < 50; round++) {
            ReadyItems<StoredItem> items = ReadyItems.of(kind, source);
            here.clear();
            for (int i = random.nextInt(MANY); i > 0; i--) {
                add(items, kind, random.nextInt(MANY));
            }
            Set<StoredItem> stay = new HashSet<>(here);
            IdPage<StoredItem> page = new IdPage<>(0, Integer.MAX_VALUE);
            BooleanSupplier step = items.addTo(page);
            while (step.getAsBoolean()) {
                for (int i = random.nextInt(20); i > 0 && !here.isEmpty(); i--) {
                    stay.remove(change(items, kind, random));
                }
            }
            assertThat(page.items()).containsAll(stay);
        }
    }

    /** One goes, the next one or another, and maybe comes back. Or a new one comes. */
    private StoredItem change(ReadyItems<StoredItem> items, Kind kind, Random random) {
        if (random.nextInt(3) == 0) {
            add(items, kind, random.nextInt(MANY));
            return here.get(here.size() - 1);
        }
        StoredItem gone = here.get(random.nextInt(here.size()));
        if (random.nextBoolean()) {
            items.remove(gone);
        } else {
            gone = items.poll();
            items.countOutOfFlight(gone);
        }
        here.remove(gone);
        if (random.nextBoolean()) {
            items.comeBack(gone);
            here.add(gone);
        }
        return gone;
    }
}
