package dev.tutti.queue;

import dev.tutti.waiting.Chain;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** In the order they came, or the last one first: a fifo or lifo queue. */
final class ReadyInLine implements ReadyItems {

    private final Chain<Item> items = new Chain<>();
    private final boolean lastFirst;

    ReadyInLine(boolean lastFirst) {
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
        item.unlink();
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public Stream<Item> stream() {
        return StreamSupport.stream(items.spliterator(), false);
    }
}
