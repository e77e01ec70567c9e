package dev.tutti.coroutine;

import dev.tutti.bus.ReplySender;
import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import dev.tutti.command.TaskCommand;
import dev.tutti.persistence.Basis;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Wait;

/**
 * A connection, a consumer or a task as one owner sees it. Its commands run one after another, and the commands behind
 * one that waits are held back. Each command either {@link #reply replies} at once, or {@link #await awaits} and is
 * {@link #resume resumed} later. Bound to the owner's event loop.
 *
 * @param <H> the things that it may hold at this owner
 */
public final class Coroutine<H> extends KnownCaller<H> {

    private final CommandScheduler<H, ?> scheduler;
    private final HeldCommands held = new HeldCommands();
    private final CurrentWait wait;
    private final ReplyWindow window = new ReplyWindow();

    private CoroutineState state = CoroutineState.READY;
    private boolean inputEnded;
    private boolean inTransaction;

    Coroutine(long id, ReplySender.Lane lane, CommandScheduler<H, ?> scheduler) {
        super(id, lane);
        this.scheduler = scheduler;
        this.wait = new CurrentWait(scheduler);
    }

    @Override
    public long waitingSince() {
        return wait.since();
    }

    @Override
    public boolean isIdle() {
        return wait.isIdle();
    }

    @Override
    public boolean waitsForEver() {
        return !wait.isLimited() && state != CoroutineState.GIVEN_UP;
    }

    void inTransaction(boolean value) {
        inTransaction = value;
    }

    /** Whether its command is part of a transaction, which has to end in this turn. */
    public boolean isInTransaction() {
        return inTransaction;
    }

    public boolean isWaiting() {
        return state.isWaiting();
    }

    // ---- replies

    /** Answers the command at hand. If the journal fails to write this turn, the caller is told that instead. */
    public void reply(Reply reply) {
        reply(reply, Basis.JOURNAL);
    }

    /** Answers the command at hand. */
    public void reply(Reply reply, Basis basis) {
        lane().add(id(), reply, basis);
        if (isTask()) {
            scheduler.forget(this);
        } else {
            window.replied(reply.contentBytes());
        }
    }

    /** Answers the command that waits. If the journal fails to write this turn, the caller is told that instead. */
    public void resume(Reply reply) {
        resume(reply, Basis.JOURNAL);
    }

    /** Answers the command that waits. The commands behind it run later in the owner's turn. */
    public void resume(Reply reply, Basis basis) {
        endWait();
        reply(reply, basis);
        if (!awaitsRoom()) {
            runHeld();
        }
    }

    private void runHeld() {
        if (!held.isEmpty()) {
            enter(CoroutineState.DEFERRED);
            scheduler.ready(this);
        }
    }

    /** Whether the next command has to wait, since the client has to be sent the replies before it first. */
    boolean awaitsRoom() {
        if (!window.isFull()) {
            return false;
        }
        if (window.asks()) {
            tell(Notice.WANTS_ROOM);
        }
        if (state == CoroutineState.READY) {
            enter(CoroutineState.DEFERRED);
        }
        return true;
    }

    /** The client has been sent all replies. */
    void hasRoom() {
        if (window.clear() && state == CoroutineState.DEFERRED) {
            scheduler.ready(this);
        }
    }

    /** Its replies do not wait for a client, so that its commands never wait for room for them. */
    public void takesRepliesAtOnce() {
        window.unlimited();
    }

    /** Answers a command whose wait was given up and ends only now, with the reply for that case. */
    public void resumeGivenUp() {
        resume(wait.whenOver(), Basis.MEMORY);
    }

    /** Answers the command at hand, even if it waits by now. */
    void fail(Reply error) {
        if (state.isWaiting()) {
            interrupt(error);
        } else {
            reply(error, Basis.MEMORY);
        }
    }

    // ---- the wait

    /** Refuses a wait if too many commands wait already. To be called before anything is changed. */
    public void checkMayWait() {
        checkMayWait(1);
    }

    /** Refuses a wait in so many lines if too many commands wait already. */
    public void checkMayWait(int lines) {
        if (!inTransaction) {
            scheduler.waiters().check(lines);
        }
    }

    /**
     * Suspends the command at hand. In a transaction nothing waits: the command gives up at once, as when it times out.
     *
     * @param timeout in milliseconds; {@link Command#NO_TIMEOUT} and {@link Command#FOR_EVER} are none
     * @param over the reply when the time is up, or when it is unblocked
     */
    public void await(Wait next, Reply over, long timeout, Patience patience) {
        if (inTransaction) {
            giveUpAtOnce(next, over);
            return;
        }
        beginWait(CoroutineState.WAITING, next, over, patience);
        if (inputEnded && patience.endsWithInput()) {
            withdraw();
        } else {
            limitWait(timeout);
        }
    }

    private void beginWait(CoroutineState kind, Wait next, Reply over, Patience patience) {
        enter(kind);
        wait.begin(next, over, patience);
    }

