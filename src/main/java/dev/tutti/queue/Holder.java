package dev.tutti.queue;

import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Departed;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.IntrusiveList;
import dev.tutti.waiting.Participant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A worker: a connection or a consumer. It has its items, in the order of their delivery, until they are finished. */
public final class Holder {

    private final IntrusiveList<Item> items = new IntrusiveList<>();
    private final Predicate<Item> onCancel;
    private final boolean isDetached;
    private final boolean isClient;
    private Participant participant;
    private boolean closed;
    /** The next time at which {@link HeldWatch} looks at this holder, or null. */
    private Deadline look;

    private long reportedUntil = Long.MIN_VALUE;
    /** Null until many items return. */
    private Gate gate;
    /** The set of this holder. Null until an item is lost. */
    private Set<Holder> alone;
    /** Null until {@link #detached} is called. */
    private Holder detached;

    /**
     * @param onCancel is called after an item of this holder was cancelled. It returns true if the holder stops its
     *     work and then acts on the item: the item ends only then.
     */
    public Holder(Participant participant, Predicate<Item> onCancel) {
        this(participant, onCancel, false, false);
    }

    private Holder(Participant participant, Predicate<Item> onCancel, boolean isDetached, boolean isClient) {
        this.participant = participant;
        this.onCancel = onCancel;
        this.isDetached = isDetached;
        this.isClient = isClient;
    }

    /**
     * A client's connection. An item that is cancelled has ended for everybody else, and the client learns of it when
     * it next acts on it.
     *
     * @param onCancel is called after an item of this holder was cancelled
     */
    public static Holder ofClient(Participant participant, Consumer<Item> onCancel) {
        return new Holder(
                participant,
                item -> {
                    onCancel.accept(item);
                    return false;
                },
                false,
                true);
    }

    /**
     * The holder of those items of this worker that belong to their leases alone: they stay where they are when the
     * worker closes.
     */
    public Holder detached() {
        if (detached == null) {
            detached = new Holder(participant, item -> false, true, false);
        }
        return detached;
    }

    /** The holder of items that were delivered before the server was started, and belong to their leases alone. */
    static Holder ofEarlierStart() {
        return new Holder(Departed.OF_EARLIER_START, item -> false, true, false);
    }

    /** Whether this worker gets items as that holder. */
    boolean actsAs(Holder other) {
        return this == other || detached != null && detached == other;
    }

    boolean isDetached() {
        return isDetached;
    }

    /** Whether this is a consumer of this process. */
    boolean isConsumer() {
        return !isClient && !isDetached;
    }

    /** Whether this is a connection of a client, and no consumer of this process. */
    boolean isClient() {
        return isClient;
    }

    Deadline look() {
        return look;
    }

    void look(Deadline next) {
        look = next;
    }

    /** The items that were delivered until this time have been reported by {@link HeldWatch}. */
    long reportedUntil() {
        return reportedUntil;
    }

    void reportedUntil(long time) {
        reportedUntil = time;
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
        if (detached != null) {
            detached.participant = Departed.of(participant);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** The gate if it is shut, since the holder's items are returning to their queues; or null. */
    public Gate shutGate() {
        return gate != null && gate.isShut() ? gate : null;
    }

    /** Shuts the gate before the items return. */
    Gate shut() {
        gate = gate == null ? new Gate() : gate;
        gate.shut();
        return gate;
    }

    /** Takes the first item that was delivered off the list. The item stays with its holder otherwise. */
    Item poll() {
        return items.poll();
    }

    /**
     * Adds this holder to those who lost an item, null if there are none, and returns all of them, or null. A closed
     * holder is not remembered: it never acts again, and an item may outlive any number of connections. Nor is a
     * detached one, since its connection may serve several workers by turns. Many items have the same only loser, so
     * they share the set of it. A larger set belongs to one item.
     */
    Set<Holder> joinFormer(Set<Holder> others) {
        boolean joins = !closed && !isDetached;
        if (others == null
                || others.size() == 1 && isForgottenBeside(others.iterator().next())) {
            return joins ? alone() : null;
        }
        Set<Holder> former = joins && others.size() == 1 ? new HashSet<>(others) : others;
        if (former.size() > 1) {
            former.removeIf(Holder::isClosed);
        }
        if (joins) {
            former.add(this);
        }
        return former.isEmpty() ? null : former;
    }

    private boolean isForgottenBeside(Holder other) {
        return other.closed || other == this;
    }

    private Set<Holder> alone() {
        alone = alone == null ? Set.of(this) : alone;
        return alone;
    }

    /** Removes this holder, which has the item again, from those who lost it. Returns the others, or null. */
    Set<Holder> leaveFormer(Set<Holder> former) {
        if (former == null || former.size() == 1 && former.iterator().next().actsAs(this)) {
            return null;
        }
        if (former.size() > 1) {
            former.removeIf(other -> other.actsAs(this));
        }
        return former.isEmpty() ? null : former;
    }

    /** Its items, in the order of their delivery. */
    List<Item> held() {
        List<Item> held = new ArrayList<>(items.size());
        items.forEach(held::add);
        return held;
    }
}
