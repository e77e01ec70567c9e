package dev.tutti.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn of a net server's event loop: at its end, what was gathered for the owners is sent and every connection that
 * has something to write writes once. So the cost of a message, and of a write, is shared by all that came with it.
 */
final class FlushCycle {

    /** A connection, as far as the end of a turn concerns it. */
    interface Output {
        /** Writes the replies that have gathered. */
        void flush();
    }

    private final Context context;
    private final OwnerRouter router;
    private final List<Output> unflushed = new ArrayList<>();
    private final Handler<Void> onEnd = end -> end();
    private boolean ending;

    FlushCycle(Context context, OwnerRouter router) {
        this.context = context;
        this.router = router;
    }

    /** Something was gathered: sees to it that the turn ends. */
    void touch() {
        if (!ending) {
            ending = true;
            context.runOnContext(onEnd);
        }
    }

    void wrote(Output output) {
        unflushed.add(output);
        touch();
    }

    /**
     * Replies of an owner have been handed on. Those of others may have come, too, and shall share messages and writes with
     * these; but with one owner a kind that is rare, and another task of the loop costs more.
     */
    void replied() {
        if (router.hasOneOwnerAKind()) {
            end();
        } else {
            touch();
        }
    }

    /** Ends the turn now; for whoever knows that nothing more will be gathered. */
    void end() {
        ending = false;
        router.flush();
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }
}
