package dev.tutti.sync;

import dev.tutti.waiting.Contention;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The primitives of one kind on one event loop, by name. Each comes into being at first use, and is forgotten as soon as
 * it is idle.
 */
final class PrimitiveRegistry<P extends Primitive> {

    private final Map<String, P> byName = new HashMap<>();
    private final String kind;
    private final Supplier<P> maker;

    /** @param kind as a {@link Contention} tells it */
    PrimitiveRegistry(String kind, Supplier<P> maker) {
        this.kind = kind;
        this.maker = maker;
    }

    /** The one of that name if there is one, or null. */
    P existing(String name) {
        return byName.get(name);
    }

    /** The one of that name, made if there is none: whoever has it made sees to it that it does not stay idle. */
    P named(String name) {
        P primitive = byName.get(name);
        return primitive != null ? primitive : make(name);
    }

    private P make(String name) {
        P made = maker.get();
        made.onIdle(() -> byName.remove(name, made));
        byName.put(name, made);
        return made;
    }

    /** How many are remembered. */
    int size() {
        return byName.size();
    }

    /** As a person is told of one of them: {@code lock l}. */
    String describe(String name) {
        return kind + " " + name;
    }

    /**
     * Everything that is held or waited for.
     *
     * @param name that one alone, or null for all
     * @param contended only what somebody waits for
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
        return new Contention(kind, name, primitive.holders(), primitive.waiters());
    }
}
