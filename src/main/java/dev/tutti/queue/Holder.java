package dev.tutti.queue;

import dev.tutti.waiting.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whoever gets items: a connection or a consumer. It holds them, in the order it got them, until they are finished. */
public final class Holder {

    final Chain<Item> items = new Chain<>();
    private final Consumer<Item> onCancel;
    private boolean closed;

    /** @param onCancel told of an item in its hands that is cancelled, after the fact */
    public Holder(Consumer<Item> onCancel) {
        this.onCancel = onCancel;
    }

    public int size() {
        return items.size();
    }

    void cancelled(Item item) {
        onCancel.accept(item);
    }

    /** It never acts again. */
    void close() {
        closed = true;
    }

    /** What it holds, in the order it got it. */
    List<Item> held() {
        List<Item> held = new ArrayList<>(items.size());
        items.forEach(held::add);
        return held;
    }

    boolean isClosed() {
        return closed;
    }
}
