package dev.tutti.producer;

import dev.tutti.command.Command;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.TaskCommand;
import dev.tutti.command.TaskCommand.Await;
import dev.tutti.command.TaskCommand.Cancel;
import dev.tutti.command.TaskCommand.CheckOpen;
import dev.tutti.command.TaskCommand.Run;
import dev.tutti.command.TaskCommand.Submit;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Awaiter;
import dev.tutti.queue.Holder;
import dev.tutti.queue.Item;
import dev.tutti.queue.Queues;
import dev.tutti.queue.ReplyRoom;
import dev.tutti.queue.Submission;
import dev.tutti.queue.WorkQueue;
import dev.tutti.waiting.Wait;
import java.util.function.Consumer;

/** Carries out RUN, SUBMIT, AWAIT and CANCEL. A task is an item whose result somebody awaits. */
final class TaskService implements TaskCommand.Handler<Coroutine<Holder>> {

    private final Queues queues;
    private final Admission admission;
    private final WriteGuard guard;
    private long runTimeout;
    private final UnservedQueues unserved;

    /** @param runTimeout the timeout in milliseconds of a RUN that gives none, or 0 for no timeout */
    TaskService(Queues queues, Admission admission, WriteGuard guard, long runTimeout) {
        this.queues = queues;
        this.admission = admission;
        this.guard = guard;
        this.unserved = new UnservedQueues(queues);
        runTimeout(runTimeout);
    }

    /** Sets another timeout. Tasks that run keep theirs. */
    void runTimeout(long millis) {
        runTimeout = millis == 0 ? Command.NO_TIMEOUT : millis;
    }

    @Override
    public void run(Run command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.named(command.queue());
        try {
            run(command, queue, caller);
        } catch (Refusal refusal) {
            queue.forgetIfIdle();
            throw refusal;
        }
    }

    private void run(Run command, WorkQueue queue, Coroutine<Holder> caller) {
        if (command.options().key() != null) {
            runKeyed(command, queue, caller);
            return;
        }
        RunningTask task = new RunningTask(queue, caller, runTimeout, unserved::givenUp);
        Item item = Item.ofRun(command.item(), command.options(), task);
        admission.check(queue, command.options());
        if (command.timeout() == 0) {
            queue.forgetIfIdle();
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            task.start(admission.admit(item), timeout(command));
        }
    }

    private void runKeyed(Run command, WorkQueue queue, Coroutine<Holder> caller) {
        Item known = queue.items().keyed(command.options().key());
        if (known == null) {
            admission.checkPut(queue, command.options());
        } else {
            Admission.checkPlace(queue, command.options());
        }
        if (command.timeout() == 0) {
            queue.forgetIfIdle();
            caller.reply(Reply.NULL);
            return;
        }
        caller.checkMayWait();
        KeyedRun run = new KeyedRun(queue, caller, submission -> outcome(submission, caller::resume));
        if (known == null) {
            Item item = new Submission(TaskCommand.DEFAULT_TTL).item(command.item(), command.options());
            run.start(admission.admit(item), timeout(command));
        } else {
            run.join(known, timeout(command));
        }
    }

    private long timeout(Run command) {
        return command.timeout() == Command.NO_TIMEOUT ? runTimeout : command.timeout();
    }

    @Override
    public void submit(Submit command, Coroutine<Holder> caller) {
        Item item = new Submission(command.ttl()).item(command.item(), command.options());
        admission.put(command.queue(), item, command.timeout(), caller);
        WorkQueue queue = queues.existing(command.queue());
        if (queue != null) {
            unserved.submitted(queue);
        }
    }

    @Override
    public void await(Await command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        Submission submission = queue == null ? null : queue.items().submission(command.id());
        if (submission == null) {
            throw Refusal.noResult(command.id());
        }
        if (submission.hasEnded()) {
            submission.tell(outcome(submission, reply -> caller.reply(inRoom(reply, caller))));
        } else if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
        } else {
            caller.checkMayWait();
            Wait end = submission.await(caller, outcome(submission, caller::resume));
            caller.await(
                    () -> {
                        end.withdraw();
                        unserved.givenUp(queue);
                    },
                    Reply.NULL,
                    command.timeout(),
                    Patience.OF_AN_AWAIT);
        }
    }

    /** The reply, unless the replies of this transaction have no room for it. */
    private Reply inRoom(Reply reply, Coroutine<Holder> caller) {
        ReplyRoom room = queues.replies();
        if (caller.isInTransaction() && !room.isFor(reply.contentBytes())) {
            return Refusal.replyTooBig(room.max()).reply();
        }
        room.take(caller.isInTransaction() ? reply.contentBytes() : 0);
        return reply;
    }

    private Awaiter outcome(Submission submission, Consumer<Reply> answer) {
        return QueueReplies.outcome(
                submission.item().id(), reply -> answer.accept(submission.isDoubtful() ? guard.lost() : reply));
    }

    @Override
    public void cancel(Cancel command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        Item item = queue == null ? null : queue.items().find(command.id());
        guard.check(item);
        Basis basis = item == null ? Basis.MEMORY : Basis.of(item);
        caller.reply(Reply.integer(item != null && queue.cancel(item) ? 1 : 0), basis);
    }

    @Override
    public void checkOpen(CheckOpen command, Coroutine<Holder> caller) {
        WorkQueue queue = queues.existing(command.queue());
        if (queue != null && queue.isShutDown()) {
            throw Refusal.shutDown(command.queue());
        }
        caller.reply(Reply.OK, Basis.MEMORY);
    }
}
