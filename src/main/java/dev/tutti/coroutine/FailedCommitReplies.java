package dev.tutti.coroutine;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.journal.JournalException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the replies that callers are told when a commit has failed. */
final class FailedCommitReplies {

    /** The items whose records were not written. */
    private final Set<Long> items = new HashSet<>();

    void add(Set<Long> unwritten) {
        items.addAll(unwritten);
    }

    /** For a reply on the basis of the journal, whatever it says: the caller is told FULL instead. */
    Reply ofJournal(JournalException cause) {
        return Refusal.full(cause.getMessage()).reply();
    }

    /** For a reply on the basis of memory: it is sent as it is, without the items whose records were not written. */
    Reply ofMemory(Reply reply, JournalException cause) {
        if (reply instanceof Reply.Delivery delivery && items.contains(delivery.id())) {
            return ofJournal(cause);
        }
        if (reply instanceof Reply.Array array && isDelivery(array)) {
            List<Reply> kept = array.elements().stream()
                    .filter(element -> !items.contains(((Reply.Delivery) element).id()))
                    .toList();
            return kept.isEmpty() ? ofJournal(cause) : Reply.array(kept);
        }
        return reply;
    }

    private static boolean isDelivery(Reply.Array array) {
        return !array.elements().isEmpty()
                && array.elements().stream().allMatch(element -> element instanceof Reply.Delivery);
    }
}
