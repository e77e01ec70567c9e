package dev.tutti.waiting;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Things in the order of their names. They can be gone through in several parts, between which some may come and go.
 * Not thread-safe.
 */
public final class NameIndex<V> {

    private final NavigableMap<String, V> byName = new TreeMap<>();
    private int changes;

    /** Adds a thing, or replaces the one of that name. */
    public void put(String name, V thing) {
        changes++;
        byName.put(name, thing);
    }

    public void remove(String name) {
        changes++;
        byName.remove(name);
    }

    /**
     * Goes through all things in the order of their names. Everything that is there from the beginning to the end is
     * met once. A thing that comes or goes meanwhile may be met or not.
     */
    public Iterator<Map.Entry<String, V>> walk() {
        return new Entries();
    }

    /** Goes through the names of all things that fulfil a condition. */
    public Walk<String> names(Predicate<? super V> condition) {
        Iterator<Map.Entry<String, V>> things = walk();
        return found -> {
            if (!things.hasNext()) {
                return false;
            }
            Map.Entry<String, V> next = things.next();
            if (condition.test(next.getValue())) {
                found.accept(next.getKey());
            }
            return true;
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, V>> {

        private Iterator<Map.Entry<String, V>> rest = byName.entrySet().iterator();
        private int seen = changes;
        private String last;

        @Override
        public boolean hasNext() {
            if (seen != changes) {
                NavigableMap<String, V> behind = last == null ? byName : byName.tailMap(last, false);
                rest = behind.entrySet().iterator();
                seen = changes;
            }
            return rest.hasNext();
        }

        @Override
        public Map.Entry<String, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, V> next = rest.next();
            last = next.getKey();
            return next;
        }
    }
}
