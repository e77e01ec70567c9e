package dev.tutti.queue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The smallest priority first, equal ones in the order they came. Entering and leaving cost O(log priorities). */
final class ReadyByPriority implements ReadyItems {

    private final TreeMap<Long, ReadyDeque> equals = new TreeMap<>();
    private final Supplier<ReadyDeque> lines;
    private final MemoryLimit memory;
    private int size;

    ReadyByPriority(Supplier<ReadyDeque> lines, MemoryLimit memory) {
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

    private ReadyDeque equalsOf(Item item) {
        return equals.computeIfAbsent(item.options().priority(), this::begin);
    }

    private ReadyDeque begin(long priority) {
        memory.take(Footprint.PRIORITY);
        return lines.get();
    }

    @Override
    public Item poll() {
        Map.Entry<Long, ReadyDeque> first = equals.firstEntry();
        if (first == null) {
            return null;
        }
        Item item = first.getValue().poll();
        size--;
        forgetIfEmpty(first.getKey(), first.getValue());
        return item;
    }

    private void forgetIfEmpty(long priority, ReadyDeque line) {
        if (line.isEmpty()) {
            equals.remove(priority);
            memory.release(Footprint.PRIORITY);
        }
    }

    @Override
    public void remove(Item item) {
        ReadyDeque line = equalsOf(item);
        line.remove(item);
        size--;
        forgetIfEmpty(item.options().priority(), line);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Item find(long id) {
        for (ReadyDeque line : equals.values()) {
            Item item = line.find(id);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    @Override
    public List<Item> peek(int count) {
        PeekResult result = new PeekResult(count);
        for (ReadyDeque line : equals.values()) {
            if (result.isFull()) {
                break;
            }
            line.peek(result);
        }
        return result.items();
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
        ReadyDeque line = equals.get(with.options().priority());
        if (line != null) {
            line.spill(SPILLED_AT_ONCE);
        }
    }
}
