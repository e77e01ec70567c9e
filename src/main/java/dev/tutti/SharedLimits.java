package dev.tutti;

import dev.tutti.access.PasswordGate;
import dev.tutti.config.Configuration;
import dev.tutti.log.EventLog;
import dev.tutti.net.ConnectionLimits;
import dev.tutti.ops.MemoryUse;
import dev.tutti.ops.SlowCommands;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.schedule.ScheduleCount;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The limits that all event loops of a server share, and the users. They change when it is read again. */
record SharedLimits(
        PasswordGate passwords,
        ConnectionLimits connections,
        MemoryLimit memory,
        ScheduleCount schedules,
        SlowCommands slowCommands) {

    /** @param maxConnections the most connections, which may be fewer than the configuration allows */
    static SharedLimits of(Configuration configuration, int maxConnections, EventLog events) {
        PasswordGate passwords = new PasswordGate(
                configuration.server().password(), configuration.server().users(), events);
        return new SharedLimits(
                passwords,
                new ConnectionLimits(configuration.server(), maxConnections, passwords, events),
                new MemoryLimit(configuration.producer().maxMemoryBytes()),
                new ScheduleCount(configuration.producer().maxSchedules()),
                new SlowCommands(configuration.server().slowCommandMillis(), Clock.systemUTC(), events));
    }

    /**
     * Other limits are in force from now on. Uses beyond them stay.
     *
     * @param maxConnections the most connections, which may be fewer than the configuration allows
     */
    void change(Configuration next, int maxConnections) {
        passwords.change(next.server().password(), next.server().users());
        connections.change(next.server(), maxConnections);
        memory.change(next.producer().maxMemoryBytes());
        schedules.change(next.producer().maxSchedules());
        slowCommands.change(next.server().slowCommandMillis());
    }

    MemoryUse itemMemory() {
        return new MemoryUse("items", memory::used, memory::max);
    }

    /** All memory that has a limit. */
    List<MemoryUse> memoryUses() {
        List<MemoryUse> uses = new ArrayList<>(connections.memory());
        uses.add(itemMemory());
        return uses;
    }
}
