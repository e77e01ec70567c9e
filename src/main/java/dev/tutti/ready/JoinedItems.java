package dev.tutti.ready;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The items of several parts, one part behind another. */
final class JoinedItems<E> implements Iterator<E> {

    private final Iterator<Iterator<E>> parts;
    private Iterator<E> part = Collections.emptyIterator();

    JoinedItems(Iterator<Iterator<E>> parts) {
        this.parts = parts;
    }

    @Override
    public boolean hasNext() {
        while (!part.hasNext() && parts.hasNext()) {
            part = parts.next();
        }
        return part.hasNext();
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return part.next();
    }
}
