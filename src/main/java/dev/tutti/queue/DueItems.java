package dev.tutti.queue;

import dev.tutti.waiting.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The items whose time has come in one turn, in that order. They are handled together, after the last of them. If that
 * is done in slices, those that become due meanwhile join them.
 */
final class DueItems<E> {

    private final Timers timers;
    private final Runnable onDue;
    private final ArrayDeque<E> due = new ArrayDeque<>(4);

    /** @param onDue is called in the turn in which something becomes due while nothing else is */
    DueItems(Timers timers, Runnable onDue) {
        this.timers = timers;
        this.onDue = onDue;
    }

    void add(E item) {
        if (due.isEmpty()) {
            timers.after(0, onDue);
        }
        due.add(item);
    }

    /** Takes the first one, or returns null. */
    E poll() {
        return due.poll();
    }

    List<E> takeAll() {
        List<E> all = new ArrayList<>(due);
        due.clear();
        return all;
    }
}
