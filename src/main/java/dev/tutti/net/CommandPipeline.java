package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of one connection, in their order. Consecutive commands for one owner are sent without waiting for
 * replies. A command for another owner, or for the connection itself, waits until all commands before it are answered,
 * so replies come in the order of the commands. All methods belong to the connection's event loop.
 */
final class CommandPipeline {

    private static final Logger log = LoggerFactory.getLogger(CommandPipeline.class);

    private final long id;
    private final OwnerRouter router;
    private final LocalCommands local;
    private final ReplyOutput output;
    private final LongReplies longReplies;
    private final OwnerContacts contacts;
    private final PausedOwners pausedOwners;
    private final ConnectionTurns turns;
    /** Commands that have been read and not been sent to an owner. */
    private final ArrayDeque<Command> pending = new ArrayDeque<>();

    /** The owner of the commands that are sent and unanswered, or of the last that was. */
    private RequestSender current;
    /** The number of commands that the current owner has not answered. */
    private int unanswered;

    private final Runnable onWritten = this::answered;
    private Operation operation;
    private final TaskWait taskWait;
    private final Progress progress = new Progress();

    CommandPipeline(
            long id,
            OwnerRouter router,
            LocalCommands local,
            ReplyOutput output,
            LongReplies longReplies,
            ConnectionTurns turns) {
        this.id = id;
        this.router = router;
        this.local = local;
        this.output = output;
        this.longReplies = longReplies;
        this.contacts = new OwnerContacts(id);
        this.pausedOwners = longReplies.pausedOwners(contacts);
        this.turns = turns;
        this.taskWait = new TaskWait(turns::nanoTime);
    }

    // ---- commands in, replies back

    /** Sends a command on if nothing before it has to be waited for, and keeps it otherwise. */
    void add(Command command) {
        progress.added();
        if (pending.isEmpty() && !turns.waits() && !LongReplies.isLong(command)) {
            RequestSender owner = owner(command);
            if (owner != null && operation == null && (unanswered == 0 || owner == current)) {
                send(owner, command);
                return;
            }
        }
        pending.add(command);
        advance();
    }

    /** Begins the pending commands, up to the first that has to wait for a reply or for a later turn. */
    void advance() {
        while (operation == null && !pending.isEmpty() && !turns.waits()) {
            if (!begin(pending.peek())) {
                return;
            }
            if (!pending.isEmpty()) {
                turns.mustWait(true);
            }
        }
    }

    private void advanceBehindReply() {
        if (!pending.isEmpty() && !turns.mustWaitBehindReply()) {
            advance();
        }
    }

    /** The owner that is sent a command now, or null if the command is carried out or refused here. */
    private RequestSender owner(Command command) {
        RequestSender owner = router.owner(command);
        return owner != null && local.sendsToOwner(command) ? owner : null;
    }

    /** Begins the first pending command. Returns false if it has to wait for the replies before it. */
    private boolean begin(Command first) {
        RequestSender owner = owner(first);
        if (unanswered > 0 && (owner == null || owner != current)) {
            return false;
        }
        long room = longReplies.room(first);
        if (room > 0 && !longReplies.begin(progress.begun() + Progress.size(first), room, output.isDrained())) {
            return false;
        }
        pending.poll();
        if (owner == null) {
            progress.began(first);
            execute(first);
        } else {
            contacts.addPartner(first, router);
            send(owner, first);
        }
        return true;
    }

    /** Carries out a command here. If that brings a bug to light, the command is answered with an error. */
    private void execute(Command command) {
        try {
            local.execute(command);
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("{} of connection {} failed", command.getClass().getSimpleName(), id, bug);
            if (operation != null) {
                operation.cancel();
                operation = null;
                taskWait.ended();
            }
            output.write(Refusal.internalError());
        }
        if (operation == null) {
            progress.answered();
        }
    }

    private void send(RequestSender owner, Command command) {
        if (owner != current) {
            contacts.add(owner);
            current = owner;
        }
        if (unanswered == 0 && output.hold()) {
            owner.add(id, Signal.RECEIVED);
        }
        taskWait.sent(command);
        unanswered += Progress.size(command);
        progress.began(command);
        owner.add(id, command);
    }

    /** Begins these commands before all that are pending. */
    void insert(List<Command> commands) {
        for (int i = commands.size() - 1; i >= 0; i--) {
            pending.addFirst(commands.get(i));
            progress.inserted(commands.get(i));
        }
    }

    /** Takes an owner's reply: to a part of the operation, or else to the first command that is unanswered. */
    void replied(Reply reply) {
        if (operation != null) {
            operation.replied(reply);
        } else {
            output.write(reply, onWritten);
        }
    }

