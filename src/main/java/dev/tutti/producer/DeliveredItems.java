package dev.tutti.producer;

import dev.tutti.command.Reply;
import dev.tutti.queue.Item;
import java.util.ArrayList;
import java.util.List;

/** The reply of a GET or GETANY in the making. */
final class DeliveredItems {

    /** Empty until the first item: many GETs may wait. */
    private List<Reply> deliveries = List.of();

    private final String named;
    private long bytes;

    /** @param named the queue if the reply names it, or null */
    DeliveredItems(String named) {
        this.named = named;
    }

    void add(Item item) {
        if (deliveries.isEmpty()) {
            deliveries = new ArrayList<>(1);
        }
        deliveries.add(delivery(item, named));
        bytes += item.body().length;
    }

    /** One item in a reply. */
    static Reply delivery(Item item, String named) {
        return new Reply.Delivery(
                named, item.id(), item.body(), item.attempts(), item.trace().progress());
    }

    /**
     * The reply, which has at least one item.
     *
     * @param count the count of the command: 0 for one item that is not in an array
     */
    Reply reply(int count) {
        return count == 0 ? deliveries.get(0) : Reply.array(deliveries, bytes);
    }
}
