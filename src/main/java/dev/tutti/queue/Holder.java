package dev.tutti.queue;

import dev.tutti.waiting.IntrusiveList;
import dev.tutti.waiting.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A worker: a connection or a consumer. It has its items, in the order of their delivery, until they are finished. */
public final class Holder {

    private final IntrusiveList<Item> items = new IntrusiveList<>();
    private final Participant participant;
    private final Predicate<Item> onCancel;
    private boolean closed;

    /**
     * @param onCancel is called after an item of this holder was cancelled. It returns true if the holder stops its work
     *     and then acts on the item: the item ends only then.
     */
    public Holder(Participant participant, Predicate<Item> onCancel) {
        this.participant = participant;
        this.onCancel = onCancel;
    }

    /** A holder that learns of a cancelled item when it next acts on it. */
    public Holder(Participant participant) {
        this(participant, item -> false);
    }

    public int size() {
        return items.size();
    }

    Participant participant() {
        return participant;
    }

    /** For {@link Item} alone: an item leaves by itself. */
    void add(Item item) {
        items.addLast(item);
    }

    boolean stops(Item cancelled) {
        return onCancel.test(cancelled);
    }

    /** The holder never acts again. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Its items, in the order of their delivery. */
    List<Item> held() {
        List<Item> held = new ArrayList<>(items.size());
        items.forEach(held::add);
        return held;
    }
}
