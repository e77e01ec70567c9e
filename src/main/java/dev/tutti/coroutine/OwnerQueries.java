package dev.tutti.coroutine;

import dev.tutti.bus.ReplySender;
import dev.tutti.command.Notice;
import dev.tutti.command.OwnerQuery;
import dev.tutti.command.Refusal;
import dev.tutti.command.Search;
import dev.tutti.persistence.Basis;
import dev.tutti.waiting.SliceLine;
import dev.tutti.waiting.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the queries that one owner is put. A query about everything that the owner has is answered in slices, and
 * such queries one after another, so that many of them take no more of a turn than one. Bound to the owner's event
 * loop.
 */
final class OwnerQueries {

    private record Asked(OwnerQuery<?> query, Search<?> search, long coroutine, ReplySender.Lane lane) {}

    private static final Logger log = LoggerFactory.getLogger(OwnerQueries.class);

    private final OwnerQuery.Facts facts;
    private final Timers timers;
    private final SliceLine line;

    OwnerQueries(OwnerQuery.Facts facts, Timers timers) {
        this.facts = facts;
        this.timers = timers;
        this.line = new SliceLine(timers);
    }

    /** Answers the query now, if it is about a single thing, or else in this turn or a later one. */
    void ask(OwnerQuery<?> query, long coroutine, ReplySender.Lane lane) {
        Asked asked;
        try {
            asked = new Asked(query, query.search(facts), coroutine, lane);
        } catch (RuntimeException | StackOverflowError bug) {
            fail(query, coroutine, lane, bug);
            return;
        }
        if (query.isAboutEverything()) {
            line.add(() -> goesOn(asked));
        } else {
            while (goesOn(asked)) {}
        }
    }

    /** Makes a step, or answers if there is none left. Returns whether there is more to do. */
    private boolean goesOn(Asked asked) {
        try {
            if (asked.search.step()) {
                return true;
            }
            Notice answer = asked.search.answer(timers.now());
            asked.lane.add(asked.coroutine, answer);
        } catch (RuntimeException | StackOverflowError bug) {
            fail(asked.query, asked.coroutine, asked.lane, bug);
        }
        return false;
    }

    private static void fail(OwnerQuery<?> query, long coroutine, ReplySender.Lane lane, Throwable bug) {
        log.error("{} of coroutine {} failed", query.getClass().getSimpleName(), coroutine, bug);
        lane.add(coroutine, Refusal.internalError(), Basis.MEMORY);
    }
}
