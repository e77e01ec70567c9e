package dev.tutti.producer;

import dev.tutti.config.Units;
import dev.tutti.waiting.Timers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log, once a minute at most, which schedules could not put their items. An unfinished item is no reason
 * for a line. Owned by the event loop of the queues.
 */
final class SkippedFirings {

    private static final Logger log = LoggerFactory.getLogger(SkippedFirings.class);

    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST_NAMED = 10;

    private final Timers timers;
    /** The schedules to be named in the next line, each with its reason. */
    private final Map<String, String> reasons = new TreeMap<>();

    private int unnamed;
    private long earliestLine;

    SkippedFirings(Timers timers) {
        this.timers = timers;
        this.earliestLine = timers.now();
    }

    void add(String schedule, String reason) {
        if (reasons.size() < MOST_NAMED || reasons.containsKey(schedule)) {
            reasons.put(schedule, reason);
        } else {
            unnamed++;
        }
        long now = timers.now();
        if (now >= earliestLine) {
            earliestLine = now + MINUTE_MILLIS;
            log.warn("schedules that could not put their items: {}{}", named(), others());
            reasons.clear();
            unnamed = 0;
        }
    }

    private String named() {
        return reasons.entrySet().stream()
                .map(schedule -> schedule.getKey() + " (" + schedule.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private String others() {
        return unnamed == 0 ? "" : ", and " + Units.count(unnamed, "firing") + " of others";
    }
}
