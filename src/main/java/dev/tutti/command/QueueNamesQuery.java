package dev.tutti.command;

import dev.tutti.command.Notice.QueueNames;
import dev.tutti.config.NamePatterns;

/**
 * Asks for the names of all queues.
 *
 * @param name of one queue, which is told if there is one or the configuration has it; or null for all
 * @param visible the only ones that are told
 */
public record QueueNamesQuery(String name, NamePatterns visible) implements OwnerQuery<QueueNames> {

    /** Asks for all. */
    public QueueNamesQuery() {
        this(null);
    }

    public QueueNamesQuery(String name) {
        this(name, NamePatterns.ALL);
    }

    @Override
    public QueueNamesQuery seeing(NamePatterns names) {
        return new QueueNamesQuery(name, names);
    }

    @Override
    public Class<QueueNames> answerType() {
        return QueueNames.class;
    }

    @Override
    public boolean isAboutEverything() {
        return name == null;
    }

    @Override
    public Search<QueueNames> search(Facts facts) {
        return Search.along(facts.queueNames(name), visible::match, (names, now) -> new QueueNames(names));
    }
}
