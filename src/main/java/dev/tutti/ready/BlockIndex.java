package dev.tutti.ready;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Blocks by the ids that they may hold. Blocks whose ids span about the same distance are together, in the order of
 * their smallest ids, so that few of them have to be looked at for an id. A block must not get other bounds while it is
 * here.
 */
final class BlockIndex<E extends ReadyItem> {

    /** By the number of bits of a block's span; null where there is no block. */
    private final List<TreeMap<Long, List<ItemBlock<E>>>> bySpan = new ArrayList<>();

    void add(ItemBlock<E> block) {
        int bits = bits(block);
        while (bySpan.size() <= bits) {
            bySpan.add(null);
        }
        if (bySpan.get(bits) == null) {
            bySpan.set(bits, new TreeMap<>());
        }
        List<ItemBlock<E>> others = bySpan.get(bits).putIfAbsent(block.smallestId(), List.of(block));
        if (others != null) {
            List<ItemBlock<E>> all = new ArrayList<>(others);
            all.add(block);
            bySpan.get(bits).put(block.smallestId(), all);
        }
    }

    /** Removes a block, which may not be here. */
    void remove(ItemBlock<E> block) {
        int bits = bits(block);
        TreeMap<Long, List<ItemBlock<E>>> blocks = bits < bySpan.size() ? bySpan.get(bits) : null;
        if (blocks != null) {
            blocks.computeIfPresent(block.smallestId(), (id, all) -> without(block, all));
            if (blocks.isEmpty()) {
                bySpan.set(bits, null);
            }
        }
    }

    private List<ItemBlock<E>> without(ItemBlock<E> block, List<ItemBlock<E>> all) {
        List<ItemBlock<E>> others = all.stream().filter(other -> other != block).toList();
        return others.isEmpty() ? null : others;
    }

    private int bits(ItemBlock<E> block) {
        return Long.SIZE - Long.numberOfLeadingZeros(block.largestId() - block.smallestId());
    }

    /** The block that holds the item with that id, or null. */
    ItemBlock<E> find(long id) {
        for (int bits = 0; bits < bySpan.size(); bits++) {
            TreeMap<Long, List<ItemBlock<E>>> blocks = bySpan.get(bits);
            if (blocks != null) {
                ItemBlock<E> found = find(id, blocks, id - (1L << bits));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Adds the items that belong to the page. Looks at the blocks that may have some, and at few others. */
    void addTo(IdPage<E> page, ItemSource<E> source) {
        for (int bits = 0; bits < bySpan.size(); bits++) {
            if (bySpan.get(bits) != null) {
                long begin = page.after() - (1L << bits);
                addTo(page, bySpan.get(bits).tailMap(begin, false).values(), source);
            }
        }
    }

    private void addTo(IdPage<E> page, Collection<List<ItemBlock<E>>> blocks, ItemSource<E> source) {
        for (List<ItemBlock<E>> all : blocks) {
            if (page.isBehind(all.get(0).smallestId())) {
                return;
            }
            all.forEach(block -> block.addTo(page, source));
        }
    }

    private ItemBlock<E> find(long id, TreeMap<Long, List<ItemBlock<E>>> blocks, long after) {
        for (List<ItemBlock<E>> all : blocks.subMap(after, false, id, true).values()) {
            for (ItemBlock<E> block : all) {
                if (block.find(id) >= 0) {
                    return block;
                }
            }
        }
        return null;
    }
}
