package dev.tutti.net;

import dev.tutti.command.Reply;
import java.util.function.Consumer;

/**
 * A command under way that is answered once, from any thread. It goes on if its client leaves, and cannot be ended
 * early.
 */
abstract class LateOperation implements Operation {

    private final ConnectionContext context;
    private final Consumer<Reply> answer;
    private boolean isCancelled;

    /** @param answer is given the reply, once, on the connection's event loop */
    LateOperation(ConnectionContext context, Consumer<Reply> answer) {
        this.context = context;
        this.answer = answer;
    }

    /** Gives the reply. Safe to call from any thread. */
    final void answer(Reply reply) {
        context.loop().execute(() -> {
            if (!isCancelled) {
                answer.accept(reply);
                answered();
                context.cycle().touch();
            }
        });
    }

    /** The reply is given. */
    void answered() {}

    @Override
    public void cancel() {
        isCancelled = true;
    }

    @Override
    public Reply over() {
        return null;
    }
}
