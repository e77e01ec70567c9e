package dev.tutti.queue;

import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.log.ShownName;

/** What the log tells of the items of an owner. */
final class QueueEvents {

    private final EventLog events;

    QueueEvents(EventLog events) {
        this.events = events;
    }

    EventLog log() {
        return events;
    }

    /** An item was dropped from this dead-letter queue, which was too long, or because it was too old. */
    void dropped(String deadLetters) {
        String queue = ShownName.of(deadLetters);
        events.add(
                EventKind.DROPPED_DEAD_ITEM,
                queue,
                () -> new LogLine("an item of " + queue + " was dropped because of DEADSIZE or DEADAGE")
                        .with("queue", deadLetters));
    }
}
