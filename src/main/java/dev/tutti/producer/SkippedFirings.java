package dev.tutti.producer;

import dev.tutti.config.Units;
import dev.tutti.waiting.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log, once a minute at most, which schedules could not put their items. An unfinished item is no reason
 * for a line. Owned by the event loop of the queues.
 */
final class SkippedFirings {

    private static final Logger log = LoggerFactory.getLogger(SkippedFirings.class);

    /** The reasons of the schedules. */
    private final MinuteLine<String> line;

    private int unnamed;

    SkippedFirings(Timers timers) {
        line = new MinuteLine<>(timers);
    }

    void add(String schedule, String reason) {
        if (!line.add(schedule, reason, (earlier, later) -> later)) {
            unnamed++;
        }
        if (line.dueIn() == 0) {
            log.warn(
                    "schedules that could not put their items: {}{}",
                    line.take((name, last) -> name + " (" + last + ")"),
                    others());
            unnamed = 0;
        }
    }

    private String others() {
        return unnamed == 0 ? "" : ", and " + Units.count(unnamed, "firing") + " of others";
    }
}
