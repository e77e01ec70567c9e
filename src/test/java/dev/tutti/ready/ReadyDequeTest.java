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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long deque packs bodies, and drops those that the journal has, and nobody notices. */
class ReadyDequeTest {

    private static final int SIZE = ItemBlock.SIZE;
    private static final int AT_HAND = 64;
    private static final int MANY = 20 * SIZE;

    private final StoredItems source = new StoredItems();
    private final ReadyDeque<StoredItem> deque = new ReadyDeque<>(source, AT_HAND);

    private StoredItem add(Form form) {
        StoredItem item = source.item(form);
        deque.addLast(item);
        return item;
    }

    private void add(Form form, int count) {
        for (int i = 0; i < count; i++) {
            add(form);
        }
    }

    private void pollsAllInOrder() {
        for (long id = 1; id <= source.lastId; id++) {
            assertThat(deque.poll().id()).isEqualTo(id);
        }
        assertThat(deque.isEmpty()).isTrue();
        assertThat(deque.poll()).isNull();
    }

    @Test
    void theItemsBehindALongFrontAreCreatedAgain() {
        StoredItem first = add(Form.UNRECORDED);
        add(Form.UNRECORDED, MANY);
        StoredItem inTheMiddle = add(Form.UNRECORDED);
        add(Form.UNRECORDED, MANY);
        assertThat(deque.poll()).isSameAs(first);
        assertThat(deque.find(inTheMiddle.id())).isNotSameAs(inTheMiddle);
        assertThat(deque.find(inTheMiddle.id())).hasToString(inTheMiddle.toString());
    }

    @Test
    void anObjectStaysTheSame() {
        add(Form.UNRECORDED, MANY);
        StoredItem awaited = add(Form.OBJECT);
        add(Form.UNRECORDED, MANY);
        assertThat(deque.find(awaited.id())).isSameAs(awaited);
        deque.remove(awaited);
        assertThat(deque.find(awaited.id())).isNull();
        assertThat(deque.size()).isEqualTo(2 * MANY);
    }

    @Test
    void anItemThatIsStillToBeWrittenStaysTheSame() {
        add(Form.UNWRITTEN, MANY);
        StoredItem item = add(Form.UNWRITTEN);
        add(Form.UNWRITTEN, MANY);
        assertThat(deque.find(item.id())).isSameAs(item);
    }

    @Test
    void aShortDequeKeepsTheItemsAsTheyAre() {
        List<StoredItem> items = List.of(source.item(Form.WRITTEN), source.item(Form.WRITTEN));
        items.forEach(deque::addLast);
        items.forEach(item -> assertThat(deque.poll()).isSameAs(item));
    }

    @Test
    void aBlockThatLosesAllItsItemsIsGone() {
        add(Form.WRITTEN, MANY);
        for (long id = 1; id <= MANY; id++) {
            deque.remove(deque.find(id));
        }
        assertThat(deque.isEmpty()).isTrue();
        add(Form.WRITTEN);
        assertThat(deque.poll().id()).isEqualTo(source.lastId);
    }

    // ---- bodies that are dropped

    @Test
    void theLastBodiesAreDroppedFirst() {
        add(Form.WRITTEN, MANY);
        deque.drop(1);
        int front = 2 * SIZE;
        for (int i = 0; i < front; i++) {
            deque.poll();
        }
        assertThat(source.readBack).isEmpty();
        while (!deque.isEmpty()) {
            deque.poll();
        }
        assertThat(source.readBack).hasSize(SIZE).doesNotHaveDuplicates();
        assertThat(source.readBack.get(0)).isGreaterThan(MANY - 4 * SIZE);
        assertThat(source.memory).isZero();
    }

    @Test
    void onlyTheItemsAtHandStayWhereItemsArriveOneByOne() {
        add(Form.WRITTEN, 200);
        for (int i = 0; i < 200; i++) {
            add(Form.WRITTEN);
            deque.drop(2);
        }
        pollsAllInOrder();
        assertThat(source.readBack).hasSize(400 - AT_HAND);
        assertThat(source.memory).isZero();
    }

    @Test
    void aDroppedBodyCostsEightBytes() {
        int bytes = 0;
        for (int i = 0; i < MANY; i++) {
            bytes += add(Form.WRITTEN).bytes();
            deque.drop(2);
        }
        for (int i = 0; i < MANY; i++) {
            deque.drop(2);
        }
        long atHand = 0;
        for (int i = 0; i < AT_HAND; i++) {
            atHand += deque.poll().bytes();
        }
        long dropped = MANY - AT_HAND;
        assertThat(source.memory).isEqualTo(-(bytes - atHand) + 8 * dropped + ReadyFootprint.DROPPED);
    }

    @Test
    void theFrontIsDroppedWhileTheTailIsStillToBeWritten() {
        add(Form.WRITTEN, 2 * SIZE);
        add(Form.UNWRITTEN, 2);
        deque.drop(2);
        pollsAllInOrder();
        assertThat(source.readBack).containsExactly(2L * SIZE - 1, 2L * SIZE);
    }

