package dev.tutti.kill;

import dev.tutti.kill.KeyHistory.Asked;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The ways in which a client puts items. */
final class PutActions {

    private static final int BURST = 20;
    private static final int KEYS = 6;
    /** An item either expires while the test goes on, or not at all. */
    private static final int SHORT_LIFE = 300;

    private static final int LONG_LIFE = 36_000_000;

    /** A put that was sent. */
    private record Sent(TrackedItem item, Asked asked, String line) {}

    private final Caller caller;

    PutActions(Caller caller) {
        this.caller = caller;
    }

    /** Puts this many items into the queue {@link KillQueue#LINE}. */
    void fill(int items) {
        for (int i = 0; i < items; i += BURST) {
            put(KillQueue.LINE, BURST);
        }
    }

    /** Puts some items with pipelined commands. */
    void put(KillQueue queue, int count) {
        List<Sent> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TrackedItem item = newItem(queue);
            caller.history().putting(item); // before AT is reckoned, which must not be earlier
            String line = (queue == KillQueue.TASKS ? "SUBMIT " : "QUEUE PUT ") + queue.key + " " + item.body
                    + options(queue, item);
            Asked asked = item.key == null ? null : caller.histories.keys().putting(item.key);
            caller.tell(line);
            all.add(new Sent(item, asked, line));
        }
        all.forEach(sent -> hear(queue, sent, caller.read()));
    }

    /** An item for this queue, which no server has seen. */
    TrackedItem newItem(KillQueue queue) {
        String body = caller.histories.newBody(caller.name, caller.random);
        TrackedItem item = new TrackedItem(body, queue == KillQueue.RANKED ? (Long) (long) (caller.dice(5) - 2) : null);
        item.family = queue.family;
        item.group = queue == KillQueue.TURNS ? Histories.group(body) : null;
        if (queue.takesKeys() && (queue == KillQueue.UNIQUE || caller.dice(3) == 0)) {
            item.key = queue.key + "-" + caller.dice(KEYS);
        }
        if (queue.takesDelays() && caller.dice(4) == 0) {
            item.delay = caller.delay();
        }
        if (queue == KillQueue.EXPIRING) {
            item.lifetime = caller.random.nextBoolean() ? 1 + caller.dice(SHORT_LIFE) : LONG_LIFE;
        }
        return item;
    }

    private String options(KillQueue queue, TrackedItem item) {
        String delay = caller.random.nextBoolean()
                ? " DELAY " + item.delay
                : " AT " + (Clock.systemUTC().millis() + item.delay);
        return (item.delay > 0 ? delay : "")
                + (queue == KillQueue.RANKED
                        ? " PRIORITY " + item.priority.values().iterator().next()
                        : "")
                + (item.group == null ? "" : " GROUP " + item.group)
                + (item.key == null ? "" : " KEY " + item.key)
                + (item.lifetime == 0 ? "" : " EXPIRES " + item.lifetime);
    }

    private void hear(KillQueue queue, Sent sent, Object reply) {
        if (reply instanceof Long id) {
            put(queue, sent.item.body, id);
            if (sent.asked != null) {
                caller.histories.keys().answered(sent.asked, id).ifPresent(caller.history()::violation);
            }
        } else if (Caller.isFull(Caller.text(reply))) {
            caller.history().refused(sent.item.body);
        } else {
            caller.unexpected(sent.line, Caller.text(reply));
        }
    }

    private void put(KillQueue queue, String body, long id) {
        caller.history().put(body, id);
        if (queue == KillQueue.TASKS) {
            caller.histories.tasks().submitted(id);
        }
        caller.histories.put(queue, id);
    }
}