    /** The reply to the first command that the current owner had not answered is written. */
    private void answered() {
        unanswered--;
        progress.answered();
        if (unanswered == 0) {
            taskWait.ended();
            advanceBehindReply();
        }
    }

    /** Holds back all commands behind an operation until {@link #finish}. */
    void begin(Operation started) {
        operation = started;
        taskWait.began();
    }

    /** The operation that holds back all commands, or null. */
    Operation operation() {
        return operation;
    }

    /** Asks an owner for a part of the operation, in the name of the connection. */
    void ask(RequestSender owner, Command part) {
        contacts.add(owner);
        owner.add(id, part);
    }

    /** Writes the reply of the operation, a long one in parts, and then runs the action. */
    void answer(Reply reply, Runnable written) {
        output.write(reply, written);
    }

    /**
     * The operation is over. Its reply is written, perhaps in an earlier turn, so {@link #sent} needs another flush.
     */
    void finish() {
        operation = null;
        taskWait.ended();
        progress.answered();
        output.flushAtEndOfTurn();
        advanceBehindReply();
    }

    /** An owner carries out no more commands until it is told that there is room for their replies. */
    void ownerPaused() {
        pausedOwners.pause();
    }

    /**
     * Replies have been sent, or there is room for a long one: begins the commands that have waited for that, here or
     * at an owner. Returns whether there were any.
     */
    boolean sent() {
        longReplies.sent(progress.ended(), output.isDrained());
        boolean ownersGoOn = pausedOwners.goOn(output.isDrained(), longReplies.hasTurn());
        int waiting = pending.size();
        advanceBehindReply();
        return ownersGoOn || pending.size() < waiting;
    }

    /** The operation is over without a reply: the command that has begun it begins once more. */
    void beginAgain(Command command) {
        operation = null;
        taskWait.ended();
        progress.takenBack(command);
        pending.addFirst(command);
        advance();
    }

    Progress progress() {
        return progress;
    }

    OwnerContacts contacts() {
        return contacts;
    }

    /** Whether a part of a reply is written, and the rest is still to come. */
    boolean isMidReply() {
        return progress.isMidTransaction() || operation != null && operation.isMidReply();
    }

    boolean isIdle() {
        return pending.isEmpty() && unanswered == 0 && operation == null;
    }

    /** The number of commands that are read and not answered. */
    int length() {
        return pending.size() + unanswered + (operation == null ? 0 : 1);
    }

    // ---- the end

    /** The client will send no more commands. */
    void inputEnded() {
        contacts.inputEnded();
        if (operation != null) {
            operation.inputEnded();
        }
    }

    /** Forgets all commands. Owners are not told. */
    void drop() {
        pending.clear();
        unanswered = 0;
        operation = null;
        taskWait.ended();
        progress.dropped();
    }

    /**
     * Ends because the server stops. Owners withdraw the waiting commands, but keep what the connection holds: it
     * returns to its queues at the next start, and the attempts do not count.
     */
    void abandon() {
        end(new Signal.Abandoned());
    }

    /** Ends because the connection is closed. Owners withdraw the waiting commands and take back what it holds. */
    void end() {
        end(new Signal.Closed());
    }

    private void end(Signal last) {
        contacts.leave(last);
        if (operation != null) {
            operation.cancel();
        }
        drop();
        longReplies.close();
        pausedOwners.close();
    }

    /**
     * CLIENT UNBLOCK: ends an operation early with its own reply or UNBLOCKED. A command at an owner is the owner's to
     * end, which then answers the caller of CLIENT UNBLOCK too.
     *
     * @param withError whether the reply is UNBLOCKED
     * @param asker the coroutine that called, at {@code replyTo}
     * @return 1 if something was ended, 0 if nothing waits, -1 if the owner will answer
     */
    int unblock(boolean withError, String replyTo, long asker) {
        Reply over = operation == null ? null : operation.over();
        if (over != null) {
            endOperation(withError ? Refusal.unblocked() : over);
            return 1;
        }
        if (unanswered == 0) {
            return 0;
        }
        current.add(id, new Signal.Unblock(withError, replyTo, asker));
        return -1;
    }

    private void endOperation(Reply last) {
        if (!operation.endsWith(last)) {
            output.write(last, this::finish);
        }
    }

    /**
     * An item that the client works on was cancelled. A RUN, GATHER, TASKGROUP, WAIT or AWAIT that waited at that time
     * ends with CANCELLED. A command that began later goes on: it may belong to another item.
     */
    void itemCancelled(Notice.ItemCancelled item) {
        Reply last = Refusal.cancelled(item.id()).reply();
        if (!taskWait.hadBegunAt(item.nanos())) {
            return;
        }
        if (operation == null) {
            current.add(id, new Signal.ItemCancelled(last));
        } else if (operation.endsWithItem()) {
            endOperation(last);
        }
    }
}
