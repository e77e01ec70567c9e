package dev.tutti.sync;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ContentionSum;
import dev.tutti.waiting.NameIndex;
import dev.tutti.waiting.Walk;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The primitives of one kind that an owner has, by name. A primitive is created at first use and forgotten as soon as
 * it is idle.
 */
final class PrimitiveRegistry<P extends Primitive> {

    private final Map<String, P> byName = new HashMap<>();
    private final NameIndex<P> ordered = new NameIndex<>();
    private final String kind;
    private final Supplier<P> factory;

    /**
     * @param kind the kind as {@link Contention#kind} has it
     * @param factory creates a new primitive
     */
    PrimitiveRegistry(String kind, Supplier<P> factory) {
        this.kind = kind;
        this.factory = factory;
    }

    /** The primitive of that name, or null if there is none. */
    P existing(String name) {
        return byName.get(name);
    }

    /**
     * The primitive of that name, created if there is none. The caller must not leave a new one idle, since nothing
     * would then forget it.
     */
    P getOrCreate(String name) {
        P primitive = byName.get(name);
        return primitive != null ? primitive : make(name);
    }

    private P make(String name) {
        P made = factory.get();
        made.nameLength(name.length());
        made.onIdle(() -> forget(name, made));
        byName.put(name, made);
        ordered.put(name, made);
        return made;
    }

    private void forget(String name, P idle) {
        if (byName.remove(name, idle)) {
            ordered.remove(name);
        }
    }

    /** The number of primitives that exist. */
    int size() {
        return byName.size();
    }

    /** The primitive's kind and name for messages: {@code lock l}. */
    String describe(String name) {
        return kind + " " + name;
    }

    /**
     * The holders and waiters of every primitive that has any, in the order of the names.
     *
     * @param name only the primitive of this name, or null for all
     * @param contended true for only those that somebody waits for
     */
    Walk<Contention> contentions(String name, boolean contended) {
        Iterator<Map.Entry<String, P>> primitives = among(name);
        return found -> {
            if (!primitives.hasNext()) {
                return false;
            }
            Map.Entry<String, P> next = primitives.next();
            if (!contended || next.getValue().isWaitedFor()) {
                Contention contention = contention(next.getKey(), next.getValue());
                if (contention.isHeld() || contention.isWaitedFor()) {
                    found.accept(contention);
                }
            }
            return true;
        };
    }

    /** The holders and waiters of every primitive in numbers. */
    Walk<ContentionSum> sums() {
        return Walk.past(ordered.walk(), next -> next.getValue().sum(kind));
    }

    private Iterator<Map.Entry<String, P>> among(String name) {
        if (name == null) {
            return ordered.walk();
        }
        P one = byName.get(name);
        return (one == null ? Map.<String, P>of() : Map.of(name, one))
                .entrySet()
                .iterator();
    }

    private Contention contention(String name, Primitive primitive) {
        return new Contention(kind, name, primitive.holders(), primitive.waiters(), primitive.free());
    }
}
