package dev.tutti.producer;

import dev.tutti.config.Units;
import dev.tutti.waiting.Timers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs, at most once a minute, how many items DEADSIZE and DEADAGE have dropped from which dead-letter queues. */
final class DroppedDeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DroppedDeadLetters.class);
    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST_NAMED = 10;

    private final Timers timers;
    /** The items to be told in the next line, by their queues. */
    private final Map<String, Integer> toTell = new TreeMap<>();

    private long earliestLine;
    private boolean isDue;

    DroppedDeadLetters(Timers timers) {
        this.timers = timers;
        this.earliestLine = timers.now();
    }

    /** An item of this queue was dropped. It is told now, or when a minute has passed since the last line. */
    void dropped(String deadLetters) {
        if (toTell.size() < MOST_NAMED || toTell.containsKey(deadLetters)) {
            toTell.merge(deadLetters, 1, Integer::sum);
        }
        if (!isDue) {
            isDue = true;
            timers.after(Math.max(0, earliestLine - timers.now()), this::tell);
        }
    }

    private void tell() {
        isDue = false;
        earliestLine = timers.now() + MINUTE_MILLIS;
        log.warn("dead items dropped because of DEADSIZE or DEADAGE: {}", names());
        toTell.clear();
    }

    private String names() {
        return toTell.entrySet().stream()
                .map(queue -> Units.count(queue.getValue(), "item") + " of " + queue.getKey())
                .collect(Collectors.joining(", "));
    }
}
