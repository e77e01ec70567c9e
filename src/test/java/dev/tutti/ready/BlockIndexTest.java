package dev.tutti.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.ready.ReadyItem.Form;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockIndexTest {

    private static final int ITEMS = 10;

    private final StoredItems source = new StoredItems();
    private final BlockIndex<StoredItem> index = new BlockIndex<>();
    private final Map<Long, ItemBlock<StoredItem>> expected = new HashMap<>();

    private ItemBlock<StoredItem> block(Set<Long> ids) {
        List<StoredItem> items = new ArrayList<>();
        for (long id : ids) {
            source.lastId = id - 1;
            items.add(source.item(Form.UNRECORDED));
        }
        ItemBlock<StoredItem> block = ItemBlock.packed(items, null);
        ids.forEach(id -> expected.put(id, block));
        return block;
    }

    /** A block whose ids are anywhere within the span, and in no other block. */
    private ItemBlock<StoredItem> block(long first, long span, Random random) {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < ITEMS; i++) {
            long id = first + random.nextLong(span);
            if (!expected.containsKey(id)) {
                ids.add(id);
            }
        }
        return ids.isEmpty() ? null : block(ids);
    }

    @Test
    void findsTheBlockOfEachItemWhateverTheBlocksSpan() {
        Random random = Seeds.random();
        List<ItemBlock<StoredItem>> blocks = new ArrayList<>(
                Stream.generate(() -> block(1 + random.nextInt(100_000), 1L << random.nextInt(40), random))
                        .limit(1000)
                        .filter(block -> block != null)
                        .toList());
        blocks.forEach(index::add);
        assertFound(random);
        Collections.shuffle(blocks, random);
        Set<ItemBlock<StoredItem>> removed = new HashSet<>(blocks.subList(0, blocks.size() / 2));
        removed.forEach(index::remove);
        expected.values().removeAll(removed);
        assertFound(random);
    }

    private void assertFound(Random random) {
        expected.forEach((id, block) -> assertThat(index.find(id)).isSameAs(block));
        for (int i = 0; i < 10_000; i++) {
            long id = random.nextLong(200_000);
            assertThat(index.find(id)).isSameAs(expected.get(id));
        }
    }

    @Test
    void findsBothOfTwoBlocksWhoseSmallestIdWasTheSame() {
        ItemBlock<StoredItem> left = block(Set.of(5L, 7L));
        left.remove(left.find(5));
        ItemBlock<StoredItem> right = block(Set.of(5L, 8L));
        index.add(left);
        index.add(right);
        assertThat(index.find(5)).isSameAs(right);
        assertThat(index.find(7)).isSameAs(left);
        index.remove(right);
        assertThat(index.find(5)).isNull();
        assertThat(index.find(7)).isSameAs(left);
    }

    @Test
    void removingABlockThatIsNotThereChangesNothing() {
        ItemBlock<StoredItem> here = block(Set.of(5L, 7L));
        ItemBlock<StoredItem> other = block(Set.of(105L, 1007L));
        index.add(here);
        index.remove(other);
        assertThat(index.find(7)).isSameAs(here);
    }
}
