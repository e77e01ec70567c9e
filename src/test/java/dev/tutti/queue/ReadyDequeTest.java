package dev.tutti.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long line packs what is plain and leaves to the journal what is there, and nobody notices. */
class ReadyDequeTest {

    private static final int MANY = 10 * 4 * ItemBlock.SIZE;

    private final QueueScene scene = new QueueScene();
    private final WorkQueue queue = scene.queue("q", Kind.FIFO);
    private final Map<Long, Item> journal = new HashMap<>();
    private final ReadyDeque line = new ReadyDeque(this::read, scene.memory, ItemBlock.SIZE);
    private long lastId;

    /** The ids that were read back. */
    private final List<Long> readBack = new ArrayList<>();

    private List<Item> read(long[] ids) {
        Arrays.stream(ids).forEach(readBack::add);
        return Arrays.stream(ids)
                .mapToObj(id -> written(id, journal.get(id).body()))
                .toList();
    }

    private Item item(String body, Awaiter awaiter) {
        Item item = new Item(body.getBytes(StandardCharsets.UTF_8), PutOptions.NORMAL, awaiter);
        item.id = ++lastId;
        item.queue = queue;
        item.state = Item.State.READY;
        return item;
    }

    private Item plain() {
        return item("body " + (lastId + 1), null);
    }

    private Item written() {
        Item item = written(++lastId, ("body " + lastId).getBytes(StandardCharsets.UTF_8));
        journal.put(item.id, item);
        return item;
    }

    private Item written(long id, byte[] body) {
        Item item = new Item(body, PutOptions.NORMAL, null);
        item.id = id;
        item.order = id;
        item.queue = queue;
        item.state = Item.State.READY;
        item.restored();
        return item;
    }

    private void addWritten(int count) {
        for (int i = 0; i < count; i++) {
            line.addLast(written());
        }
    }

    /** One of those that may be in a queue, most of which are plain. */
    private Item any(Random random) {
        switch (random.nextInt(40)) {
            case 0:
                return item("body", new Submission(1000));
            case 1:
                return item("long ".repeat(200), null);
            case 2:
                Item delivered = plain();
                delivered.attempts = 1;
                return delivered;
            case 3:
                Item unwritten = plain();
                unwritten.order = unwritten.id;
                return unwritten;
            case 4:
                return written();
            default:
                return plain();
        }
    }

    private static String told(Item item) {
        return item.id + " " + new String(item.body(), StandardCharsets.UTF_8) + " " + item.order + " " + item.state
                + " " + item.attempts() + " " + item.awaiter() + " " + item.isSpillable() + " " + item.queue();
    }

    @Test
    void whatStandsBehindTheFrontOfALongLineIsMadeAnew() {
        Item first = plain();
        line.addLast(first);
        Item inTheMiddle = plain();
        for (int i = 0; i < MANY; i++) {
            line.addLast(i == MANY / 2 ? inTheMiddle : plain());
        }
        assertThat(line.poll()).isSameAs(first);
        assertThat(line.find(inTheMiddle.id)).isNotSameAs(inTheMiddle);
        assertThat(told(line.find(inTheMiddle.id))).isEqualTo(told(inTheMiddle));
    }

    @Test
    void whatSomebodyHoldsOnToStaysTheSame() {
        Item awaited = item("body", new Submission(1000));
        for (int i = 0; i < MANY; i++) {
            line.addLast(i == MANY / 2 ? awaited : plain());
        }
        assertThat(line.find(awaited.id)).isSameAs(awaited);
        line.remove(awaited);
        assertThat(line.find(awaited.id)).isNull();
        assertThat(line.size()).isEqualTo(MANY - 1);
    }

