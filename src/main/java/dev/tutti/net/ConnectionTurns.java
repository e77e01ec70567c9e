package dev.tutti.net;

import dev.tutti.waiting.LoopShare;

/**
 * The turns of one connection in the {@link LoopBudget}. When its commands have used up their share, those behind them
 * wait for a later turn: some are not carried out, others not even decoded. All methods belong to the connection's
 * event loop.
 */
final class ConnectionTurns implements LoopBudget.Work {

    private final LoopBudget budget;
    private final Runnable goOn;
    private boolean waits;

    /** @param goOn called in a later turn */
    ConnectionTurns(LoopBudget budget, Runnable goOn) {
        this.budget = budget;
        this.goOn = goOn;
    }

    /** Whether the next command has to wait for a later turn, which will come. */
    boolean waits() {
        return waits;
    }

    /** The monotonic clock, in nanoseconds. */
    long nanoTime() {
        return budget.nanoTime();
    }

    /** Bytes have arrived. */
    void received() {
        budget.received();
    }

    /** A reply has come, behind which commands go on. Returns whether they have to wait for a later turn. */
    boolean mustWaitBehindReply() {
        return waitIf(!waits && budget.replied());
    }

    /**
     * Counts a command that was decoded or carried out. Returns whether the rest has to wait for a later turn.
     *
     * @param more whether there is a rest
     */
    boolean mustWait(boolean more) {
        return waitIf(!waits && budget.isUsedUp() && more);
    }

    /** The time of the commands that were counted last. */
    LoopShare<?> share() {
        return budget.share();
    }

    private boolean waitIf(boolean due) {
        if (due) {
            waits = true;
            budget.defer(this);
        }
        return waits;
    }

    @Override
    public void goOn() {
        waits = false;
        goOn.run();
    }
}
