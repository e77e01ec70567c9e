package dev.tutti.queue;

import dev.tutti.config.QueueConfig.Kind;
import java.util.stream.Stream;

/** The ready items of a queue, in the order in which they are got. */
interface ReadyItems {

    static ReadyItems of(Kind kind) {
        return kind == Kind.PRIORITY ? new ReadyByPriority() : new ReadyInLine(kind == Kind.LIFO);
    }

    /** Takes in an item that comes for the first time. */
    void enter(Item item);

    /** Takes in an item that was got before: it is the next, in a priority queue among its equals. */
    void comeBack(Item item);

    /** Takes the next one out, or gives null. */
    Item poll();

    void remove(Item item);

    int size();

    /** All of them, the next one first. */
    Stream<Item> stream();
}
