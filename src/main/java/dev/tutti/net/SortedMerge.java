package dev.tutti.net;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The elements of several sorted sequences, in their order. */
final class SortedMerge<T> implements Iterator<T> {

    /** A sequence that has an element left: the first of these, and the others. */
    private record Rest<T>(T first, Iterator<? extends T> others) {}

    private final PriorityQueue<Rest<T>> rests;

    SortedMerge(List<? extends Iterator<? extends T>> sequences, Comparator<? super T> order) {
        rests = new PriorityQueue<>((a, b) -> order.compare(a.first, b.first));
        sequences.forEach(this::enter);
    }

    private void enter(Iterator<? extends T> sequence) {
        if (sequence.hasNext()) {
            rests.add(new Rest<>(sequence.next(), sequence));
        }
    }

    @Override
    public boolean hasNext() {
        return !rests.isEmpty();
    }

    @Override
    public T next() {
        Rest<T> rest = rests.poll();
        if (rest == null) {
            throw new NoSuchElementException();
        }
        enter(rest.others);
        return rest.first;
    }
}
