package dev.tutti.command;

import dev.tutti.command.Notice.QueueNames;

/** Asks for the names of all queues. */
public record QueueNamesQuery() implements OwnerQuery<QueueNames> {

    @Override
    public Class<QueueNames> answerType() {
        return QueueNames.class;
    }

    @Override
    public QueueNames answer(Facts facts, long now) {
        return new QueueNames(facts.queueNames());
    }
}
