package dev.tutti.net;

import dev.tutti.bus.CatchUpTimer;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand.WaitFor;
import dev.tutti.command.ConnectionCommand.WaitFor.Until;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.TaskCommand.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WAIT under way. It first asks for the results that there are, and if these are not enough, awaits each of the
 * others by a task of its own. Its end withdraws the tasks that are left, and cancels nothing.
 */
final class WaitOperation implements Operation {

    private static final Logger log = LoggerFactory.getLogger(WaitOperation.class);

    /** The memory of a task here, besides its queue's name. */
    private static final int PART_BYTES = 150;

    private final WaitFor command;
    private final OwnerRouter router;
    private final CatchUpTimer timer;
    private final Consumer<HandOut.Parts> handOut;
    private final Consumer<Reply> answer;
    private final LongConsumer holds;
    private final Runnable onWithdrawal;
    private final Reply[] results;
    private final long[] tasks;
    private int completed;
    private int exceptions;
    private int unasked;
    private boolean inputEnded;
    private boolean over;
    private long resultBytes;

    /**
     * @param answer is given the reply, once, and holds the memory of the results until it is written
     * @param onWithdrawal called instead when there will be no reply, since the client sends no more
     */
    WaitOperation(
            WaitFor command,
            ConnectionContext context,
            Consumer<Reply> answer,
            LongConsumer holds,
            Runnable onWithdrawal) {
        this(
                command,
                context.router(),
                context.timer(),
                handOut(command, context.handOut()),
                answer,
                holds,
                onWithdrawal);
    }

    /** Hands out many tasks in later turns, since this one has decoded the command. */
    private static Consumer<HandOut.Parts> handOut(WaitFor command, HandOut handOut) {
        return command.tasks().size() > HandOut.FIRST_PARTS ? handOut::beginLater : handOut::begin;
    }

    WaitOperation(
            WaitFor command,
            OwnerRouter router,
            CatchUpTimer timer,
            Consumer<HandOut.Parts> handOut,
            Consumer<Reply> answer,
            LongConsumer holds,
            Runnable onWithdrawal) {
        this.command = command;
        this.router = router;
        this.timer = timer;
        this.handOut = handOut;
        this.answer = answer;
        this.holds = holds;
        this.onWithdrawal = onWithdrawal;
        this.results = new Reply[command.tasks().size()];
        this.tasks = new long[results.length];
    }

    /** @param hasInputEnded whether the client sends no more, so that nothing is awaited */
    void start(boolean hasInputEnded) {
        inputEnded = hasInputEnded;
        holds.accept(heldBytes());
        if (command.timeout() > 0) {
            timer.set(command.timeout(), () -> end(results()));
        }
        unasked = results.length;
        forEach(index -> ask(index, 0, reply -> asked(index, reply)));
    }

    /** Does something with each task, in several turns if they are many. */
    private void forEach(IntConsumer action) {
        int[] next = new int[1];
        handOut.accept(() -> {
            action.accept(next[0]);
            next[0]++;
            return next[0] < results.length;
        });
    }

    private void ask(int index, long timeout, Consumer<Reply> caller) {
        if (over || results[index] != null) {
            return;
        }
        Await task = command.tasks().get(index);
        Await await = new Await(task.queue(), task.id(), timeout);
        tasks[index] = router.start(router.owner(await), await, reply -> {
            try {
                caller.accept(reply);
            } catch (RuntimeException | StackOverflowError bug) {
                broken(bug);
            }
        });
    }

    private void broken(Throwable bug) {
        log.error("a WAIT for {} tasks failed", results.length, bug);
        if (!over) {
            end(Refusal.internalError());
        }
    }

    /** Takes the reply to the question for a result that there may be already. */
    private void asked(int index, Reply reply) {
        unasked--;
        if (!reply.equals(Reply.NULL)) {
            complete(index, reply);
        }
        if (unasked > 0 || over) {
            return;
        }
        if (isSatisfied() || command.timeout() == 0) {
            end(results());
        } else if (inputEnded) {
            withdraw();
        } else {
            awaitOthers();
        }
    }

    private void awaitOthers() {
        forEach(index -> ask(index, Command.NO_TIMEOUT, reply -> ended(index, reply)));
    }

    private void ended(int index, Reply reply) {
        complete(index, reply);
        if (!over && isSatisfied()) {
            end(results());
        }
    }

    /** Takes the end of a task. An error that is not the task's, such as too many waiters, ends the whole command. */
    private void complete(int index, Reply reply) {
        if (over) {
            return;
        }
        results[index] = reply;
        completed++;
        resultBytes += reply.contentBytes();
        holds.accept(heldBytes());
        if (reply instanceof Reply.Error error) {
            exceptions += error.kind().equals("CANCELLED") ? 0 : 1;
            if (error.kind().equals("ERR")) {
                end(error);
            }
        }
    }

    private boolean isSatisfied() {
        return completed == results.length
                || command.until() == Until.FIRST_COMPLETED && completed > 0
                || command.until() == Until.FIRST_EXCEPTION && exceptions > 0;
    }

    /** The memory of the parts besides the command, and of the results. */
    private long heldBytes() {
        return (long) PART_BYTES * results.length + resultBytes;
    }

    private void end(Reply reply) {
        if (!over) {
            settle();
        }
        answer.accept(reply);
    }

    @Override
    public void inputEnded() {
        inputEnded = true;
        if (unasked == 0 && !over) {
            withdraw();
        }
    }

    private void withdraw() {
        cancel();
        onWithdrawal.run();
    }

    @Override
    public void cancel() {
        if (!over) {
            settle();
            holds.accept(0);
        }
    }

    private void settle() {
        over = true;
        timer.cancel();
        forEach(this::withdraw);
    }

    private void withdraw(int index) {
        if (results[index] == null) {
            router.cancel(tasks[index], router.owner(command.tasks().get(index)));
        }
    }

    @Override
    public boolean endsWithItem() {
        return !over;
    }

    /** The results as they stand. Null if they are the reply already. */
    @Override
    public Reply over() {
        return over ? null : results();
    }

    private Reply results() {
        List<Reply> all = new ArrayList<>(results.length);
        for (Reply result : results) {
            all.add(result == null ? Reply.NULL : result);
        }
        return Reply.array(all, resultBytes);
    }
}
