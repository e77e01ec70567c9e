package dev.tutti.waiting;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A way past many things, in short steps. What lies ahead may change between two of them. */
public interface Walk<T> {

    /** Looks at the next thing, and hands it over if it is one that is looked for. Returns false at the end. */
    boolean step(Consumer<? super T> found);

    /** Goes all the rest of the way. */
    default List<T> all() {
        List<T> all = new ArrayList<>();
        while (step(all::add)) {}
        return all;
    }

    /** A walk past these things, which hands over what is made of each. */
    static <S, T> Walk<T> past(Iterator<? extends S> things, Function<? super S, ? extends T> make) {
        return found -> {
            boolean more = things.hasNext();
            if (more) {
                found.accept(make.apply(things.next()));
            }
            return more;
        };
    }

    /** A walk along the walks that belong to these things, one behind another. */
    static <S, T> Walk<T> along(Iterator<? extends S> things, Function<? super S, ? extends Walk<T>> way) {
        return new Walk<>() {
            private Walk<T> part;

            @Override
            public boolean step(Consumer<? super T> found) {
                while (part == null || !part.step(found)) {
                    if (!things.hasNext()) {
                        return false;
                    }
                    part = way.apply(things.next());
                }
                return true;
            }
        };
    }

    /** A walk along these walks, one behind another. */
    static <T> Walk<T> along(List<Walk<T>> ways) {
        return along(ways.iterator(), Function.identity());
    }
}