    @Test
    void anItemThatIsWrittenInItsBlockCanBeDropped() {
        for (int i = 0; i < 3 * SIZE + AT_HAND; i++) {
            deque.addFirst(source.item(Form.UNWRITTEN));
        }
        StoredItem inBlock = deque.find(1);
        inBlock.written();
        deque.drop(1);
        assertThat(deque.find(1)).isNotSameAs(inBlock);
        assertThat(source.readBack).containsExactly(1L);
        assertThat(deque.find(2)).isNotNull();
        assertThat(source.readBack).hasSize(1);
    }

    @Test
    void anItemWithoutARecordIsNotDropped() {
        for (int i = 0; i < MANY; i++) {
            add(i % 2 == 0 ? Form.WRITTEN : Form.UNRECORDED);
        }
        for (int i = 0; i < MANY; i++) {
            deque.drop(1);
        }
        pollsAllInOrder();
        assertThat(source.readBack).allMatch(id -> id % 2 == 1).hasSizeGreaterThan(MANY / 2 - 2 * SIZE);
        assertThat(source.memory).isZero();
    }

    @Test
    void anItemTakenOutGivesItsMemoryBack() {
        add(Form.WRITTEN, AT_HAND + 10);
        deque.drop(1);
        assertThat(source.memory).isNotZero();
        deque.remove(deque.find(source.lastId));
        assertThat(source.memory).isZero();
    }

    @Test
    void objectsBeginNoOverflow() {
        add(Form.OBJECT, AT_HAND + 10);
        deque.drop(2);
        assertThat(source.memory).isZero();
    }

    @Test
    void aFewSmallItemsStaySinceAnOverflowTakesMore() {
        add(Form.WRITTEN, AT_HAND + 2);
        deque.drop(2);
        assertThat(source.memory).isZero();
    }

    @Test
    void peekingLeavesDroppedBodiesWhereTheyAre() {
        for (int i = 0; i < MANY; i++) {
            add(i % 50 == 0 ? Form.OBJECT : Form.WRITTEN);
            deque.drop(2);
        }
        long memory = source.memory;
        PeekResult<StoredItem> some = new PeekResult<>(AT_HAND + 10);
        deque.peek(some);
        assertThat(some.items())
                .extracting(StoredItem::id)
                .hasSize(AT_HAND + 10)
                .isSorted();
        assertThat(source.readBack).hasSizeLessThan(2 * AT_HAND);
        PeekResult<StoredItem> all = new PeekResult<>(MANY);
        deque.peek(all);
        assertThat(all.items()).extracting(StoredItem::id).hasSize(MANY).isSorted();
        assertThat(source.memory).isEqualTo(memory);
        pollsAllInOrder();
    }

    // ---- at random

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "4, false", "1, true", "2, true", "3, true", "4, true", "5, true"})
    void doesWhatADequeDoes(long seed, boolean memoryGetsShort) {
        Random random = Seeds.random(seed);
        ArrayDeque<StoredItem> model = new ArrayDeque<>();
        List<StoredItem> unwritten = new ArrayList<>();
        for (int step = 0; step < 40_000; step++) {
            // The deque grows for a while, and shrinks for a while; at one end more than at the other.
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
                StoredItem polled = deque.poll();
                assertThat(told(polled)).isEqualTo(told(expected));
            } else {
                remove(1 + random.nextInt((int) source.lastId), model);
            }
            if (random.nextInt(20) == 0) {
                unwritten.forEach(StoredItem::written);
                unwritten.clear();
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
                assertThat(told(found)).isEqualTo(told(item));
                deque.remove(found);
                items.remove();
                return;
            }
        }
        assertThat(found).isNull();
    }

    /** Peeks at everything, and then takes everything out. */
    private void assertAllIsThere(ArrayDeque<StoredItem> model, boolean someAreDropped) {
        assertThat(model).isNotEmpty();
        PeekResult<StoredItem> all = new PeekResult<>(Integer.MAX_VALUE);
        deque.peek(all);
        assertThat(told(all.items())).containsExactlyElementsOf(told(model));
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
                    runs);
        }
        runs.end();
        assertThat(drained)
                .containsExactlyInAnyOrderElementsOf(
                        model.stream().map(StoredItem::id).toList());
        if (someAreDropped) {
            assertThat(told(shown)).isSubsetOf(told(model)).doesNotHaveDuplicates();
            assertThat(shown).hasSizeLessThan(model.size());
        } else {
            assertThat(told(shown)).containsExactlyElementsOf(told(model));
        }
        assertThat(deque.isEmpty()).isTrue();
        assertThat(source.memory - memoryOfDropped(model, shown)).isZero();
    }

    /** The memory of dropped items stays released, since nobody has read them again. */
    private static long memoryOfDropped(Collection<StoredItem> model, List<StoredItem> shown) {
        Set<Long> here = new TreeSet<>(shown.stream().map(StoredItem::id).toList());
        return -model.stream()
                .filter(item -> !here.contains(item.id()))
                .mapToLong(StoredItem::bytes)
                .sum();
    }

    private static String told(StoredItem item) {
        return item == null ? null : item.toString();
    }

    private static List<String> told(Collection<StoredItem> items) {
        return items.stream().map(ReadyDequeTest::told).toList();
    }
}
