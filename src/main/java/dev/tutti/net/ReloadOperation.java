package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.ConfigurationException;
import io.vertx.core.AsyncResult;
import java.util.function.Consumer;

/** A CONFIG RELOAD under way. */
final class ReloadOperation extends LateOperation {

    private final ConnectionContext context;

    /** @param answer is given the reply, once */
    ReloadOperation(ConnectionContext context, Consumer<Reply> answer) {
        super(context, answer);
        this.context = context;
    }

    void start() {
        context.reload().reload().onComplete(result -> answer(reply(result)));
    }

    private static Reply reply(AsyncResult<String> result) {
        if (result.succeeded()) {
            return new Reply.Simple(result.result());
        }
        return result.cause() instanceof ConfigurationException wrong
                ? Refusal.error("ERR", wrong.getMessage())
                : Refusal.internalError();
    }
}