    @Test
    void aShortLineKeepsTheItemsAsTheyAre() {
        List<Item> items = List.of(plain(), plain(), plain());
        items.forEach(line::addLast);
        items.forEach(item -> assertThat(line.poll()).isSameAs(item));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "4, false", "1, true", "2, true", "3, true", "4, true"})
    void doesWhatADequeDoes(long seed, boolean memoryGetsShort) {
        Random random = new Random(seed);
        ArrayDeque<Item> model = new ArrayDeque<>();
        for (int step = 0; step < 40_000; step++) {
            // It grows for a while, and shrinks for a while; at one end more than at the other.
            boolean grows = step / 5_000 % 2 == 0;
            boolean atFront = random.nextInt(10) == 0 == seed % 2 > 0;
            int what = random.nextInt(100);
            if (what < (grows ? 80 : 20)) {
                Item item = memoryGetsShort && random.nextInt(10) > 0 ? written() : any(random);
                if (atFront) {
                    line.addFirst(item);
                    model.addFirst(item);
                } else {
                    line.addLast(item);
                    model.addLast(item);
                }
            } else if (what < 99) {
                Item expected = model.poll();
                Item polled = line.poll();
                assertThat(polled == null ? null : told(polled)).isEqualTo(expected == null ? null : told(expected));
            } else {
                remove(1 + random.nextInt((int) lastId), model);
            }
            if (memoryGetsShort && step / 700 % 2 > 0 && random.nextBoolean()) {
                line.spill(1 + random.nextInt(3));
            }
            assertThat(line.size()).isEqualTo(model.size());
            assertThat(line.isEmpty()).isEqualTo(model.isEmpty());
        }
        PeekResult all = new PeekResult(Integer.MAX_VALUE);
        line.peek(all);
        assertThat(all.items()).extracting(ReadyDequeTest::told).containsExactlyElementsOf(told(model));
        assertThat(readBack.isEmpty()).isNotEqualTo(memoryGetsShort);
        List<String> shown = new ArrayList<>();
        Set<Long> drained = new TreeSet<>();
        line.drain(
                item -> {
                    shown.add(told(item));
                    drained.add(item.id);
                },
                (first, last) -> LongStream.rangeClosed(first, last).forEach(drained::add));
        assertThat(drained)
                .containsExactlyInAnyOrderElementsOf(
                        model.stream().map(item -> item.id).toList());
        if (memoryGetsShort) {
            assertThat(shown).isSubsetOf(told(model)).doesNotHaveDuplicates();
        } else {
            assertThat(shown).containsExactlyElementsOf(told(model));
        }
        assertThat(line.isEmpty()).isTrue();
    }

    @Test
    void thePackedItemsAreLeftToTheJournalBeforeTheFront() {
        int tail = 4 * ItemBlock.SIZE;
        int all = 4 * ItemBlock.SIZE + ItemBlock.SIZE + tail;
        addWritten(all);
        long used = scene.memory.used();
        line.spill(tail + 1);
        for (long id = 1; id <= all; id++) {
            assertThat(line.poll().id).isEqualTo(id);
        }
        assertThat(scene.memory.used()).isEqualTo(used);
        assertThat(readBack).hasSize(ItemBlock.SIZE + tail);
    }

    @Test
    void moreLeaveThanComeWhereItemsComeOneAtATime() {
        addWritten(200);
        for (int i = 0; i < 200; i++) {
            line.addLast(written());
            line.spill(2);
        }
        while (!line.isEmpty()) {
            line.poll();
        }
        assertThat(readBack).hasSize(400 - ItemBlock.SIZE);
    }

    @Test
    void theFrontIsLeftToTheJournalWhileTheTailIsToBeWritten() {
        addWritten(4 * ItemBlock.SIZE);
        for (int i = 0; i < 2; i++) {
            Item unwritten = plain();
            unwritten.order = unwritten.id;
            line.addLast(unwritten);
        }
        line.spill(2);
        for (long id = 1; id <= lastId; id++) {
            assertThat(line.poll().id).isEqualTo(id);
        }
        assertThat(readBack).hasSize(2);
    }

    @Test
    void whatIsTakenOutFromTheJournalGivesItsMemoryBack() {
        addWritten(ItemBlock.SIZE + 10);
        long used = scene.memory.used();
        line.spill(1);
        assertThat(scene.memory.used()).isNotEqualTo(used);
        line.remove(line.find(lastId));
        assertThat(scene.memory.used()).isEqualTo(used);
    }

    @Test
    void whatCannotBeLeftToTheJournalBeginsNoBacklog() {
        for (int i = 0; i < ItemBlock.SIZE + 10; i++) {
            line.addLast(item("body", new Submission(1000)));
        }
        assertNothingIsSpilled();
    }

    private void assertNothingIsSpilled() {
        long used = scene.memory.used();
        line.spill(2);
        assertThat(scene.memory.used()).isEqualTo(used);
    }

    @Test
    void aFewSmallItemsStayForABacklogTakesMore() {
        addWritten(ItemBlock.SIZE + 2);
        assertNothingIsSpilled();
    }

    private void remove(long id, ArrayDeque<Item> model) {
        Item found = line.find(id);
        for (Iterator<Item> items = model.iterator(); items.hasNext(); ) {
            Item item = items.next();
            if (item.id == id) {
                assertThat(told(found)).isEqualTo(told(item));
                line.remove(found);
                items.remove();
                return;
            }
        }
        assertThat(found).isNull();
    }

    private static List<String> told(ArrayDeque<Item> model) {
        return model.stream().map(ReadyDequeTest::told).toList();
    }
}
