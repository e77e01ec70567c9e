package dev.tutti.ready;

import dev.tutti.ready.ReadyItem.Form;
import dev.tutti.waiting.IntrusiveList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The items behind the front of a long {@link ReadyDeque}: a deque of blocks, and behind them the items that came last,
 * as objects. A block never changes its place, whether its bodies are here or dropped.
 */
final class Overflow<E extends ReadyItem> {

    /** A longer tail is packed, from its front. */
    private static final int LONG_TAIL = 2 * ItemBlock.SIZE;
    /** The number of items that go to the front together. */
    private static final int AT_ONCE = 64;

    private final ItemSource<E> source;
    private final Long priority;
    private final ArrayDeque<ItemBlock<E>> blocks = new ArrayDeque<>(1);
    /** Those of the blocks that have not dropped their bodies, in the same order. */
    private final ArrayDeque<ItemBlock<E>> loaded = new ArrayDeque<>(1);

    /** All blocks but the one that is added to. */
    private final BlockIndex<E> index = new BlockIndex<>();
    /** The block to which dropped items were added last, or null. */
    private ItemBlock<E> added;

    private final IntrusiveList<E> tail = new IntrusiveList<>();
    private int inBlocks;
    private int dropped;

    /** @param priority of all these items if they share one, or null */
    Overflow(ItemSource<E> source, Long priority) {
        this.source = source;
        this.priority = priority;
    }

