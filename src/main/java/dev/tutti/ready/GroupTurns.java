package dev.tutti.ready;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;

/** The items of the groups of a line, which take turns: one item of each group, then the next of each. */
final class GroupTurns<E extends ReadyItem> implements Iterator<E> {

    private final Iterator<Group<E>> line;
    private final Function<Group<E>, Iterator<E>> itemsOf;
    /** The items of those groups that have had a turn. */
    private final Queue<Iterator<E>> turns = new ArrayDeque<>();
    /** Those of the group whose turn it is. */
    private Iterator<E> next = Collections.emptyIterator();

    GroupTurns(Iterator<Group<E>> line, Function<Group<E>, Iterator<E>> itemsOf) {
        this.line = line;
        this.itemsOf = itemsOf;
    }

    @Override
    public boolean hasNext() {
        while (!next.hasNext()) {
            if (line.hasNext()) {
                next = itemsOf.apply(line.next());
            } else if (!turns.isEmpty()) {
                next = turns.poll();
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        E item = next.next();
        turns.add(next);
        next = Collections.emptyIterator();
        return item;
    }
}
