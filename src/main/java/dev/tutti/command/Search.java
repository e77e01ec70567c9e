package dev.tutti.command;

import dev.tutti.waiting.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** The answer to an {@link OwnerQuery} in the making. */
public final class Search<A extends Notice> {

    /** Makes an answer of what was found. */
    interface Maker<T, A> {
        /** @param now the time of the owner's timers */
        A make(List<T> found, long now);
    }

    private final BooleanSupplier step;
    private final LongFunction<A> answer;

    private Search(BooleanSupplier step, LongFunction<A> answer) {
        this.step = step;
        this.answer = answer;
    }

    static <T, A extends Notice> Search<A> along(Walk<T> way, Maker<T, A> maker) {
        return along(way, any -> true, maker);
    }

    /** @param wanted what is left out otherwise */
    static <T, A extends Notice> Search<A> along(Walk<T> way, Predicate<T> wanted, Maker<T, A> maker) {
        List<T> found = new ArrayList<>();
        Consumer<T> add = next -> {
            if (wanted.test(next)) {
                found.add(next);
            }
        };
        return new Search<>(() -> way.step(add), now -> maker.make(found, now));
    }

    /** An answer that is made of what was found without keeping it. */
    static <T, A extends Notice> Search<A> adding(Walk<T> way, Consumer<T> add, LongFunction<A> answer) {
        return new Search<>(() -> way.step(add), answer);
    }

    /** An answer for which nothing has to be looked for. */
    static <A extends Notice> Search<A> none(A answer) {
        return new Search<>(() -> false, now -> answer);
    }

    /** Makes a short step. Returns false at the end. */
    public boolean step() {
        return step.getAsBoolean();
    }

    /**
     * The answer, once the search has come to its end. To be called once.
     *
     * @param now the time of the owner's timers
     */
    public A answer(long now) {
        return answer.apply(now);
    }
}
