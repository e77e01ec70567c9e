package dev.tutti.queue;

import java.util.List;
import java.util.function.Consumer;

/** In the order they came, or the last one first: a fifo or lifo queue. */
final class ReadyInLine implements ReadyItems {

    private final ReadyDeque items;
    private final boolean lastFirst;

    ReadyInLine(ReadyDeque items, boolean lastFirst) {
        this.items = items;
        this.lastFirst = lastFirst;
    }

    @Override
    public void enter(Item item) {
        if (lastFirst) {
            items.addFirst(item);
        } else {
            items.addLast(item);
        }
    }

    @Override
    public void comeBack(Item item) {
        items.addFirst(item);
    }

    @Override
    public Item poll() {
        return items.poll();
    }

    @Override
    public void remove(Item item) {
        items.remove(item);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public Item find(long id) {
        return items.find(id);
    }

    @Override
    public List<Item> peek(int count) {
        PeekResult result = new PeekResult(count);
        items.peek(result);
        return result.items();
    }

    @Override
    public void drain(Consumer<Item> each, IdLine.Run eachUnread) {
        items.drain(each, eachUnread);
    }

    @Override
    public void spill(Item with) {
        items.spill(SPILLED_AT_ONCE);
    }
}
