package dev.tutti.kill;

import dev.tutti.RespClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Compares the items that a server lists after its start with what clients know of them. */
final class ListedItems {

    private static final Set<String> KEPT = Set.of("done", "failed", "cancelled");

    private final Histories histories;
    private final QueueHistory history;
    private final RespClient client;
    private final Set<Long> listed = new HashSet<>();
    private final Set<String> keys = new HashSet<>();

    ListedItems(Histories histories, RespClient client) {
        this.histories = histories;
        this.history = histories.history();
        this.client = client;
    }

    void check() {
        for (KillQueue queue : KillQueue.values()) {
            for (Map<String, Object> item : list(client, queue, "")) {
                listed.add((Long) item.get("id"));
                check(queue, item);
            }
        }
        for (KillQueue queue : KillQueue.values()) {
            history.there(queue.family).stream()
                    .filter(item -> !listed.contains(item.id))
                    .forEach(item -> history.violation(item + " of " + queue + " is not listed"));
        }
    }

    /**
     * The items of a queue, page by page.
     *
     * @param options which of them
     */
    static List<Map<String, Object>> list(RespClient client, KillQueue queue, String options) {
        List<Map<String, Object>> items = new ArrayList<>();
        long last = 0;
        while (true) {
            List<Object> page = client.list("QUEUE ITEMS " + queue.key + options + " AFTER " + last);
            if (page.isEmpty()) {
                return items;
            }
            page.forEach(item -> items.add(RegisterReader.map(item)));
            last = (Long) items.get(items.size() - 1).get("id");
        }
    }

    private void check(KillQueue queue, Map<String, Object> shown) {
        boolean isKept = KEPT.contains((String) shown.get("state"));
        Object key = shown.get("key");
        if (key != null && !shown.get("state").equals("cancelled")) {
            expect(keys.add((String) key), "two items have a key", shown);
        }
        TrackedItem item = history.item((Long) shown.get("id"));
        if (item == null) {
            return; // its put was not answered, and nobody has got it
        }
        expect(queue.family.equals(item.family), "it was put elsewhere", shown);
        expect(item.endedAt == TrackedItem.NEVER || isKept, "its end was acknowledged", shown);
        if (item.isThere()) {
            checkOptions(queue, item, shown);
            checkLease(queue, item, shown);
        }
        if (item.isThere() && queue.isTraced()) {
            checkTrace(queue, item, shown);
        }
    }

    private void checkOptions(KillQueue queue, TrackedItem item, Map<String, Object> shown) {
        expect(Objects.equals(item.key, shown.get("key")), "its key is " + item.key, shown);
        expect(Objects.equals(item.group, shown.get("group")), "its group is " + item.group, shown);
        if (queue == KillQueue.RANKED) {
            compare(item.priority, (Long) shown.get("priority"), "priority", shown);
        }
    }

    private void checkLease(KillQueue queue, TrackedItem item, Map<String, Object> shown) {
        boolean isInFlight = shown.get("state").equals("inflight");
        if (item.detached != 0) {
            expect(isInFlight, "it is on a detached lease", shown);
            expect(shown.get("attempts").equals(item.detached), "it is with attempt " + item.detached, shown);
            expect(shown.get("lease") instanceof Long left && left > 0, "its lease goes on", shown);
        } else {
            expect(!isInFlight || !queue.isGotPlainly(), "no connection has it", shown);
        }
    }

    private void checkTrace(KillQueue queue, TrackedItem item, Map<String, Object> shown) {
        String error = (String) shown.get("error");
        boolean isOther = error != null
                && (error.endsWith("it is out of attempts") || error.isEmpty() && histories.memoryIsShort());
        if (!isOther) {
            compare(item.error, error, "error", shown);
        }
        compare(item.progress, (String) shown.get("progress"), "progress", shown);
        if (queue == KillQueue.BURIED) {
            expect(KillQueue.RETRIED.key.equals(shown.get("from")), "it failed in another queue", shown);
        }
    }

    private <T> void compare(Possible<T> possible, T value, String what, Map<String, Object> shown) {
        if (possible.has(value)) {
            possible.seen(value);
        } else {
            expect(false, "its " + what + " is one of " + possible.values(), shown);
        }
    }

    private void expect(boolean isTrue, String what, Map<String, Object> shown) {
        if (!isTrue) {
            history.violation(what + ", but the server lists " + shown);
        }
    }
}
