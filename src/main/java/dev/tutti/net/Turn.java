package dev.tutti.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn of a net server's event loop: at its end, what was gathered for the owners is sent and every connection that
 * has something to write writes once. So the cost of a message, and of a write, is shared by all that came with it.
 */
final class Turn {

    private final Context context;
    private final Switchboard switchboard;
    private final List<Connection> unflushed = new ArrayList<>();
    private final Handler<Void> onEnd = end -> end();
    private boolean ending;

    Turn(Context context, Switchboard switchboard) {
        this.context = context;
        this.switchboard = switchboard;
    }

    /** Something was gathered: sees to it that the turn ends. */
    void touch() {
        if (!ending) {
            ending = true;
            context.runOnContext(onEnd);
        }
    }

    void wrote(Connection connection) {
        unflushed.add(connection);
        touch();
    }

    /**
     * Replies of an owner have been handed on. Those of others may have come, too, and shall share messages and writes with
     * these; but with one owner a kind that is rare, and another task of the loop costs more.
     */
    void replied() {
        if (switchboard.hasOneOwnerAKind()) {
            end();
        } else {
            touch();
        }
    }

    /** Ends the turn now; for whoever knows that nothing more will be gathered. */
    void end() {
        ending = false;
        switchboard.flush();
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }
}
