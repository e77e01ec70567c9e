package dev.tutti.queue;

import dev.tutti.config.Units;
import dev.tutti.log.EventKind;
import dev.tutti.log.EventLog;
import dev.tutti.log.LogLine;
import dev.tutti.log.ShownName;
import java.nio.charset.StandardCharsets;

/** What the log tells of the items of an owner. */
final class QueueEvents {

    private final EventLog events;

    QueueEvents(EventLog events) {
        this.events = events;
    }

    EventLog log() {
        return events;
    }

    /** An item has failed for good, and goes to the dead-letter queue of its queue. */
    void died(ItemQueue queue, Item item, byte[] error) {
        String name = ShownName.of(queue.name());
        long id = item.id();
        int attempts = item.attempts();
        events.add(EventKind.DEAD_ITEM, name, () -> {
            String text = ShownName.cut(new String(ItemTrace.cut(error), StandardCharsets.UTF_8));
            return new LogLine("item " + id + " of queue " + name + " has failed for good after "
                            + Units.count(attempts, "attempt") + ": " + (text.isEmpty() ? "no message" : text))
                    .with("queue", queue.name())
                    .with("id", id)
                    .with("attempts", attempts)
                    .with("error", text);
        });
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
