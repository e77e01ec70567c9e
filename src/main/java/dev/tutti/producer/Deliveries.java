package dev.tutti.producer;

import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.config.Names;
import dev.tutti.queue.Fate;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.ItemHistory;
import dev.tutti.queue.Queues;
import dev.tutti.queue.WorkQueue;
import java.util.EnumSet;
import java.util.Set;

/** Finds the item that a DONE, FAIL, RELEASE or TOUCH names, or tells why its sender may not act on it. */
final class Deliveries {

    private static final String ADVICE =
            " (keep the connection that did the GET open until DONE, or use GET ... LEASE ms DETACHED)";

    /** A stop gives items back, and a start forgets those that have ended. */
    private static final String UNKNOWN = "never heard of since the server was started: ";

    private static final String LEASE_LOST = "its lease ended, and it was out of attempts: it failed for good";
    private static final String CONNECTION_LOST =
            "its connection closed, and it was out of attempts: it failed for good";

    private static final Set<Fate> OF_CONNECTION = EnumSet.of(
            Fate.CONNECTION_CLOSED, Fate.LAST_CONNECTION_CLOSED, Fate.DEAD_AS_CONNECTION_CLOSED, Fate.RESTARTED);

    private final Queues queues;

    Deliveries(Queues queues) {
        this.queues = queues;
    }

    /**
     * The item in flight with that id.
     *
     * @param attempt the delivery that is meant, or {@link QueueCommand#ANY_ATTEMPT}
     * @param caller null if it has no items
     * @throws Refusal NOITEM if there is none or the caller may not act on it, CANCELLED if the item was cancelled,
     *     which is told once
     */
    Item find(String queueName, long id, int attempt, Holder caller) {
        Item item = inFlight(queueName, id, attempt, caller);
        if (item.isCancelled()) {
            queues.existing(queueName).endCancelled(caller, id);
            throw Refusal.cancelled(id);
        }
        return item;
    }

    /**
     * As {@link #find}, for a TOUCH. It does not end a cancelled item on which a consumer may still work: the consumer
     * says by DONE or FAIL when it has stopped.
     */
    Item findToTouch(String queueName, long id, int attempt, Holder caller) {
        Item item = inFlight(queueName, id, attempt, caller);
        if (item.isCancelled() && item.isWithConsumer()) {
            throw Refusal.cancelled(id);
        }
        return item.isCancelled() ? find(queueName, id, attempt, caller) : item;
    }

    private Item inFlight(String queueName, long id, int attempt, Holder caller) {
        WorkQueue queue = queues.existing(queueName);
        Item item = queue == null ? null : queue.find(id, caller);
        if (item == null || !isMeant(item, attempt, caller)) {
            throw Refusal.noItem(
                    "item " + id + " of queue " + queueName + ": " + reason(queue, queueName, id, attempt, caller));
        }
        return item;
    }

    /** The refusal of a command about an item that is not in this queue. */
    Refusal gone(String queueName, long id) {
        ItemHistory.Entry last = queues.history().of(id);
        String why;
        if (isOfOther(last, id, queueName)) {
            why = elsewhere(last);
        } else if (last == null || last.fate().isReturn()) {
            why = UNKNOWN + "it is not here, or is not among the last " + ItemHistory.MOST + " that ended";
        } else {
            why = end(last, Names.deadLetter(queueName));
        }
        return Refusal.noItem("item " + id + " of queue " + queueName + ": " + why);
    }

    /** The refusal of a command about an item that is neither ready nor delayed in this queue. */
    Refusal notPending(String queueName, long id) {
        WorkQueue queue = queues.existing(queueName);
        return queue == null || queue.items().inFlight(id) == null
                ? gone(queueName, id)
                : Refusal.noItem("item " + id + " of queue " + queueName
                        + ": it is in flight, and only a ready or delayed one can be rescheduled");
    }

