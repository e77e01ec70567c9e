package dev.tutti.command;

import dev.tutti.config.NamePatterns;

/**
 * A question that is put to several owners or net servers, each of which answers with a notice. The answers are put
 * together by the asker. If one fails to answer, it sends an error reply instead.
 *
 * @param <A> one answer
 */
public sealed interface Query<A extends Notice> extends Command permits OwnerQuery, ClientCommand {

    Class<A> answerType();

    /** The same query by somebody who may see only these names. */
    default Query<A> seeing(NamePatterns names) {
        return this;
    }
}
