package dev.tutti.net;

import dev.tutti.access.PasswordGate;
import dev.tutti.config.ServerConfig;
import dev.tutti.log.EventLog;
import dev.tutti.ops.MemoryUse;
import dev.tutti.platform.WriteBudget;
import java.util.List;

/** The limits and counts that the connections of all net servers of a server share. Thread-safe. */
public final class ConnectionLimits {

    /**
     * The most sockets beyond the connections that are open at a time. Each is told that there are too many and closed.
     * Further clients wait until one of all has closed.
     */
    public static final int MOST_REFUSED = 16;

    private final EventLog events;
    private final PasswordGate passwords;
    private final MemoryQuota input;
    private final MemoryQuota output;
    private final ReplyTurns turns;
    private final WriteBudget writeBudget = WriteBudget.ofThisProcess();

    private volatile int maxConnections;

    /**
     * @param maxConnections the most connections, which may be fewer than the configuration allows
     * @param passwords of the server
     */
    public ConnectionLimits(ServerConfig config, int maxConnections, PasswordGate passwords, EventLog events) {
        this.events = events;
        this.maxConnections = maxConnections;
        this.passwords = passwords;
        input = new MemoryQuota(config.maxInputMemory());
        output = new MemoryQuota(config.maxOutputMemory());
        turns = new ReplyTurns(output);
    }

    /**
     * Other limits are in force from now on. Connections beyond them stay.
     *
     * @param most the most connections, which may be fewer than the configuration allows
     */
    public void change(ServerConfig config, int most) {
        maxConnections = most;
        input.change(config.maxInputMemory());
        output.change(config.maxOutputMemory());
        turns.changed();
    }

    /** The memory of commands and replies, for those who watch it. */
    public List<MemoryUse> memory() {
        return List.of(
                new MemoryUse("commands", input::used, input::max),
                new MemoryUse("replies", output::used, output::max));
    }

    public int maxConnections() {
        return maxConnections;
    }

    EventLog events() {
        return events;
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