    /** A caller that lost an earlier delivery may be late. It means the current one only if it says so. */
    private static boolean isMeant(Item item, int attempt, Holder caller) {
        return attempt == QueueCommand.ANY_ATTEMPT ? !item.isLostTo(caller) : item.attempts() == attempt;
    }

    private String reason(WorkQueue queue, String queueName, long id, int attempt, Holder caller) {
        Item item = queue == null ? null : queue.items().inFlight(id);
        ItemHistory.Entry last = queues.history().of(id);
        if (item != null) {
            ItemHistory.Entry lost = attempt > item.attempts() ? null : last;
            return loss(lost, attempt) + ", and attempt " + item.attempts() + " is with "
                    + (item.isWith(caller) ? "this connection" : "another client") + advice(lost);
        }
        if (queue != null
                && (last == null || !last.fate().isReturn())
                && queue.items().isPending(id)) {
            return (queue.items().isDelayed(id) ? "it is delayed" : "it is ready")
                    + ", and nobody has got it since it came here or the server was started";
        }
        if (last == null) {
            return UNKNOWN + "it was not in flight, or is not among the last " + ItemHistory.MOST + " that ended";
        }
        if (isOfOther(last, id, queueName)) {
            return elsewhere(last);
        }
        if (last.fate().isReturn()) {
            boolean isDelayed = queue != null && queue.items().isDelayed(id);
            return loss(last, attempt) + ", and attempt " + (last.attempt() + 1)
                    + (isDelayed ? " is delayed" : " is ready") + advice(last);
        }
        return end(last, Names.deadLetter(queueName)) + advice(last);
    }

    /**
     * Whether the last that is known of an item happened in neither this queue nor its dead-letter queue. Ids are
     * unique in the server.
     */
    private boolean isOfOther(ItemHistory.Entry last, long id, String queueName) {
        ItemHistory history = queues.history();
        return last != null
                && last.fate() != Fate.MOVED
                && !history.isOf(id, queueName)
                && !history.isOf(id, Names.deadLetter(queueName));
    }

    private static String elsewhere(ItemHistory.Entry last) {
        return "it is an item of another queue"
                + (last.fate().isReturn() ? "" : ", where it is gone: " + end(last, "its dead-letter queue"));
    }

    private static String loss(ItemHistory.Entry last, int attempt) {
        if (last == null || !last.fate().isReturn()) {
            return "attempt " + attempt + " is not the current one";
        }
        return switch (last.fate()) {
            case LEASE_ENDED -> "its lease ended";
            case CONNECTION_CLOSED -> "its connection closed";
            case RESET -> "its connection was RESET";
            case RELEASED -> "it was released";
            case RETRIED -> "this attempt failed already";
            default -> "its connection closed, since the server was restarted";
        };
    }

    private static String end(ItemHistory.Entry last, String deadLetters) {
        return switch (last.fate()) {
            case DONE -> "finished already, by DONE of attempt " + last.attempt();
            case FAILED -> "finished already, by FAIL of attempt " + last.attempt();
            case DEAD -> "finished already, by FAIL of attempt " + last.attempt() + ", and now in " + deadLetters;
            case CANCELLED -> "finished already, by CANCEL";
            case LAST_LEASE_ENDED -> LEASE_LOST;
            case LAST_CONNECTION_CLOSED -> CONNECTION_LOST;
            case DEAD_AS_LEASE_ENDED -> LEASE_LOST + ", and is now in " + deadLetters;
            case DEAD_AS_CONNECTION_CLOSED -> CONNECTION_LOST + ", and is now in " + deadLetters;
            case EXPIRED, OVER_DEADSIZE, OVER_DEADAGE, PURGED, DELETED, SHUT_DOWN ->
                last.fate().words();
            default -> last.queue() == null ? "moved to another queue" : "moved to " + last.queue();
        };
    }

    private static String advice(ItemHistory.Entry last) {
        return last != null && OF_CONNECTION.contains(last.fate()) ? ADVICE : "";
    }
}
