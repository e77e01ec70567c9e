package dev.tutti.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.RespClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One client that gets all items of a server which no other client uses. */
final class Drain {

    private static final int MOST_ITEMS = 1000;

    private final Histories histories;
    private final RespClient client;

    Drain(Histories histories, RespClient client) {
        this.histories = histories;
        this.client = client;
    }

    /** Gets all items, and leaves the limits lifted that would keep it from that. Returns the items. */
    List<InHand> getAll() {
        histories.history().delayingOthers();
        for (KillQueue queue : KillQueue.values()) {
            endDelays(queue);
            Await.until(
                    "nothing is delayed in " + queue.key,
                    () -> client.ask("QUEUE STATS " + queue.key).toString().contains("delayed, 0,"));
        }
        List<InHand> all = new ArrayList<>();
        for (KillQueue queue : KillQueue.values()) {
            limit(queue, 0);
            takeBack(queue);
            Map<Long, Long> priorities = priorities(queue);
            List<InHand> items = get(queue);
            if (queue == KillQueue.RANKED) {
                assertThat(items.stream().map(item -> priorities.get(item.id())))
                        .isSorted();
            }
            all.addAll(items);
        }
        return all;
    }

    /** Makes the delayed items ready. */
    private void endDelays(KillQueue queue) {
        for (Map<String, Object> item : ListedItems.list(client, queue, "")) {
            if (item.get("due") != null) {
                long id = (Long) item.get("id");
                if (histories.history().item(id) != null) {
                    histories.history().delaying(id);
                }
                assertThat(client.ask("QUEUE RESCHEDULE " + queue.key + " " + id + " DELAY 0"))
                        .isEqualTo("OK");
            }
        }
    }

    /** Has the queues limit the number of items in flight as before. */
    void limitAgain() {
        for (KillQueue queue : KillQueue.values()) {
            limit(queue, queue.mostInFlight);
        }
    }

    private void limit(KillQueue queue, int most) {
        if (queue.mostInFlight > 0) {
            String option = queue == KillQueue.TURNS ? " GROUPLIMIT " : " CONCURRENCY ";
            assertThat(client.ask("QUEUE ALTER " + queue.key + option + most)).isEqualTo("OK");
        }
    }

    /** Ends the detached leases. */
    private void takeBack(KillQueue queue) {
        for (Map<String, Object> held : ListedItems.list(client, queue, " STATE inflight")) {
            long id = (Long) held.get("id");
            histories.history().settling(id);
            assertThat(client.ask("QUEUE RELEASE " + queue.key + " " + id)).isEqualTo("OK");
        }
    }

    private Map<Long, Long> priorities(KillQueue queue) {
        Map<Long, Long> priorities = new HashMap<>();
        for (Map<String, Object> item : ListedItems.list(client, queue, "")) {
            priorities.put((Long) item.get("id"), (Long) item.get("priority"));
        }
        return priorities;
    }

    private List<InHand> get(KillQueue queue) {
        Set<String> family = Set.of(queue.family);
        long inOrder = histories.order().asking();
        long asked = histories.history().getting(family);
        List<String> bodies = new ArrayList<>();
        List<InHand> items = new ArrayList<>();
        String line = "QUEUE GET " + queue.key + " COUNT " + MOST_ITEMS + " TIMEOUT 0"
                + (queue == KillQueue.LEASED ? " LEASE 0" : "");
        while (client.ask(line) instanceof List<?> deliveries) {
            for (Object delivery : deliveries) {
                List<?> parts = (List<?>) delivery;
                InHand item = new InHand(queue, (Long) parts.get(0), (Long) parts.get(2), false);
                String body = (String) parts.get(1);
                histories.history().got(queue.family, asked, body, item.id(), item.attempt());
                histories.history().left(body);
                items.add(item);
                bodies.add(body);
            }
        }
        histories.history().answered(family);
        if (queue.isOrdered()) {
            histories.gotInOrder(queue, inOrder, bodies);
        }
        return items;
    }
}
