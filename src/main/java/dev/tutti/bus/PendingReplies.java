package dev.tutti.bus;

import dev.tutti.command.Command;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told the replies that come back to one address: connections, and tasks of one command each. */
public final class PendingReplies {

    private static final Logger log = LoggerFactory.getLogger(PendingReplies.class);

    private final LongSupplier taskIds;
    private final CoroutineMap<Consumer<Reply>> byId = new CoroutineMap<>();

    /** @param taskIds negative, and unique in the server */
    public PendingReplies(LongSupplier taskIds) {
        this.taskIds = taskIds;
    }

    public void add(long coroutine, Consumer<Reply> told) {
        byId.put(coroutine, told);
    }

    public void remove(long coroutine) {
        byId.remove(coroutine);
    }

    /** Has an owner carry out one command on its own; gives the task's id, with which it may be cancelled. */
    public long start(RequestSender owner, Command command, Consumer<Reply> told) {
        long task = expect(told);
        owner.add(task, command);
        return task;
    }

    /** The number of a task that an owner will answer, though no command tells it of one. */
    public long expect(Consumer<Reply> told) {
        long task = taskIds.getAsLong();
        byId.put(task, told);
        return task;
    }

    /** Nobody wants the task's reply any more. */
    public void cancel(long task, RequestSender owner) {
        if (byId.remove(task) != null) {
            owner.add(task, new Signal.Closed());
        }
    }

    public void receive(Replies replies) {
        for (int i = 0; i < replies.size(); i++) {
            long coroutine = replies.coroutine(i);
            Consumer<Reply> told = coroutine < 0 ? byId.remove(coroutine) : byId.get(coroutine);
            if (told != null) {
                tell(told, replies.reply(i), coroutine);
            }
        }
    }

    /** Tells one reply. A bug that comes to light there does not take the other replies of the message with it. */
    private static void tell(Consumer<Reply> told, Reply reply, long coroutine) {
        try {
            told.accept(reply);
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("a reply to {} could not be handed on", coroutine, bug);
        }
    }
}
