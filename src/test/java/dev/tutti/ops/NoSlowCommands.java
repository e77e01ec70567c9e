package dev.tutti.ops;

import dev.tutti.log.EventLog;
import java.time.Clock;

/** For tests in which no command is slow, however long it takes. */
public final class NoSlowCommands {

    private NoSlowCommands() {}

    public static SlowCommands keep() {
        return new SlowCommands(0, Clock.systemUTC(), new EventLog());
    }
}
