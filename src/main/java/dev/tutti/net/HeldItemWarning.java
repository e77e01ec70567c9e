package dev.tutti.net;

import dev.tutti.command.Notice;
import dev.tutti.log.ShownName;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line in the log about an item that a client holds for longer than {@code server.heldWarning} without a lease. */
final class HeldItemWarning {

    private static final Logger log = LoggerFactory.getLogger(HeldItemWarning.class);

    private HeldItemWarning() {}

    static void log(long connection, String address, Notice.HeldLong held) {
        log.warn(
                "connection {} ({}, name {}) has held item {} of queue {} for {} s without a lease{}: it may have given the"
                        + " GET up (server.heldWarning)",
                connection,
                address,
                ShownName.of(held.name()),
                held.id(),
                ShownName.of(held.queue()),
                TimeUnit.MILLISECONDS.toSeconds(held.millis()),
                held.others() == 0 ? "" : ", and " + held.others() + " more items");
    }
}
