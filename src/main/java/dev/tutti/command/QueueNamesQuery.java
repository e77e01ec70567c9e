package dev.tutti.command;

import dev.tutti.command.Notice.QueueNames;

/** Asks for the names of all queues. */
public record QueueNamesQuery() implements OwnerQuery<QueueNames> {

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
        return Search.along(facts.queueNames(), (names, now) -> new QueueNames(names));
    }
}
