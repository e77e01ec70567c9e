package dev.tutti.queue;

import dev.tutti.config.QueueConfig.Kind;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The ready items of a queue, in the order in which they are got. */
interface ReadyItems {

    /** More than come in the same time, so that memory that is short gets free. */
    int SPILLED_AT_ONCE = 2;
    /** Of a line that may be long; there may be any number of priorities. */
    int AT_HAND = 64;

    /** @param lines makes an empty line, given how many of its items are to be at hand */
    static ReadyItems of(Kind kind, IntFunction<ReadyDeque> lines, MemoryLimit memory) {
        return kind == Kind.PRIORITY
                ? new ReadyByPriority(() -> lines.apply(0), memory)
                : new ReadyInLine(lines.apply(AT_HAND), kind == Kind.LIFO);
    }

    /** Takes in an item that comes for the first time. */
    void enter(Item item);

    /** Takes in an item that was got before: it is the next, in a priority queue among its equals. */
    void comeBack(Item item);

    /** Takes the next one out, or gives null. */
    Item poll();

    void remove(Item item);

    int size();

    /** The item of that id, or null; takes time in proportion to what is here. */
    Item find(long id);

    /** The next ones, in order, as many as fit into one answer. */
    List<Item> peek(int count);

    /** Takes all out; of those that are in the journal alone the ids. */
    void drain(Consumer<Item> each, IdLine.Run eachUnread);

    /** Leaves a few of those that stand with this item to the journal. */
    void spill(Item with);
}
