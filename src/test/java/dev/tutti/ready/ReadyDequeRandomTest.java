package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A deque at random, beside a model in which nothing is packed and nothing is dropped. Reads take their time. */
class ReadyDequeRandomTest {

    private static final int AT_HAND = 64;

    private final StoredItems source = new StoredItems();
    /** The items whose bodies are being read. */
    private List<StoredItem> asked = List.of();

    private final ReadyDeque<StoredItem> deque = new ReadyDeque<>(source, AT_HAND, null);

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "4, false", "1, true", "2, true", "3, true", "4, true", "5, true"})
    void doesWhatADequeDoes(long seed, boolean memoryGetsShort) {
        Random random = Seeds.random(seed);
        ArrayDeque<StoredItem> model = new ArrayDeque<>();
        List<StoredItem> unwritten = new ArrayList<>();
        // The deque grows for a while, and shrinks for a while; at one end more than at the other. At last it grows.
        for (int step = 0; step < 45_000; step++) {
            boolean grows = step / 5_000 % 2 == 0;
            boolean atFront = random.nextInt(10) == 0 == seed % 2 > 0;
            int what = random.nextInt(100);
            if (what < (grows ? 80 : 20)) {
                StoredItem item =
                        memoryGetsShort && random.nextInt(10) > 0 ? source.item(Form.UNWRITTEN) : source.any(random);
                if (item.form() == Form.UNWRITTEN) {
                    unwritten.add(item);
                }
                add(item, atFront, model);
            } else if (what < 99) {
                StoredItem expected = model.poll();
                while (!deque.isEmpty() && !deque.hasNextBody()) {
                    endRead();
                    beginRead(1 + random.nextInt(100));
                }
                StoredItem polled = deque.poll();
                assertThat(told(polled)).isEqualTo(told(expected));
            } else {
                remove(1 + random.nextInt((int) source.lastId + 1), model);
            }
            if (random.nextInt(20) == 0) {
                unwritten.forEach(StoredItem::written);
                unwritten.clear();
            }
            if (random.nextInt(10) == 0) {
                endRead();
            } else if (random.nextInt(10) == 0) {
                beginRead(1 + random.nextInt(300));
            }
            if (memoryGetsShort && step / 700 % 2 > 0 && random.nextBoolean()) {
                deque.drop(1 + random.nextInt(3));
            }
            assertThat(deque.size()).isEqualTo(model.size());
            assertThat(deque.isEmpty()).isEqualTo(model.isEmpty());
        }
        assertThat(source.readBack.isEmpty()).isNotEqualTo(memoryGetsShort);
        assertAllIsThere(model, memoryGetsShort);
    }

    private void beginRead(int count) {
        if (asked.isEmpty()) {
            WantedItems<StoredItem> wanted = new WantedItems<>(count, Long.MAX_VALUE);
            wanted.addAll(deque.bring());
            asked = wanted.missing();
            asked.forEach(StoredItem::beginRead);
        }
    }

    private void endRead() {
        source.read(asked.stream().filter(StoredItem::isBeingRead).toList());
        asked = List.of();
    }

    private void add(StoredItem item, boolean atFront, ArrayDeque<StoredItem> model) {
        if (atFront) {
            deque.addFirst(item);
            model.addFirst(item);
        } else {
            deque.addLast(item);
            model.addLast(item);
        }
    }

    private void remove(long id, ArrayDeque<StoredItem> model) {
        StoredItem found = deque.find(id);
        for (Iterator<StoredItem> items = model.iterator(); items.hasNext(); ) {
            StoredItem item = items.next();
            if (item.id() == id) {
                if (found.hasBody()) {
                    assertThat(told(found)).isEqualTo(told(item));
                } else {
                    assertThat(found.id()).isEqualTo(id);
                    source.memory += item.body().length; // which is gone with the item
                }
                deque.remove(found);
                found.endRead();
                items.remove();
                return;
            }
        }
        assertThat(found).isNull();
    }

    /** Takes everything out. If all is in memory, peeks at it before. */
    private void assertAllIsThere(ArrayDeque<StoredItem> model, boolean someAreDropped) {
        assertThat(model).isNotEmpty();
        if (!someAreDropped) {
            List<StoredItem> all = new ArrayList<>();
            deque.look(Integer.MAX_VALUE).forEachRemaining(all::add);
            assertThat(told(all)).containsExactlyElementsOf(told(model));
        }
        List<StoredItem> shown = new ArrayList<>();
        Set<Long> drained = new TreeSet<>();
        IdRuns runs =
                new IdRuns((first, last) -> LongStream.rangeClosed(first, last).forEach(drained::add));
        while (!deque.isEmpty()) {
            deque.drainSome(
                    item -> {
                        shown.add(item);
                        drained.add(item.id());
                    },
                    runs::add);
        }
        runs.end();
        assertThat(drained)
                .containsExactlyInAnyOrderElementsOf(
                        model.stream().map(StoredItem::id).toList());
        if (someAreDropped) {
            List<StoredItem> withBodies =
                    shown.stream().filter(StoredItem::hasBody).toList();
            assertThat(told(withBodies)).isSubsetOf(told(model)).doesNotHaveDuplicates();
        } else {
            assertThat(told(shown)).containsExactlyElementsOf(told(model));
        }
        assertThat(deque.isEmpty()).isTrue();
        assertThat(source.memory - memoryOfDropped(model, shown)).isZero();
    }

    /** The memory of dropped items and bodies stays released, since nobody has read them again. */
    private static long memoryOfDropped(Collection<StoredItem> model, List<StoredItem> shown) {
        return shown.stream().mapToLong(StoredItem::bytes).sum()
                - model.stream().mapToLong(StoredItem::bytes).sum();
    }

    private static String told(StoredItem item) {
        return item == null ? null : item.toString();
    }

    private static List<String> told(Collection<StoredItem> items) {
        return items.stream().map(ReadyDequeRandomTest::told).toList();
    }
}
