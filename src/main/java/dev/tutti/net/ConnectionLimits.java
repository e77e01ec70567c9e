package dev.tutti.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits and counts that the connections of all net servers of a server share. Thread-safe. */
public final class ConnectionLimits {

    private static final Logger log = LoggerFactory.getLogger(ConnectionLimits.class);

    private final ThrottledLog strangers = new ThrottledLog(log, System::nanoTime);

    /** The log for what anybody can cause who can connect. */
    ThrottledLog strangers() {
        return strangers;
    }
}
