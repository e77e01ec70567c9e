package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One connection's commands in their order: the longest run for one owner is handed over at once, and goes on to another
 * owner, or to the connection itself, when the replies are in.
 */
final class CommandPipeline {

    /** What takes longer than its own turn and is not one owner's: a GATHER. */
    interface Operation {
        /** Nobody wants its reply any more. */
        void cancel();

        /** What it answers if it is to wait no longer; null if it does not wait for anybody. */
        Reply over();
    }

    /** Carries out the commands that no owner carries out: those about the connection itself. */
    interface LocalCommands {
        /** Whether the client has given the password, or needs none; before that, no owner is sent anything. */
        boolean isAuthenticated();

        /** Carries out a command whose turn has come, or refuses one that needs a password first. */
        void execute(Command command);
    }

    /** Where a connection's replies gather before they are written. */
    interface ReplyOutput {
        void write(Reply reply);

        /**
         * Keeps the gathered replies back until a {@link Reply#RECEIPT}, since more are likely to come with it.
         *
         * @return whether there are any; if not, no receipt is needed
         */
        boolean hold();
    }

    private final long id;
    private final OwnerRouter router;
    private final LocalCommands local;
    private final ReplyOutput output;
    private final ArrayDeque<Command> pending = new ArrayDeque<>();
    private final Set<RequestSender> contacted = new LinkedHashSet<>();
    private RequestSender current;
    private int unanswered;
    private Operation operation;
    private boolean inputEnded;
    private String name = "";

    CommandPipeline(long id, OwnerRouter router, LocalCommands local, ReplyOutput output) {
        this.id = id;
        this.router = router;
        this.local = local;
        this.output = output;
    }

    void add(Command command) {
        if (pending.isEmpty() && local.isAuthenticated()) {
            RequestSender owner = router.owner(command);
            if (owner != null && operation == null && (unanswered == 0 || owner == current)) {
                handOver(owner, command);
                return;
            }
        }
        pending.add(command);
        advance();
    }

    /** Goes on as far as it can without an answer. */
    private void advance() {
        while (operation == null && !pending.isEmpty()) {
            if (!step(pending.peek())) {
                return;
            }
        }
    }

    private boolean step(Command next) {
        RequestSender owner = local.isAuthenticated() ? router.owner(next) : null;
        if (owner != null) {
            if (unanswered > 0 && owner != current) {
                return false;
            }
            handOver(owner, pending.poll());
            return true;
        }
        if (unanswered > 0) {
            return false;
        }
        local.execute(pending.poll());
        return true;
    }

    private void handOver(RequestSender owner, Command command) {
        if (owner != current) {
            meet(owner);
        }
        if (unanswered == 0 && output.hold()) {
            owner.add(id, Signal.RECEIVED);
        }
        unanswered++;
        owner.add(id, command);
    }

    private void meet(RequestSender owner) {
        if (contacted.add(owner)) {
            introduce(owner);
        }
        current = owner;
    }

    private void introduce(RequestSender owner) {
        if (!name.isEmpty()) {
            owner.add(id, new Signal.Named(name));
        }
        if (inputEnded) {
            owner.add(id, new Signal.InputEnded());
        }
    }

    /** What the client calls itself from now on; empty if nothing. */
    void named(String given) {
        if (!given.equals(name)) {
            name = given;
            tellOwners(new Signal.Named(given));
        }
    }

    /** An owner's reply to the first command that is unanswered. */
    void answered() {
        unanswered--;
        if (unanswered == 0) {
            advance();
        }
    }

    /** Holds back everything behind an operation until {@link #finish} is called. */
    void begin(Operation started) {
        operation = started;
    }

    void finish() {
        operation = null;
        advance();
    }

    boolean isIdle() {
        return pending.isEmpty() && unanswered == 0 && operation == null;
    }

    /** How many commands are read and not answered. */
    int length() {
        return pending.size() + unanswered + (operation == null ? 0 : 1);
    }

    boolean hasInputEnded() {
        return inputEnded;
    }

    void inputEnded() {
        inputEnded = true;
        tellOwners(new Signal.InputEnded());
    }

    /** Forgets what waits, and what stands behind it. */
    void drop() {
        pending.clear();
        unanswered = 0;
        operation = null;
    }

    /**
     * The server stops: nothing that still waits is done for this connection, which is told so. What it holds comes back
     * with the next start, as nothing is said.
     */
    void abandon() {
        tellOwners(new Signal.Abandoned());
        over();
    }

    /** RESET: gives back everything that this connection holds; nothing waits, since it is its turn. */
    void reset() {
        tellOwners(new Signal.Reset());
    }

    /** Ends for good: withdraws every wait, gives everything back, and forgets what it has not begun. */
    void end() {
        tellOwners(new Signal.Closed());
        over();
    }

    private void tellOwners(Signal signal) {
        contacted.forEach(owner -> owner.add(id, signal));
    }

    private void over() {
        contacted.clear();
        if (operation != null) {
            operation.cancel();
        }
        drop();
    }

    /**
     * CLIENT UNBLOCK: an operation answers null or UNBLOCKED; for a command at an owner the owner decides, and answers
     * whoever asked.
     *
     * @param asker the coroutine that is told 1 or 0, at {@code replyTo}
     * @return 1 or 0 if that is known, -1 if the owner tells
     */
    int unblock(boolean withError, String replyTo, long asker) {
        if (operation != null && operation.over() != null) {
            Reply over = operation.over();
            operation.cancel();
            output.write(withError ? Refusal.unblocked() : over);
            finish();
            return 1;
        }
        if (unanswered == 0) {
            return 0;
        }
        current.add(id, new Signal.Unblock(withError, replyTo, asker));
        return -1;
    }
}
