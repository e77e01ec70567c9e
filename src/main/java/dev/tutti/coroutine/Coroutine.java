package dev.tutti.coroutine;

import dev.tutti.bus.ReplySender;
import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Wait;
import java.util.ArrayDeque;

/**
 * One connection, consumer or task as an owner sees it: its commands run one after another, and those behind one that
 * waits are held back. Each command either {@link #reply replies} at once, or {@link #await awaits} and is later {@link
 * #resume resumed}.
 *
 * @param <H> what it may hold at this owner
 */
public final class Coroutine<H> implements Participant {

    /** Whether a wait may go on when the client has ended its side of the stream. */
    public enum Patience {
        /** It waits for another client: a client that sends no more waits no more either. */
        WHILE_CLIENT_LISTENS,
        /** It waits for a task: its reply is wanted still. */
        UNTIL_ANSWERED,
        /** It is a consumer of this process, which waits for work: no client's wait. */
        OF_A_CONSUMER
    }

    private final long id;
    private final ReplySender.Lane lane;
    private final CommandScheduler<H, ?> scheduler;
    private String name = "";
    private H holdings;
    private ArrayDeque<Command> held;
    private Wait wait;
    private Patience patience;
    private Reply whenOver;
    private long since;
    private boolean givenUp;
    private Deadline deadline;
    private boolean inputEnded;
    private boolean withdrawn;

    Coroutine(long id, ReplySender.Lane lane, CommandScheduler<H, ?> scheduler) {
        this.id = id;
        this.lane = lane;
        this.scheduler = scheduler;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    void name(String given) {
        name = given;
    }

    @Override
    public long waitingSince() {
        return since;
    }

    @Override
    public boolean isIdle() {
        return patience == Patience.OF_A_CONSUMER;
    }

    @Override
    public boolean waitsForEver() {
        return deadline == null && !givenUp;
    }

    /** What it holds here; null until {@link #holdings(Object)} was called. */
    public H holdings() {
        return holdings;
    }

    public void holdings(H value) {
        holdings = value;
    }

    public boolean isWaiting() {
        return wait != null;
    }

    /** Answers the command at hand. */
    public void reply(Reply reply) {
        lane.add(id, reply);
        if (isTask()) {
            scheduler.forget(this);
        }
    }

    /** Tells it something that answers none of its commands. */
    public void tell(Notice news) {
        lane.add(id, news);
    }

    /** Refuses a wait where too many wait already; to be called before anything is changed. */
    public void checkMayWait() {
        scheduler.checkMayWait();
    }

    /**
     * Suspends the command at hand.
     *
     * @param timeout in milliseconds; {@link Command#NO_TIMEOUT} and {@link Command#FOR_EVER} are none
     * @param over the reply when the time runs out, or when it is unblocked
     */
    public void await(Wait next, Reply over, long timeout, Patience patience) {
        if (wait != null) {
            throw new IllegalStateException("coroutine " + id + " waits already");
        }
        wait = next;
        whenOver = over;
        since = scheduler.timers().now();
        this.patience = patience;
        count(1);
        if (inputEnded && patience == Patience.WHILE_CLIENT_LISTENS) {
            withdraw();
        } else if (timeout != Command.NO_TIMEOUT && timeout != Command.FOR_EVER) {
            deadline = scheduler.timers().after(timeout, this::timedOut);
        }
    }

    /** Answers the command that waits; those behind it run when the owner's turn comes to it. */
    public void resume(Reply reply) {
        stopWaiting();
        reply(reply);
        if (held != null && !held.isEmpty()) {
            scheduler.ready(this);
        }
    }

    /** The same for a wait that was given up and ends only now: with what it was to answer then. */
    public void resumeGivenUp() {
        resume(whenOver);
    }

    /** Answers the command at hand, though it may be waiting by now. */
    void fail(Reply error) {
        if (wait == null) {
            reply(error);
        } else {
            interrupt(error);
        }
    }

    /** If it still waits as it did since then, its command answers this: says whether it did. */
    boolean interrupt(long sinceThen, Reply reply) {
        boolean waited = wait != null && since == sinceThen;
        if (waited) {
            interrupt(reply);
        }
        return waited;
    }

    private void interrupt(Reply reply) {
        wait.withdraw();
        resume(reply);
    }

    private void timedOut() {
        giveUp(whenOver);
    }

    private void giveUp(Reply reply) {
        givenUp = true;
        whenOver = reply;
        if (wait.giveUp()) {
            resume(reply);
        }
    }

    /** CLIENT UNBLOCK: says whether a command waited, and had not given up already. */
    boolean unblock(boolean withError) {
        if (wait == null || givenUp || wait.isBrief()) {
            return false;
        }
        scheduler.timers().cancel(deadline);
        giveUp(withError ? Refusal.unblocked() : whenOver);
        return true;
    }

    private void count(int change) {
        if (patience != Patience.OF_A_CONSUMER) {
            scheduler.waiting(change);
        }
    }

    private void stopWaiting() {
        count(-1);
        wait = null;
        whenOver = null;
        givenUp = false;
        scheduler.timers().cancel(deadline);
        deadline = null;
    }

    void cancel() {
        if (wait != null) {
            wait.cancel();
        }
    }

    void detach() {
        if (wait != null) {
            wait.detach();
        }
    }

    void inputEnded() {
        inputEnded = true;
        if (wait != null && patience == Patience.WHILE_CLIENT_LISTENS) {
            withdraw();
        }
    }

    /** The command that waits goes unanswered, and so does everything behind it. */
    private void withdraw() {
        wait.withdraw();
        stopWaiting();
        held = null;
        withdrawn = true;
        lane.add(id, Notice.WITHDRAWN);
    }

    void closed() {
        held = null;
        if (wait != null) {
            wait.withdraw();
            stopWaiting();
        }
    }

    /** Unlike one that is closed it stays, with what it holds. */
    void abandon() {
        closed();
        withdrawn = true;
    }

    void hold(Command command) {
        if (held == null) {
            held = new ArrayDeque<>();
        }
        held.add(command);
    }

    /** The next command that may run now, or null. */
    Command next() {
        if (wait != null || held == null) {
            return null;
        }
        Command next = held.poll();
        if (next == null) {
            held = null;
        }
        return next;
    }

    /** Whether commands stand before one that comes now. */
    boolean isBusy() {
        return wait != null || (held != null && !held.isEmpty());
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    /** Tasks of one command have negative ids, and are forgotten with their reply. */
    private boolean isTask() {
        return id < 0;
    }

    @Override
    public String toString() {
        return "<Coroutine " + id + (wait != null ? " waiting>" : ">");
    }
}
