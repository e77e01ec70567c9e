package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** A command under way that the cluster answers, of those who run it. It goes on if its client leaves. */
final class ClusterOperation implements Operation {

    private final ConnectionContext context;
    private final Consumer<Reply> answer;
    private boolean isCancelled;

    /** @param answer is given the reply, once */
    ClusterOperation(ConnectionContext context, Consumer<Reply> answer) {
        this.context = context;
        this.answer = answer;
    }

    void start(Future<Reply> reply) {
        reply.otherwise(failure -> Refusal.error("ERR", String.valueOf(failure.getMessage())))
                .onSuccess(last -> context.loop().execute(() -> end(last)));
    }

    private void end(Reply reply) {
        if (!isCancelled) {
            answer.accept(reply);
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
