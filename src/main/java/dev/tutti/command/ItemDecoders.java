package dev.tutti.command;

import dev.tutti.command.ItemCommand.Items;
import dev.tutti.queue.ItemTrace;
import dev.tutti.queue.ItemView;
import java.util.List;

/** The rows of the {@link CommandTable} for {@link ItemCommand}, with their decoders. */
final class ItemDecoders {

    private ItemDecoders() {}

    static List<CommandSpec> specs() {
        return List.of(
                QueueDecoders.write(
                        "TOUCH",
                        "q id [progress] [LEASE ms] [ATTEMPT n]",
                        "Restarts the lease of an item, and keeps its progress",
                        w -> touch(w)),
                QueueDecoders.read(
                        "INSPECT", "q id", "Shows an item: its state, its attempts, its last error", w -> inspect(w)),
                QueueDecoders.read(
                        "ITEMS",
                        "q [STATE state] [COUNT n] [AFTER id]",
                        "Shows items as INSPECT does, in the order of their ids",
                        w -> items(w)));
    }

    private static Command touch(Words words) {
        String queue = words.queue();
        long id = words.id();
        byte[] progress = words.left() % 2 == 1 ? progress(words) : null;
        long lease = ItemCommand.SAME_LEASE;
        int attempt = QueueCommand.ANY_ATTEMPT;
        while (words.hasMore()) {
            if (words.option("LEASE")) {
                lease = words.millis("LEASE");
            } else if (words.option("ATTEMPT")) {
                attempt = words.count("ATTEMPT", 1);
            } else {
                throw words.unknownOption();
            }
        }
        return new ItemCommand.Touch(queue, id, progress, lease, attempt);
    }

    private static byte[] progress(Words words) {
        byte[] progress = words.item();
        if (progress.length > ItemTrace.MOST_BYTES) {
            throw Refusal.malformed("progress: it has " + progress.length + " bytes, and at most "
                    + ItemTrace.MOST_BYTES + " are allowed");
        }
        return progress;
    }

    private static Command inspect(Words words) {
        return new ItemCommand.Inspect(words.queue(), words.id());
    }

    private static Command items(Words words) {
        String queue = words.queue();
        ItemView.State state = null;
        int count = Items.MOST;
        long after = 0;
        while (words.hasMore()) {
            if (words.option("STATE")) {
                state = state(words);
            } else if (words.option("COUNT")) {
                count = (int) words.integer("COUNT", 1, Items.MOST);
            } else if (words.option("AFTER")) {
                after = words.integer("AFTER", 0, Long.MAX_VALUE);
            } else {
                throw words.unknownOption();
            }
        }
        return new Items(queue, state, count, after);
    }

    private static ItemView.State state(Words words) {
        String word = words.text();
        for (ItemView.State state : ItemView.State.values()) {
            if (state.name().equalsIgnoreCase(word)) {
                return state;
            }
        }
        throw Refusal.malformed(
                "STATE: '" + word + "' is not ready, delayed, inflight, done, failed, cancelled or dead");
    }
}
