package dev.tutti.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of each turn of a net server's event loop. Then every owner is sent the commands gathered for it in one
 * message, and every connection that has replies writes once. So all commands that arrive in one turn share the cost of
 * a message and of a write.
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
    private boolean isScheduled;
    private long turn;

    FlushCycle(Context context, OwnerRouter router) {
        this.context = context;
        this.router = router;
    }

    /** The number of this turn. */
    long turn() {
        return turn;
    }

    /** Makes the turn end after everything that is under way: something has gathered for an owner or a connection. */
    void touch() {
        if (!isScheduled) {
            isScheduled = true;
            context.runOnContext(onEnd);
        }
    }

    /** Has this output flushed at the end of the turn. */
    void wrote(Output output) {
        unflushed.add(output);
        touch();
    }

    /**
     * Replies of an owner have been handed on. With several owners the replies of others may have arrived too, and can
     * share messages and writes with these, so the turn goes on. With one owner that is rare, and another
     * task of the event loop would cost more than it saves.
     */
    void replied() {
        if (router.hasOneOwner()) {
            end();
        } else {
            touch();
        }
    }

    /** Ends the turn now, because nothing more will gather in it. */
    void end() {
        isScheduled = false;
        turn++;
        router.flush();
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }
}
