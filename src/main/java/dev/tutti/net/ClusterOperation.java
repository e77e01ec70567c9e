package dev.tutti.net;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** A command under way that the cluster answers, of those who run it. */
final class ClusterOperation extends LateOperation {

    private final Runnable close;
    /** Whether the lead of this node ends by this command. */
    private boolean endsLead;

    /**
     * @param answer is given the reply, once
     * @param close closes the connection behind the reply
     */
    ClusterOperation(ConnectionContext context, Consumer<Reply> answer, Runnable close) {
        super(context, answer);
        this.close = close;
    }

    /** The lead has ended: the connection is closed as all others, but behind the reply. */
    void leadEnded() {
        endsLead = true;
    }

    void start(Future<Reply> reply) {
        reply.otherwise(failure -> Refusal.error("ERR", String.valueOf(failure.getMessage())))
                .onSuccess(this::answer);
    }

    @Override
    void answered() {
        if (endsLead) {
            close.run();
        }
    }
}
