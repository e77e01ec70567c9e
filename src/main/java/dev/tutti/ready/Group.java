package dev.tutti.ready;

import dev.tutti.waiting.IntrusiveNode;

/** A group that has items ready or in flight. */
final class Group<E extends ReadyItem> extends IntrusiveNode {

    /** Null for the empty group. */
    final String name;

    final ReadyDeque<E> items;
    int inFlight;
    /** The place among all {@link Groups}. */
    int place;

    /** There may be any number of groups, so no items are kept at hand. */
    Group(String name, ItemSource<E> source) {
        this.name = name;
        this.items = new ReadyDeque<>(source.inGroup(name), 0, null);
    }
}
