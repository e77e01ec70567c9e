package dev.tutti.command;

import dev.tutti.waiting.Contention;
import java.util.List;

/**
 * A question to an owner about everything that it owns. It waits for nothing, and is answered behind everything that the
 * owner has answered before.
 *
 * @param <A> the answer
 */
public sealed interface OwnerQuery<A extends Notice> extends Query<A>
        permits ContentionQuery, QueueNamesQuery, DrainQuery {

    /** The facts that an owner can be asked for. */
    interface Facts {
        /** Everything that is held or waited for, as far as it is asked for. */
        List<Contention> contentions(ContentionQuery query);

        /** The names of its queues. An owner of other primitives has none. */
        List<String> queueNames();
    }

    @Override
    default Family family() {
        return Family.QUERY;
    }

    /** @param now the time of the owner's timers */
    A answer(Facts facts, long now);
}
