package dev.tutti.ready;

import dev.tutti.config.QueueConfig.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The ready items of a queue, in the order of their delivery. */
public interface ReadyItems<E extends ReadyItem> {

    static <E extends ReadyItem> ReadyItems<E> of(Kind kind, ItemSource<E> source) {
        return switch (kind) {
            case FIFO -> new ReadyInLine<>(source, false);
            case LIFO -> new ReadyInLine<>(source, true);
            case PRIORITY -> new ReadyByPriority<>(source);
            case FAIR -> new ReadyByGroup<>(source);
        };
    }

    /** Adds an item that becomes ready for the first time. */
    void enter(E item);

    /**
     * Adds an item that returns from a worker: it is the next, in a priority queue among its equals, in a fair queue in
     * its group.
     */
    void comeBack(E item);

    /**
     * Takes the next item out that a worker may get, which may lack its body; or returns null. It counts as
     * {@link #countInFlight in flight} from now on.
     */
    E poll();

    /** Puts an item back that was polled last, and is the next again. */
    default void putBack(E item) {
        comeBack(item);
    }

    /** Whether there is an item that a worker may get. Others may be here if their groups have reached a limit. */
    default boolean hasNext() {
        return size() > 0;
    }

    /** Whether there is an item that a worker may get, and the body of the next one is here. */
    boolean hasNextBody();

    /** Takes the first item out, whether a worker may get it or not, and with its body or without; or returns null. */
    default E takeFirst() {
        return poll();
    }

    /** Whether there is an item, and the body of the first one is here. */
    default boolean hasFirstBody() {
        return hasNextBody();
    }

    /** A worker has this item, which was not polled. */
    default void countInFlight(E item) {}

    /** No worker has this item any more. */
    default void countOutOfFlight(E item) {}

    /** Lets so many items of one group be in flight, 0 for any number; {@link #applyLimit} completes that. */
    default void limitGroups(int inFlight) {}

    /** Applies a new limit to one of the groups that are here. Returns whether there are more. */
    default boolean applyLimit() {
        return false;
    }

    /** Whether so few bodies are at hand that more should be read. */
    boolean isLow();

    /** Passes the next items on, as many as are wanted. They stay here, as objects. */
    void want(WantedItems<E> wanted);

    /** Takes this item out, which is here. */
    void remove(E item);

    int size();

    /** The item with that id, which may lack its body; or null. Looks at few of many priorities or groups. */
    E find(long id);

    /** The same item, which stays here as that object until it is taken out, so that its body can be read. */
    E keep(long id);

    /** Whether there is an item with that id. Takes as long as {@link #find}. */
    boolean has(long id);

    /**
     * The next items, in order, up to the first that lacks its body.
     *
     * @param maxBytes of the {@link ReadyItem#bytesShown} of all, unless it is a single one
     */
    default List<E> peek(int count, long maxBytes) {
        List<E> items = new ArrayList<>();
        new PeekResult<E>(count, maxBytes, items::add).addAll(look(count));
        return items;
    }

    /**
     * The items in the order in which they are taken out, without a change here: some of them are created for the
     * caller. Between two calls of the iterator, items may be removed and may {@link #enter}, and one that does may be
     * met or not. No item may be taken out or come back, and no body may be dropped.
     *
     * @param most the number of items that the caller looks at
     */
    Iterator<E> look(int most);

    /**
     * Adds the items that belong to the page, which may lack their bodies, in short steps. All of them together take
     * time in proportion to the length of the page. An item that is here from the first step to the last is met.
     *
     * @return makes the next step, and returns whether there are more
     */
    BooleanSupplier addTo(IdPage<E> page);

    /**
     * Takes some items out, a few hundred at most.
     *
     * @param runs receives the ids of all items whose bodies are dropped, and maybe of others that are taken out
     */
    void drainSome(Consumer<? super E> each, IdRuns runs);

    /** Drops the bodies of a few items that the journal has, in the same deque as this item. */
    void dropBodies(E with);

    /** Drops the bodies that were read for a look, except those at hand. */
    void dropLookedAt();
}
