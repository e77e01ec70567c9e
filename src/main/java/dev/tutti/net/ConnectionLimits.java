package dev.tutti.net;

import dev.tutti.access.PasswordGate;
import dev.tutti.config.ServerConfig;
import dev.tutti.log.ThrottledLog;
import dev.tutti.platform.WriteBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits and counts that the connections of all net servers of a server share. Thread-safe. */
public final class ConnectionLimits {

    /**
     * The most sockets beyond the connections that are open at a time. Each is told that there are too many and closed.
     * Further clients wait until one of all has closed.
     */
    public static final int MOST_REFUSED = 16;

    private static final Logger log = LoggerFactory.getLogger(ConnectionLimits.class);

    private final ThrottledLog strangers = new ThrottledLog(log, System::nanoTime);
    private final PasswordGate passwords;
    private final MemoryQuota input;
    private final MemoryQuota output;
    private final ReplyTurns turns;
    private final WriteBudget writeBudget = WriteBudget.ofThisProcess();

    private final int maxConnections;

    /**
     * @param maxConnections the most connections, which may be fewer than the configuration allows
     * @param passwords of the server
     */
    public ConnectionLimits(ServerConfig config, int maxConnections, PasswordGate passwords) {
        this.maxConnections = maxConnections;
        this.passwords = passwords;
        input = new MemoryQuota(config.maxInputMemory());
        output = new MemoryQuota(config.maxOutputMemory());
        turns = new ReplyTurns(output);
    }

    int maxConnections() {
        return maxConnections;
    }

    /** The log for what anybody can cause who can connect. */
    ThrottledLog strangers() {
        return strangers;
    }

    PasswordGate passwords() {
        return passwords;
    }

    /** The memory for commands that are read and not answered, and for those of which a part has arrived. */
    MemoryQuota input() {
        return input;
    }

    /** The memory for replies that are made and not sent. */
    MemoryQuota output() {
        return output;
    }

    /** The turns with commands whose replies may be long. */
    ReplyTurns turns() {
        return turns;
    }

    /** The memory outside of the heap for bytes on their way to the kernel. */
    WriteBudget writeBudget() {
        return writeBudget;
    }
}
