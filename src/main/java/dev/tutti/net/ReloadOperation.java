package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.ConfigurationException;
import io.vertx.core.AsyncResult;
import java.util.function.Consumer;

/** A CONFIG RELOAD under way. It goes on if its client leaves. */
final class ReloadOperation implements Operation {

    private final ConnectionContext context;
    private final Consumer<Reply> answer;
    private boolean isCancelled;

    /** @param answer is given the reply, once */
    ReloadOperation(ConnectionContext context, Consumer<Reply> answer) {
        this.context = context;
        this.answer = answer;
    }

    void start() {
        context.reload().reload().onComplete(result -> context.loop().execute(() -> end(reply(result))));
    }

    private static Reply reply(AsyncResult<String> result) {
        if (result.succeeded()) {
            return new Reply.Simple(result.result());
        }
        return result.cause() instanceof ConfigurationException wrong
                ? Refusal.error("ERR", wrong.getMessage())
                : Refusal.internalError();
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
