package dev.tutti.queue;

import dev.tutti.ready.PeekResult;
import dev.tutti.waiting.Gate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The bodies of a queue's ready items, some of which only the journal may have, and those who wait for these. */
public final class ReadyBodies {

    /** The number of items that a step of a slice looks at. */
    private static final int IN_A_STEP = 32;

    /** A relocation that waits for the bodies of so many items. */
    private record Reader(int count, Consumer<String> action) {}

    private final QueueContext context;
    private final PendingItems pendingItems;
    private final BodyReader reader;
    private final QueueGate gate;
    private final Dispatcher dispatcher;
    /** Null until a relocation waits for bodies. */
    private List<Reader> readers;

    ReadyBodies(QueueContext context, PendingItems pendingItems, QueueGate gate, Dispatcher dispatcher) {
        this.context = context;
        this.pendingItems = pendingItems;
        this.reader = pendingItems.reader();
        this.gate = gate;
        this.dispatcher = dispatcher;
    }

    /** Whether the bodies of ready items may be in the journal alone. */
    public boolean mayLack() {
        return pendingItems.stored().mayLackBodies();
    }

    /**
     * Whether the bodies of the next items are here, as many as there are of {@code count} and as go into so many
     * bytes. If not, they are being read from now on, except in the turn in which a read has failed.
     */
    public boolean has(int count, long maxBytes) {
        return reader.has(List.of(), count, maxBytes);
    }

    /** The reason for which items could not be read in this turn, or null. */
    public String failure() {
        return reader.failure();
    }

    /** The next items that have their bodies, as many as a GET would deliver into the reply to the command at hand. */
    public List<Item> peek(int count) {
        List<Item> next = pendingItems.peek(count, context.replies().left());
        context.replies().take(next.stream().mapToLong(Item::bytesShown).sum());
        return next;
    }

    /**
     * Looks at the same items in slices. Until the end nobody is served here, and whoever comes waits.
     *
     * @param each is given each item. Returns whether more are wanted.
     * @param end is run behind the last
     */
    public void peek(int count, Predicate<Item> each, Runnable end) {
        boolean[] isWanted = {true};
        PeekResult<Item> result =
                new PeekResult<>(count, context.replies().left(), item -> isWanted[0] = each.test(item));
        Iterator<Item> next = pendingItems.storage().look(count);
        reader.keepBodies(true);
        gate.changeInSlices(
                () -> {
                    for (int i = 0; i < IN_A_STEP && isWanted[0] && !result.isFull() && next.hasNext(); i++) {
                        Item item = next.next();
                        if (item.is(ItemState.READY)) { // else it has ended since
                            result.add(item);
                        }
                    }
                    return isWanted[0] && !result.isFull() && next.hasNext();
                },
                () -> {
                    reader.keepBodies(false);
                    end.run();
                });
    }

    /** Whether the next item, if it is here, goes into the reply to the command at hand. */
    public boolean nextFitsReply() {
        return pendingItems.peek(1, context.replies().max()).stream()
                .allMatch(next -> context.replies().isFor(next.bytesShown()));
    }

    /** Where memory is short, drops the bodies again that were read for a {@link #peek}. */
    public void lookedAt() {
        reader.lookedAt();
    }

    /**
     * Waits until the bodies of the next items are here, as many as there are and as go into one batch.
     *
     * @param action is told the reason if they cannot be read, or null
     */
    public void whenRead(int count, Consumer<String> action) {
        if (has(count, context.replies().max())) {
            action.accept(null);
        } else if (failure() != null) {
            action.accept(failure());
        } else {
            readers = readers == null ? new ArrayList<>() : readers;
            readers.add(new Reader(count, action));
        }
    }

    /** The gate, which is shut until the needed bodies have been read. Null if they are here or unreadable. */
    Gate gateBeforeRead(BodyNeed need) {
        List<Item> named = need.ids().stream()
                .map(pendingItems::keep)
                .filter(Objects::nonNull)
                .toList();
        if (reader.has(named, need.count(), need.bytes()) || failure() != null) {
            return null;
        }
        reader.dropLater();
        return gate.shutForRead();
    }

    /** A read has ended, with the cause if it failed, else with null. */
    void ended(String cause) {
        gate.endWaitForRead();
        dispatcher.settle();
        if (cause != null) {
            dispatcher.failGetters(cause);
        }
        if (readers != null) {
            List<Reader> all = readers;
            readers = null;
            all.forEach(one -> gate.whenOpen(() -> whenRead(one.count, one.action)));
        }
    }
}
