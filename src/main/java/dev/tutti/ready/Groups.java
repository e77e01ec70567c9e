package dev.tutti.ready;

import java.util.HashMap;
import java.util.Map;

/** All groups of a queue that have items ready or in flight, by their names. */
final class Groups<E extends ReadyItem> {

    private final ItemSource<E> source;
    private final Map<String, Group<E>> byName = new HashMap<>();
    private final DequeIndex<E> index;

    Groups(ItemSource<E> source) {
        this.source = source;
        this.index = new DequeIndex<>(source);
    }

    /** The group of that name, or null. */
    Group<E> existing(String name) {
        return byName.get(name);
    }

    /** The group of that name, which begins if there is none. */
    Group<E> named(String name) {
        return byName.computeIfAbsent(name, this::begin);
    }

    private Group<E> begin(String name) {
        source.takeMemory(bytes(name));
        return new Group<>(name, index.begin(source.inGroup(name), null));
    }

    private static int bytes(String name) {
        return ReadyFootprint.GROUP + (name == null ? 0 : name.length());
    }

    void remove(Group<E> group) {
        byName.remove(group.name);
        index.end(group.items);
        source.takeMemory(-bytes(group.name));
    }

    /** The way to an item by its id. */
    DequeIndex<E> index() {
        return index;
    }
}
