package dev.tutti.command;

import dev.tutti.command.Notice.QueueNames;
import dev.tutti.config.NamePatterns;

/**
 * Asks for the names of all queues.
 *
 * @param visible the only ones that are told
 */
public record QueueNamesQuery(NamePatterns visible) implements OwnerQuery<QueueNames> {

    /** Asks for all. */
    public QueueNamesQuery() {
        this(NamePatterns.ALL);
    }

    @Override
    public QueueNamesQuery seeing(NamePatterns names) {
        return new QueueNamesQuery(names);
    }

    @Override
    public Class<QueueNames> answerType() {
        return QueueNames.class;
    }

    @Override
    public boolean isAboutEverything() {
        return true;
    }

    @Override
    public Search<QueueNames> search(Facts facts) {
        return Search.along(facts.queueNames(), visible::match, (names, now) -> new QueueNames(names));
    }
}
