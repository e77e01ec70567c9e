package dev.tutti.net;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.cluster.ClusterAdmin;
import dev.tutti.cluster.ClusterView;
import dev.tutti.command.CommandTable;
import dev.tutti.config.ServerConfig;
import dev.tutti.journal.Journal;
import dev.tutti.ops.CommandMeter;
import dev.tutti.ops.ServerInfo;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Everything that the connections of one net server instance share. It belongs to the instance's event loop.
 *
 * @param inForce changes when the configuration is read again
 * @param journal gives the one that is in use
 * @param meter of the commands, or null if they are not counted
 * @param cluster null if the server is in none
 * @param clusterAdmin null if the server is in no cluster
 */
record ConnectionContext(
        Vertx vertx,
        AtomicReference<ServerConfig> inForce,
        OwnerRouter router,
        FlushCycle cycle,
        LeadGate gate,
        LoopBudget budget,
        HandOut handOut,
        CommandTable table,
        ServerInfo info,
        Supplier<Journal> journal,
        ConnectionLimits limits,
        CommandMeter meter,
        Executor loop,
        ConfigurationReload reload,
        ClusterView cluster,
        ClusterAdmin clusterAdmin) {

    /** The configuration of the server, as it is now. */
    ServerConfig config() {
        return inForce.getPlain();
    }

    CommandTimes timesOfConnection() {
        return meter == null ? CommandTimes.NONE : new MeasuredTimes(meter, cycle);
    }

    /** A timer that judges a command by the replies that have come. */
    CatchUpTimer timer() {
        return new Arrivals(vertx, router, cycle).timer(budget);
    }

    /** At least 1, since Vert.x has no timers of 0 ms. */
    long closeGraceMillis() {
        return Math.max(1, config().closeGraceMillis());
    }
}
