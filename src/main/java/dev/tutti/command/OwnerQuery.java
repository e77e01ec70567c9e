package dev.tutti.command;

import dev.tutti.queue.QueueFigures;
import dev.tutti.schedule.ScheduleView;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ContentionSum;
import dev.tutti.waiting.Walk;

/**
 * A question to an owner about the things that it owns. It waits for nobody, and is answered behind everything that the
 * owner has answered before. An answer about everything takes several turns if there is much, and then it does not show
 * one moment.
 *
 * @param <A> the answer
 */
public sealed interface OwnerQuery<A extends Notice> extends Query<A>
        permits ContentionQuery,
                QueueNamesQuery,
                QueueFiguresQuery,
                PrimitiveFiguresQuery,
                ContentionSampleQuery,
                SchedulesQuery,
                EchoQuery,
                DrainQuery {

    /** The facts that an owner can be asked for. */
    interface Facts {
        /** Everything that is held or waited for, as far as it is asked for, in the order of kinds and names. */
        Walk<Contention> contentions(ContentionQuery query);

        /** The numbers of holders and waiters of each lock and its kin. An owner of queues has none. */
        default Walk<ContentionSum> contentionSums() {
            return found -> false;
        }

        /**
         * The names of its queues, in their order. An owner of other primitives has none.
         *
         * @param name of one queue, or null for all
         */
        Walk<String> queueNames(String name);

        /**
         * The schedules of its queues, in the order of their names.
         *
         * @param name of one schedule, or null for all
         */
        default Walk<ScheduleView> schedules(String name) {
            return found -> false;
        }

        /**
         * The figures of the busiest of its queues, and those of all others together. An owner of other primitives has
         * none.
         */
        default Walk<QueueFigures> queueFigures(int most) {
            return found -> false;
        }

        /** Begins or ends a drain. The walk serves those who have waited. An owner of other primitives has none. */
        default Walk<String> drain(boolean begins) {
            return found -> false;
        }

        /** The number of items that connections and consumers have, without those on detached leases. */
        default long inFlight() {
            return 0;
        }
    }

    @Override
    default Family family() {
        return Family.QUERY;
    }

    /** Whether owners of queues alone are asked. */
    default boolean isAboutQueues() {
        return true;
    }

    /** Whether all things of the owner have to be looked at. */
    boolean isAboutEverything();

    /** Begins to make the answer. */
    Search<A> search(Facts facts);
}
