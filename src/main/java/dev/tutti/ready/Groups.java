package dev.tutti.ready;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** All groups of a queue that have items ready or in flight: by their names, and in a list without an order. */
final class Groups<E extends ReadyItem> {

    private final ItemSource<E> source;
    private final Map<String, Group<E>> byName = new HashMap<>();
    private final List<Group<E>> all = new ArrayList<>();

    Groups(ItemSource<E> source) {
        this.source = source;
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
        Group<E> group = new Group<>(name, source);
        group.place = all.size();
        all.add(group);
        return group;
    }

    private static int bytes(String name) {
        return ReadyFootprint.GROUP + (name == null ? 0 : name.length());
    }

    void remove(Group<E> group) {
        byName.remove(group.name);
        Group<E> last = all.remove(all.size() - 1);
        if (last != group) {
            all.set(group.place, last);
            last.place = group.place;
        }
        source.takeMemory(-bytes(group.name));
    }

    /** The item with that id, which may lack its body; or null. Takes time in proportion to the number of groups. */
    E find(long id) {
        return first(items -> items.find(id));
    }

    /** The same item, which stays here as that object until it is taken out. */
    E keep(long id) {
        return first(items -> items.keep(id));
    }

    private E first(Function<ReadyDeque<E>, E> find) {
        for (Group<E> group : all) {
            E item = find.apply(group.items);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    boolean has(long id) {
        return all.stream().anyMatch(group -> group.items.has(id));
    }

    /** As {@link ReadyItems#addTo}. */
    BooleanSupplier addTo(IdPage<E> page) {
        return new BooleanSupplier() {
            /** Looks at the last group first, since a group goes to the place of an earlier one, if to any. */
            private int left = all.size();

            @Override
            public boolean getAsBoolean() {
                left = Math.min(left, all.size());
                int end = Math.max(0, left - ReadyDeque.IN_A_STEP);
                while (left > end) {
                    left--;
                    all.get(left).items.addTo(page);
                }
                return left > 0;
            }
        };
    }
}
