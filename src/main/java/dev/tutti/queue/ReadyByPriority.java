package dev.tutti.queue;

import dev.tutti.waiting.Chain;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The smallest priority first, equal ones in the order they came. Entering and leaving cost O(log priorities). */
final class ReadyByPriority implements ReadyItems {

    private final TreeMap<Long, Chain<Item>> equals = new TreeMap<>();
    private int size;

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

    private Chain<Item> equalsOf(Item item) {
        return equals.computeIfAbsent(item.placement().priority(), priority -> new Chain<>());
    }

    @Override
    public Item poll() {
        Map.Entry<Long, Chain<Item>> first = equals.firstEntry();
        if (first == null) {
            return null;
        }
        Item item = first.getValue().first();
        remove(item);
        return item;
    }

    @Override
    public void remove(Item item) {
        item.unlink();
        size--;
        if (equalsOf(item).isEmpty()) {
            equals.remove(item.placement().priority());
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Stream<Item> stream() {
        return equals.values().stream().flatMap(chain -> StreamSupport.stream(chain.spliterator(), false));
    }
}
