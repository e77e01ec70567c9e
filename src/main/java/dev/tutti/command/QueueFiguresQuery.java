package dev.tutti.command;

import dev.tutti.command.Notice.BusiestQueues;

/**
 * Asks for the figures of the queues, for metrics.
 *
 * @param most the number of queues that are shown by themselves: those that have had most items
 */
public record QueueFiguresQuery(int most) implements OwnerQuery<BusiestQueues> {

    @Override
    public Class<BusiestQueues> answerType() {
        return BusiestQueues.class;
    }

    @Override
    public boolean isAboutEverything() {
        return true;
    }

    @Override
    public Search<BusiestQueues> search(Facts facts) {
        return Search.along(facts.queueFigures(most), (found, now) -> new BusiestQueues(found));
    }
}
