package dev.tutti.command;

import dev.tutti.command.Notice.Drained;
import dev.tutti.waiting.Walk;

/**
 * Has an owner begin or end its drain: while it lasts, no item is delivered. At its end the clients that have waited
 * are served, queue by queue. To begin it once more changes nothing.
 */
public record DrainQuery(boolean begins) implements OwnerQuery<Drained> {

    @Override
    public Class<Drained> answerType() {
        return Drained.class;
    }

    @Override
    public boolean isAboutEverything() {
        return !begins;
    }

    @Override
    public Search<Drained> search(Facts facts) {
        Walk<?> served = facts.drain(begins);
        return Search.along(served, (queues, now) -> new Drained(facts.inFlight()));
    }
}
