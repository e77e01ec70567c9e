package dev.tutti.command;

/**
 * A question that is put to several owners or net servers, each of which answers with a notice. The answers are put
 * together by the asker. If one fails to answer, it sends an error reply instead.
 *
 * @param <A> one answer
 */
public sealed interface Query<A extends Notice> extends Command permits OwnerQuery, ClientCommand {

    Class<A> answerType();
}
