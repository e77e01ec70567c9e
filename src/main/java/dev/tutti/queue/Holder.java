package dev.tutti.queue;

import dev.tutti.waiting.IntrusiveList;
import dev.tutti.waiting.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Whoever gets items: a connection or a consumer. It holds them, in the order it got them, until they are finished. */
public final class Holder {

    final IntrusiveList<Item> items = new IntrusiveList<>();
    private final Participant participant;
    private final Predicate<Item> onCancel;
    private boolean closed;

    /**
     * @param onCancel told of an item in its hands that is cancelled, after the fact; says whether it stops the item and
     *     then acts on it, so that this is when the item has ended
     */
    public Holder(Participant participant, Predicate<Item> onCancel) {
        this.participant = participant;
        this.onCancel = onCancel;
    }

    /** One that learns of a cancelled item only when it acts on it. */
    public Holder(Participant participant) {
        this(participant, item -> false);
    }

    public int size() {
        return items.size();
    }

    Participant participant() {
        return participant;
    }

    boolean stops(Item cancelled) {
        return onCancel.test(cancelled);
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
