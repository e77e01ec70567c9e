package dev.tutti.sync;

import dev.tutti.waiting.Contention;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The primitives of one kind that an owner has, by name. A primitive is created at first use and forgotten as soon as
 * it is idle.
 */
final class PrimitiveRegistry<P extends Primitive> {

    private final Map<String, P> byName = new HashMap<>();
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
        made.onIdle(() -> byName.remove(name, made));
        byName.put(name, made);
        return made;
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
     * The holders and waiters of every primitive that has any.
     *
     * @param name only the primitive of this name, or null for all
     * @param contended true for only those that somebody waits for
     */
    Stream<Contention> contentions(String name, boolean contended) {
        return among(name).entrySet().stream()
                .filter(entry -> !contended || entry.getValue().isWaitedFor())
                .map(entry -> contention(entry.getKey(), entry.getValue()))
                .filter(contention -> contention.isHeld() || contention.isWaitedFor());
    }

    private Map<String, P> among(String name) {
        if (name == null) {
            return byName;
        }
        P one = byName.get(name);
        return one == null ? Map.of() : Map.of(name, one);
    }

    private Contention contention(String name, Primitive primitive) {
        return new Contention(kind, name, primitive.holders(), primitive.waiters(), primitive.free());
    }
}
