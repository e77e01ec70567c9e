package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueConfig.Kind;
import dev.tutti.queue.ItemView.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page of items is made in steps, and between two steps items come, go, and change their state. */
class ItemListingRandomTest {

    private static final int ITEMS = 600;
    private static final int PLACES = 200;

    private QueueScene scene;
    private WorkQueue queue;
    private WorkQueue other;
    private Kind kind;
    private Random random;
    private List<Holder> holders;
    private final List<Item> taken = new ArrayList<>();
    private long lastId;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatStaysIsListed(Kind ofQueue) {
        kind = ofQueue;
        random = Seeds.random();
        int turns = 0;
        for (int round = 0; round < 60; round++) {
            begin();
            turns += list();
        }
        assertThat(turns).as("turns that were taken").isGreaterThan(100);
    }

    private void begin() {
        scene = new QueueScene();
        queue = scene.queue("q", new QueueConfig(kind, 0, 0, 3));
        other = scene.queue("other", new QueueConfig(kind, 0, 0, 3));
        holders = List.of(scene.holder("client"), scene.consumer("consumer"), scene.holder("another"));
        taken.clear();
        lastId = 0;
        for (int i = random.nextInt(ITEMS); i > 0; i--) {
            put();
            if (random.nextInt(3) == 0) {
                change();
            }
        }
    }

    /** Lists a page. Returns the number of changes between two steps. */
    private int list() {
        State state = random.nextBoolean() ? null : State.values()[random.nextInt(State.values().length)];
        long after = random.nextInt(3) == 0 ? 0 : random.nextLong(lastId + 2);
        int count = random.nextBoolean() ? 1 + random.nextInt(20) : 1 + random.nextInt(ITEMS);
        Map<Long, State> same = here();
        Set<Long> stay = new HashSet<>(same.keySet());
        ItemListing listing = queue.inspection().page(state, count, after);
        listing.begin(true);
        int turns = 0;
        while (listing.step()) {
            turns++;
            for (int i = random.nextInt(20); i > 0; i--) {
                change();
                Map<Long, State> now = here();
                stay.retainAll(now.keySet());
                same.entrySet().retainAll(now.entrySet());
            }
        }
        List<Long> listed = listing.shown().here().stream().map(ItemView::id).toList();
        assertThat(listed)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(count)
                .allMatch(id -> id > after);
        assertThat(listing.shown().here()).allMatch(view -> state == null || view.state() == state);
        if (state != null) {
            stay.removeIf(id -> same.get(id) != state);
        }
        boolean mayBeCut = listed.size() == count || turns > 0 && !listed.isEmpty();
        long last = mayBeCut ? listed.get(listed.size() - 1) : Long.MAX_VALUE;
        stay.removeIf(id -> id <= after || id > last);
        assertThat(listed).containsAll(stay);
        return turns;
    }

    /** The state of each item, as a page shows it that is made at once. */
    private Map<Long, State> here() {
        ItemListing listing = queue.inspection().page(null, Integer.MAX_VALUE, 0);
        listing.begin(false);
        while (listing.step()) {}
        Map<Long, State> here = new HashMap<>();
        listing.shown().here().forEach(view -> here.put(view.id(), view.state()));
        return here;
    }

    // ---- changes

    private void put() {
        Long priority = kind == Kind.PRIORITY ? random.nextLong(PLACES) : null;
        String group = kind == Kind.FAIR ? "g" + random.nextInt(PLACES) : null;
        long delay = random.nextInt(3) == 0 ? 1 + random.nextInt(50) : 0;
        PutOptions options = new PutOptions(priority, delay, null, 0, group);
        Item item = random.nextInt(3) == 0
                ? scene.submission("s", options, 10 + random.nextInt(100))
                : scene.item("p", options, null);
        lastId = scene.put(random.nextInt(10) == 0 ? other : queue, item).id();
    }

    private void change() {
        taken.removeIf(item -> !item.is(ItemState.IN_FLIGHT) && !item.isCancelled());
        switch (random.nextInt(8)) {
            case 0 -> put();
            case 1, 2 -> take();
            case 3 -> cancel();
            case 4 -> moveOrReschedule();
            case 5 -> scene.after(random.nextInt(3));
            default -> finish();
        }
    }

    private void take() {
        if (queue.canDeliver()) {
            taken.add(queue.take(holders.get(random.nextInt(holders.size())), random.nextInt(3) == 0 ? 10 : 0));
        }
    }

    private void finish() {
        if (taken.isEmpty()) {
            return;
        }
        Item item = taken.remove(random.nextInt(taken.size()));
        Holder holder = item.holder();
        if (item.isCancelled()) {
            queue.endCancelled(holder, item.id());
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> queue.fail(holder, item.id(), Failure.of(new byte[0]));
            case 1 -> queue.release(holder, item.id(), random.nextInt(30));
            default -> queue.done(holder, item.id(), new byte[0]);
        }
    }

    private void cancel() {
        Item item = queue.items().find(random.nextLong(lastId + 1));
        if (item != null) {
            queue.cancel(item);
        }
    }

    private void moveOrReschedule() {
        long id = random.nextLong(lastId + 1);
        if (other.items().isPending(id)) {
            other.move(other.items().pending(id), queue);
        } else if (queue.items().isPending(id) && random.nextBoolean()) {
            queue.move(queue.items().pending(id), other);
        } else if (queue.items().isPending(id)) {
            queue.reschedule(
                    queue.items().pending(id),
                    kind == Kind.PRIORITY ? random.nextLong(PLACES) : null,
                    random.nextInt(20));
        }
    }
}