    int size() {
        return inBlocks + tail.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    // ---- add

    /** Packs these items, which come before all others. */
    void packFirst(List<E> items) {
        ItemBlock<E> block = ItemBlock.packed(items, priority);
        blocks.addFirst(block);
        loaded.addFirst(block);
        index.add(block);
        inBlocks += items.size();
    }

    void addLast(E item) {
        tail.addLast(item);
        if (tail.size() % ItemBlock.SIZE == 0) {
            packFirstOfTail();
        }
    }

    /** Stops at an item that is still to be written: it is packed when more have come. */
    private void packFirstOfTail() {
        while (tail.size() > LONG_TAIL) {
            List<E> first = new ArrayList<>(ItemBlock.SIZE);
            for (Iterator<E> items = tail.iterator(); first.size() < ItemBlock.SIZE; ) {
                E item = items.next();
                if (item.form() == Form.UNWRITTEN) {
                    return;
                }
                first.add(item);
            }
            first.forEach(ReadyItem::unlink);
            ItemBlock<E> block = ItemBlock.packed(first, priority);
            blocks.addLast(block);
            loaded.addLast(block);
            index.add(block);
            inBlocks += first.size();
        }
    }

    // ---- drop bodies

    /**
     * Drops the bodies of the last block that has some, or else of up to {@code count} items at the front of the tail.
     *
     * @return the number of items that are still to be dropped, which come before all of these
     */
    int drop(int count) {
        if (!loaded.isEmpty()) {
            ItemBlock<E> last = loaded.pollLast();
            int before = last.dropped();
            long freed = last.drop(source);
            leave(last.dropped() - before, freed);
            return 0;
        }
        int left = count;
        while (left > 0 && !tail.isEmpty() && tail.first().form() != Form.UNWRITTEN) {
            append(tail.poll());
            left--;
        }
        return left;
    }

    private void append(E item) {
        ItemBlock<E> last = blocks.peekLast();
        if (last == null || !last.canAppend()) {
            last = ItemBlock.toAppend(inBlocks, priority);
            blocks.addLast(last);
        }
        addTo(last);
        leaveIfAny(last.append(item));
    }

    /** Drops the body of this item, which comes before all others. */
    void dropFirst(E item) {
        ItemBlock<E> first = blocks.peekFirst();
        if (first == null || !first.canPrepend()) {
            first = ItemBlock.toPrepend(inBlocks, priority);
            blocks.addFirst(first);
        }
        addTo(first);
        leaveIfAny(first.prepend(item));
    }

    /** Takes the block out of the index, since an item is added that may be outside of its bounds. */
    private void addTo(ItemBlock<E> block) {
        inBlocks++;
        if (added != block) {
            if (added != null) {
                index.add(added);
            }
            index.remove(block);
            added = block;
        }
    }

    /** A block is empty, or taken out. */
    private void forget(ItemBlock<E> block) {
        if (added == block) {
            added = null;
        } else {
            index.remove(block);
        }
        if (loaded.peekFirst() == block) {
            loaded.removeFirst();
        }
    }

    private void leaveIfAny(long freed) {
        if (freed > 0) {
            leave(1, freed);
        }
    }

    private void leave(int count, long bytes) {
        if (count == 0) {
            return;
        }
        if (dropped == 0) {
            source.takeMemory(ReadyFootprint.DROPPED);
            source.bodiesLeave();
        }
        dropped += count;
        source.takeMemory((long) count * ReadyFootprint.ID - bytes);
    }

    private void comeBack(int count, long bytes) {
        if (count == 0) {
            return;
        }
        dropped -= count;
        source.takeMemory(bytes - (long) count * ReadyFootprint.ID);
        if (dropped == 0) {
            source.takeMemory(-ReadyFootprint.DROPPED);
        }
    }

    // ---- take out

    /** Whether there are no blocks. */
    boolean isTailAlone() {
        return blocks.isEmpty();
    }

    IntrusiveList<E> tail() {
        return tail;
    }

    /**
     * Takes some items out of the first block, or of the tail if there is no block. Dropped bodies stay in the journal.
     */
    List<E> pollFirst() {
        return blocks.isEmpty() ? pollTail() : pollBlock();
    }

    private List<E> pollTail() {
        List<E> items = new ArrayList<>(AT_ONCE);
        while (items.size() < AT_ONCE && !tail.isEmpty()) {
            items.add(tail.poll());
        }
        return items;
    }

    private List<E> pollBlock() {
        ItemBlock<E> block = blocks.getFirst();
        List<E> items = block.items(AT_ONCE, source);
        int before = block.dropped();
        block.skip(items.size());
        inBlocks -= items.size();
        int restored = before - block.dropped();
        comeBack(restored, (long) restored * source.itemBytes());
        if (block.size() == 0) {
            forget(blocks.removeFirst());
        }
        return items;
    }

    void remove(E item) {
        if (tail.has(item)) {
            item.unlink();
            return;
        }
        ItemBlock<E> block = blockOf(item.id());
        if (block == null) {
            return;
        }
        inBlocks--;
        if (block.remove(block.find(item.id()))) {
            comeBack(1, item.bytes());
        }
        if (block.size() == 0) {
            blocks.remove(block);
            loaded.remove(block);
            forget(block);
        }
    }

    private ItemBlock<E> blockOf(long id) {
        return added != null && added.find(id) >= 0 ? added : index.find(id);
    }

    /** The item with that id, which may lack its body; or null. Takes time in proportion to the length of the tail. */
    E find(long id) {
        ItemBlock<E> block = blockOf(id);
        return block == null ? tail.last(item -> item.id() == id) : block.item(block.find(id), source);
    }

    /** The same item. One whose body is dropped stays here as that object, so that its body can be read. */
    E keep(long id) {
        ItemBlock<E> block = blockOf(id);
        if (block == null) {
            return find(id);
        }
        int before = block.dropped();
        E item = block.keep(block.find(id), source);
        comeBack(before - block.dropped(), item.bytes());
        return item;
    }

    boolean has(long id) {
        return blockOf(id) != null || tail.last(item -> item.id() == id) != null;
    }

    /** The items that are here now, in order, as {@link ReadyItems#look}. */
    Iterator<E> look(int most) {
        List<Iterator<E>> parts = new ArrayList<>();
        int left = most;
        for (Iterator<ItemBlock<E>> next = blocks.iterator(); left > 0 && next.hasNext(); ) {
            ItemBlock<E> block = next.next();
            parts.add(block.look(source));
            left -= block.size();
        }
        parts.add(tail.first(left).iterator());
        return new JoinedItems<>(parts.iterator());
    }

    /** Adds the items that belong to the page. */
    void addTo(IdPage<E> page) {
        index.addTo(page, source);
        if (added != null) {
            added.addTo(page, source);
        }
        page.addAll(tail);
    }

    /** Takes the first block out, or a part of the tail: see {@link ReadyDeque#drainSome}. */
    void drainSome(Consumer<? super E> each, LongConsumer ids) {
        if (blocks.isEmpty()) {
            tail.poll(ItemBlock.SIZE, each);
            return;
        }
        ItemBlock<E> block = blocks.removeFirst();
        forget(block);
        inBlocks -= block.size();
        comeBack(block.dropped(), 0);
        block.drain(each, ids, source);
    }
}
