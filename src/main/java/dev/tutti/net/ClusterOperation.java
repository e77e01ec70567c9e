package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** A command under way that the cluster answers, of those who run it. It goes on if its client leaves. */
final class ClusterOperation implements Operation {

    private final ConnectionContext context;
    private final Consumer<Reply> answer;
    private final Runnable close;
    /** Whether the lead of this node ends by this command. */
    private boolean endsLead;

    private boolean isCancelled;

    /**
     * @param answer is given the reply, once
     * @param close closes the connection behind the reply
     */
    ClusterOperation(ConnectionContext context, Consumer<Reply> answer, Runnable close) {
        this.context = context;
        this.answer = answer;
        this.close = close;
    }

    /** The lead has ended: the connection is closed as all others, but behind the reply. */
    void leadEnded() {
        endsLead = true;
    }

    void start(Future<Reply> reply) {
        reply.otherwise(failure -> Refusal.error("ERR", String.valueOf(failure.getMessage())))
                .onSuccess(last -> context.loop().execute(() -> end(last)));
    }

    private void end(Reply reply) {
        if (!isCancelled) {
            answer.accept(reply);
            if (endsLead) {
                close.run();
            }
            context.cycle().touch();
        }
    }

    @Override
    public void cancel() {
        isCancelled = true;
    }

    @Override
    public Reply over() {
        return null;
    }
}
