package dev.tutti.ready;

import dev.tutti.waiting.IntrusiveNode;

/** A group that has items ready or in flight. */
final class Group<E extends ReadyItem> extends IntrusiveNode {

    /** Null for the empty group. */
    final String name;

    final ReadyDeque<E> items;
    int inFlight;

    Group(String name, ReadyDeque<E> items) {
        this.name = name;
        this.items = items;
    }
}
