package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A long deque packs bodies, and drops those that the journal has, and nobody notices. */
class ReadyDequeTest {

    private static final int SIZE = ItemBlock.SIZE;
    private static final int AT_HAND = 64;
    private static final int MANY = 20 * SIZE;

    private final StoredItems source = new StoredItems();
    private final ReadyDeque<StoredItem> deque = new ReadyDeque<>(source, AT_HAND, null);

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

    /** Reads the bodies of the next items. */
    private void read(int count) {
        WantedItems<StoredItem> wanted = new WantedItems<>(count, Long.MAX_VALUE);
        for (wanted.addAll(deque.bring()); !wanted.missing().isEmpty(); wanted.addAll(deque.bring())) {
            source.read(wanted.missing());
            wanted = new WantedItems<>(count, Long.MAX_VALUE);
        }
        assertThat(wanted.areHere()).isTrue();
    }

    private StoredItem poll() {
        read(1);
        return deque.poll();
    }

    private void pollsAllInOrder() {
        for (long id = 1; id <= source.lastId; id++) {
            assertThat(poll().id()).isEqualTo(id);
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
            poll();
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
        assertThat(deque.find(1).hasBody()).isFalse();
        assertThat(deque.find(2).hasBody()).isTrue();
    }

    @Test
    void anItemIsFoundWithoutItsBody() {
        add(Form.WRITTEN, AT_HAND + 10);
        deque.drop(1);
        StoredItem found = deque.find(source.lastId);
        assertThat(found.id()).isEqualTo(source.lastId);
        assertThat(found.hasBody()).isFalse();
        deque.remove(found);
        assertThat(deque.find(source.lastId)).isNull();
    }

    @Test
    void anItemWithoutItsBodyHasItsPriority() {
        for (int i = 0; i < MANY; i++) {
            deque.addLast(source.item(Form.WRITTEN, "body", i % 3 == 0 ? null : Long.valueOf(i % 3)));
        }
        for (int i = 0; i < MANY; i++) {
            deque.drop(2);
        }
        for (long id = 1; id <= MANY; id++) {
            assertThat(deque.find(id).givenPriority())
                    .isEqualTo(source.recorded(id).givenPriority());
        }
        assertThat(deque.find(MANY).hasBody()).isFalse();
    }

    @Test
    void thoseThatNobodyReadsAreMissingOnce() {
        add(Form.WRITTEN, AT_HAND + 10);
        deque.drop(10);
        WantedItems<StoredItem> wanted = new WantedItems<>(AT_HAND + 3, Long.MAX_VALUE);
        wanted.addAll(deque.bring());
        assertThat(wanted.missing()).extracting(StoredItem::id).containsExactly(65L, 66L, 67L);
        wanted.missing().forEach(StoredItem::beginRead);
        WantedItems<StoredItem> more = new WantedItems<>(AT_HAND + 4, Long.MAX_VALUE);
        more.addAll(deque.bring());
        assertThat(more.missing()).extracting(StoredItem::id).containsExactly(68L);
        assertThat(more.areHere()).isFalse();
    }

    @Test
    void noMoreIsWantedThanGoesIntoTheBytes() {
        add(Form.WRITTEN, AT_HAND + 10);
        deque.drop(10);
        WantedItems<StoredItem> wanted =
                new WantedItems<>(AT_HAND + 10, deque.find(1).bytesShown() + 1);
        wanted.addAll(deque.bring());
        assertThat(wanted.missing()).isEmpty();
        assertThat(wanted.areHere()).isTrue();
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
        read(AT_HAND + 10);
        assertThat(source.memory).isZero();
        deque.drop(1);
        StoredItem dropped = deque.find(source.lastId);
        deque.remove(dropped);
        assertThat(source.memory - dropped.bytes())
                .isEqualTo(-source.recorded(source.lastId).bytes());
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

    private List<StoredItem> peek(int count) {
        List<StoredItem> items = new ArrayList<>();
        new PeekResult<StoredItem>(count, Long.MAX_VALUE, items::add).addAll(deque.look(count));
        return items;
    }

    @Test
    void peekingLeavesDroppedBodiesWhereTheyAre() {
        for (int i = 0; i < MANY; i++) {
            add(i % 50 == 0 ? Form.OBJECT : Form.WRITTEN);
            deque.drop(2);
        }
        long memory = source.memory;
        assertThat(peek(AT_HAND + 10)).hasSize(AT_HAND);
        read(AT_HAND + 10);
        assertThat(peek(AT_HAND + 10))
                .extracting(StoredItem::id)
                .hasSize(AT_HAND + 10)
                .isSorted();
        assertThat(source.readBack).hasSizeLessThan(2 * AT_HAND);
        read(MANY);
        assertThat(peek(MANY)).extracting(StoredItem::id).hasSize(MANY).isSorted();
        deque.dropFront(Integer.MAX_VALUE);
        assertThat(source.memory).isEqualTo(memory);
        pollsAllInOrder();
    }
}
