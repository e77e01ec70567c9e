package dev.tutti.net;

import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.command.GetAnyCommand;
import dev.tutti.command.ItemCommand;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.TaskCommand;
import dev.tutti.command.Transaction;
import dev.tutti.config.ServerConfig;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The turns of one connection for commands whose replies may be long: PEEK, and the lists of queues, clients, waiters
 * and commands. All methods but {@link #mayAskAgain} belong to the connection's event loop.
 */
final class LongReplies implements ReplyTurns.Waiter {

    /** The room for the replies of COMMAND, HELP and CONFIG GET, which are made here. */
    private static final long MADE_HERE_BYTES = 256 << 10;

    private final ReplyTurns turns;
    private final Supplier<ServerConfig> config;
    private final Executor loop;
    private final Runnable onTurn;
    private long taken;
    /** The number of the last command that took room. */
    private long lastCommand;

    private boolean waits;
    private boolean closed;

    /**
     * @param config the one in force, with the size of an item and of those in one reply
     * @param loop the connection's event loop
     * @param onTurn called on the loop when a command that was not allowed to begin may be tried again
     */
    LongReplies(ReplyTurns turns, Supplier<ServerConfig> config, Executor loop, Runnable onTurn) {
        this.turns = turns;
        this.config = config;
        this.loop = loop;
        this.onTurn = onTurn;
    }

    /** Whether the reply of a command that an owner of queues carries out may be long. */
    static boolean isLong(Command command) {
        return command instanceof QueueCommand.Peek || command instanceof ItemCommand.Items;
    }

    /** The room for the reply of this command, in bytes; 0 if it needs none. */
    long room(Command command) {
        if (command instanceof QueueCommand.Peek peek) {
            return roomForItems(peek.count());
        }
        if (command instanceof ItemCommand.Items items) {
            return roomForViews(items);
        }
        if (command instanceof Transaction transaction) {
            int items = transaction.commands().stream()
                    .mapToInt(LongReplies::items)
                    .reduce(0, (sum, more) -> (int) Math.min(Integer.MAX_VALUE, (long) sum + more));
            return roomForItems(items);
        }
        if (command instanceof ConnectionCommand.Deferred) {
            return MADE_HERE_BYTES;
        }
        boolean lists = command instanceof ConnectionCommand.Everywhere everywhere
                && (everywhere.merge() == Merge.NAMES
                        || everywhere.merge() == Merge.TEXT
                        || everywhere.merge() == Merge.SCHEDULES
                        || everywhere.merge() == Merge.WAITERS);
        if (command instanceof ConnectionCommand.Info) {
            return turns.fairShare();
        }
        return lists ? 2 * turns.fairShare() : 0;
    }

    /** The most items that the reply to this part of a transaction carries. */
    private static int items(Command command) {
        if (command instanceof QueueCommand.Get get) {
            return Math.max(1, get.count());
        }
        if (command instanceof GetAnyCommand any) {
            return Math.max(1, any.options().count());
        }
        if (command instanceof ItemCommand.Items items) {
            return items.count();
        }
        if (command instanceof TaskCommand.Await) {
            return 1;
        }
        return command instanceof QueueCommand.Peek peek ? peek.count() : 0;
    }

    private long roomForViews(ItemCommand.Items command) {
        return Math.min(maxItems(), (long) command.count() * ItemCommand.Items.MOST_BYTES);
    }

    private long roomForItems(int count) {
        return Math.min(maxItems(), count * maxItemSize());
    }

    private long maxItemSize() {
        return config.get().maxItemSize();
    }

    /** The most bytes of items in one reply. A single item may have more. */
    private long maxItems() {
        return Math.max(config.get().maxReplyItems(), maxItemSize());
    }

    /**
     * Takes room for a reply, unless the connection has to wait for it.
     *
     * @param command the command's number
     * @param drained whether the client has read nearly all replies so far
     */
    boolean begin(long command, long bytes, boolean drained) {
        if (!drained || taken > 0 && taken + bytes > turns.fairShare()) {
            return false;
        }
        if (!turns.take(this, bytes)) {
            waits = true;
            return false;
        }
        waits = false;
        taken += bytes;
        lastCommand = command;
        return true;
    }

    /**
     * Gives the room back once the replies are sent.
     *
     * @param answered the number of the last command that is answered
     */
    void sent(long answered, boolean drained) {
        if (taken > 0 && drained && answered >= lastCommand) {
            long bytes = taken;
            taken = 0;
            turns.release(bytes);
        }
    }

    /** The owners that wait until the client has read, and then in the same line. */
    PausedOwners pausedOwners(OwnerContacts contacts) {
        return new PausedOwners(turns, this::maxItemSize, contacts, loop, onTurn);
    }

    /** Whether room is taken for a reply that has not been sent. */
    boolean hasTurn() {
        return taken > 0;
    }

    /** The connection is over. */
    void close() {
        closed = true;
        if (waits) {
            turns.leave(this);
        }
        sent(lastCommand, true);
    }

    @Override
    public void mayAskAgain() {
        loop.execute(() -> {
            if (!closed) {
                onTurn.run();
            }
        });
    }
}
