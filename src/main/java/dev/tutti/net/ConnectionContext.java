package dev.tutti.net;

import dev.tutti.command.CommandTable;
import dev.tutti.config.ServerConfig;
import dev.tutti.ops.ServerInfo;
import io.vertx.core.Vertx;

/** What the connections of one net server instance share; all of it is bound to the instance's event loop. */
record ConnectionContext(
        Vertx vertx, ServerConfig config, OwnerRouter router, FlushCycle cycle, CommandTable table, ServerInfo info) {

    /** What a timer of Vert.x can take. */
    long closeGraceMillis() {
        return Math.max(1, config.closeGraceMillis());
    }
}
