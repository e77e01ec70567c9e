package dev.tutti.queue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The smallest priority first, equal ones in the order they came. Entering and leaving cost O(log priorities). */
final class ReadyByPriority implements ReadyItems {

    private final TreeMap<Long, ItemLine> equals = new TreeMap<>();
    private final Supplier<ItemLine> lines;
    private final MemoryLimit memory;
    private int size;

    ReadyByPriority(Supplier<ItemLine> lines, MemoryLimit memory) {
        this.lines = lines;
        this.memory = memory;
    }

    @Override
    public void enter(Item item) {
        equalsOf(item).addLast(item);
        size++;
    }

    @Override
    public void comeBack(Item item) {
        equalsOf(item).addFirst(item);
        size++;
    }

    private ItemLine equalsOf(Item item) {
        return equals.computeIfAbsent(item.placement().priority(), this::begin);
    }

    private ItemLine begin(long priority) {
        memory.take(Footprint.PRIORITY);
        return lines.get();
    }

    @Override
    public Item poll() {
        Map.Entry<Long, ItemLine> first = equals.firstEntry();
        if (first == null) {
            return null;
        }
        Item item = first.getValue().poll();
        size--;
        forgetIfEmpty(first.getKey(), first.getValue());
        return item;
    }

    private void forgetIfEmpty(long priority, ItemLine line) {
        if (line.isEmpty()) {
            equals.remove(priority);
            memory.release(Footprint.PRIORITY);
        }
    }

    @Override
    public void remove(Item item) {
        ItemLine line = equalsOf(item);
        line.remove(item);
        size--;
        forgetIfEmpty(item.placement().priority(), line);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Item find(long id) {
        for (ItemLine line : equals.values()) {
            Item item = line.find(id);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    @Override
    public List<Item> peek(int count) {
        Glance glance = new Glance(count);
        for (ItemLine line : equals.values()) {
            if (glance.isFull()) {
                break;
            }
            line.peek(glance);
        }
        return glance.items();
    }

    @Override
    public void drain(Consumer<Item> each, IdLine.Run eachUnread) {
        equals.values().forEach(line -> line.drain(each, eachUnread));
        memory.release((long) equals.size() * Footprint.PRIORITY);
        equals.clear();
        size = 0;
    }

    @Override
    public void spill(Item with) {
        ItemLine line = equals.get(with.placement().priority());
        if (line != null) {
            line.spill(SPILLED_AT_ONCE);
        }
    }
}