    private void giveUpAtOnce(Wait begun, Reply over) {
        if (!begun.giveUp()) {
            throw new IllegalStateException("a wait in a transaction did not end");
        }
        reply(over, Basis.MEMORY);
    }

    private void giveUp(Reply reply) {
        enter(CoroutineState.GIVEN_UP);
        wait.whenOver(reply);
        if (wait.get().giveUp()) {
            resume(reply, Basis.MEMORY);
        }
    }

    /** CLIENT UNBLOCK. Returns whether a command waited that had not been given up. */
    boolean unblock(boolean withError) {
        if (state != CoroutineState.WAITING || wait.get().isBrief()) {
            return false;
        }
        wait.endLimit();
        giveUp(withError ? Refusal.unblocked() : wait.whenOver());
        return true;
    }

    /** The command has not begun, and runs when the gate opens. */
    void park(Gate gate, Command command) {
        Patience patience = TaskCommand.awaitsTask(command) ? Patience.OF_A_RUN : Patience.UNTIL_ANSWERED;
        beginWait(CoroutineState.PARKED, gate.await(() -> enter(command)), null, patience);
    }

    private void enter(Command command) {
        endWait();
        held.addFirst(command);
        runHeld();
    }

    /** Ends a wait that began at that time with this reply. Returns whether there is such a wait. */
    boolean interrupt(long sinceThen, Reply reply) {
        boolean waited =
                state.isWaiting() && wait.since() == sinceThen && !wait.get().isBrief();
        if (waited) {
            interrupt(reply);
        }
        return waited;
    }

    /** An item that the coroutine has was cancelled: ends the RUN or AWAIT at hand. */
    void itemCancelled(Signal.ItemCancelled signal) {
        if (state == CoroutineState.DEFERRED) {
            held.addBehindFirstTask(signal);
        } else if (state.isWaiting() && wait.endsWithItem()) {
            interrupt(signal.reply());
        }
    }

    private void interrupt(Reply reply) {
        wait.get().withdraw();
        resume(reply, Basis.MEMORY);
    }

    /** Passes a signal to the wait. A command that has not begun, or is parked, is told when it has. */
    void pass(Signal signal) {
        if (state == CoroutineState.PARKED) {
            hold(signal);
        } else if (wait.isUnderWay() && signal instanceof Signal.Decided decided) {
            wait.get().decide(decided.decision());
        } else if (wait.isUnderWay() && signal instanceof Signal.Detached) {
            wait.detach();
        } else if (wait.isUnderWay()) {
            wait.get().cancel();
        }
    }

    /** Ends a wait without a time limit after {@code timeout} milliseconds from now. */
    public void limitWait(long timeout) {
        if (state == CoroutineState.WAITING) {
            wait.limit(timeout, () -> giveUp(wait.whenOver()));
        }
    }

    private void endWait() {
        enter(CoroutineState.READY);
        wait.end();
    }

    private void enter(CoroutineState next) {
        if (!next.mayFollow(state)) {
            throw new IllegalStateException("coroutine " + id() + " cannot become " + next + ", it is " + state);
        }
        state = next;
    }

    // ---- the end

    /** The client sends no more. A command that waits for another client is withdrawn, now or when it waits. */
    void inputEnded() {
        inputEnded = true;
        if (state.isWaiting() && wait.endsWithInput()) {
            withdraw();
        }
    }

    /** The command that waits, and every command behind it, stays unanswered, and the connection is told so. */
    private void withdraw() {
        abandon();
        tell(Notice.WITHDRAWN);
    }

    /** The command that waits, and every command behind it, stays unanswered. What the coroutine holds, it keeps. */
    void abandon() {
        drop();
        enter(CoroutineState.WITHDRAWN);
    }

    /** RESET, or the end of the coroutine: the command that waits and those behind it are dropped. */
    void drop() {
        held.clear();
        if (state.isWaiting()) {
            wait.get().withdraw();
            endWait();
        } else if (state == CoroutineState.DEFERRED) {
            enter(CoroutineState.READY);
        }
    }

    CoroutineState state() {
        return state;
    }

    /** Holds back further commands although none waits. Returns false for a task, and if there will be none. */
    boolean defer() {
        if (state == CoroutineState.READY && !isTask()) {
            enter(CoroutineState.DEFERRED);
        }
        return state == CoroutineState.DEFERRED;
    }

    void hold(Command command) {
        held.add(command);
    }

    /** Runs the commands that were held back. */
    void run() {
        scheduler.run(this);
    }

    /** Takes the next command that may run now, or a signal to the one that waits; or returns null. */
    Command next() {
        if (state == CoroutineState.DEFERRED && window.isFull()) {
            return null;
        }
        Command next = held.next(state);
        if (held.isEmpty() && state == CoroutineState.DEFERRED) {
            enter(CoroutineState.READY);
        }
        return next;
    }
}
