package dev.tutti.producer;

import dev.tutti.config.Units;
import dev.tutti.waiting.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs, at most once a minute, how many items DEADSIZE and DEADAGE have dropped from which dead-letter queues. */
final class DroppedDeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DroppedDeadLetters.class);

    private final Timers timers;
    /** The numbers of items. */
    private final MinuteLine<Integer> line;

    private boolean isDue;

    DroppedDeadLetters(Timers timers) {
        this.timers = timers;
        this.line = new MinuteLine<>(timers);
    }

    /** An item of this queue was dropped. It is told now, or when a minute has passed since the last line. */
    void dropped(String deadLetters) {
        line.add(deadLetters, 1, Integer::sum);
        if (!isDue) {
            isDue = true;
            timers.after(line.dueIn(), this::tell);
        }
    }

    private void tell() {
        isDue = false;
        log.warn(
                "dead items dropped because of DEADSIZE or DEADAGE: {}",
                line.take((queue, items) -> Units.count(items, "item") + " of " + queue));
    }
}
