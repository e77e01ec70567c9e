package dev.tutti.bus;

import dev.tutti.command.Command;
import dev.tutti.command.Query;
import dev.tutti.command.Signal;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callers whose replies come back to one address: connections, and tasks. A task asks for one command, and is
 * forgotten with the reply or the notice that answers it.
 */
public final class PendingReplies {

    private static final Logger log = LoggerFactory.getLogger(PendingReplies.class);

    private final LongSupplier taskIds;
    private final CoroutineMap<Caller> byId = new CoroutineMap<>();

    /** @param taskIds negative, and unique in the server */
    public PendingReplies(LongSupplier taskIds) {
        this.taskIds = taskIds;
    }

    public void add(long coroutine, Caller caller) {
        byId.put(coroutine, caller);
    }

    public void remove(long coroutine) {
        byId.remove(coroutine);
    }

    /** Has an owner carry out one command as a task, and gives the task's id, by which it can be cancelled. */
    public long start(RequestSender owner, Command command, Caller.OfTask caller) {
        return begin(owner, command, caller);
    }

    /** Asks one owner a query, as a task that is told the answer by a notice. */
    long start(RequestSender owner, Query<?> query, Caller caller) {
        return begin(owner, query, caller);
    }

    private long begin(RequestSender owner, Command command, Caller caller) {
        long task = expect(caller);
        owner.add(task, command);
        return task;
    }

    /** Begins a task that no command was sent for, and gives its id: an owner answers it because of a signal. */
    public long expect(Caller caller) {
        long task = taskIds.getAsLong();
        byId.put(task, caller);
        return task;
    }

    /** Withdraws a task. Nothing is done if it has been answered. */
    public void cancel(long task, RequestSender owner) {
        if (byId.remove(task) != null) {
            owner.add(task, new Signal.Closed());
        }
    }

    public void receive(Replies replies) {
        for (int i = 0; i < replies.size(); i++) {
            long coroutine = replies.coroutine(i);
            Caller caller = coroutine < 0 ? byId.remove(coroutine) : byId.get(coroutine);
            if (caller != null) {
                deliver(replies, i, caller);
            }
        }
    }

    /** Hands on a reply or notice. A bug that comes to light there does not take the rest of the message with it. */
    private static void deliver(Replies replies, int index, Caller caller) {
        try {
            replies.deliver(index, caller);
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("a reply to {} could not be handed on", replies.coroutine(index), bug);
        }
    }
}
