package dev.tutti.sync;

import dev.tutti.command.Command;
import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Wait;

/**
 * Takes what it wants of primitives, as a connection does: waits for one thing at a time, with or without a timeout, and
 * writes down what it is told. May do the next thing as soon as it is told, while whoever tells it is still at it.
 */
final class SyncClient implements Participant {

    private static final Runnable NOTHING = () -> {};

    final Holdings holdings = new Holdings(this);
    private final long id;
    private final String name;
    private final SyncScene ensemble;
    private Wait wait;
    private Deadline deadline;
    private long since;
    private Runnable next = NOTHING;

    SyncClient(long id, String name, SyncScene ensemble) {
        this.id = id;
        this.name = name;
        this.ensemble = ensemble;
    }

    // ---- what it does

    void acquire(AsyncSemaphore from) {
        acquire(from, Command.NO_TIMEOUT, 0);
    }

    void acquire(AsyncSemaphore from, long timeout, long lease) {
        if (from.isFree()) {
            hear("has " + from.take(holdings, lease).token());
        } else {
            await(from.await(holdings, lease, grant -> hear("has " + grant.token())), timeout);
        }
    }

    /** Gives back the newest that it holds. */
    void release(AsyncSemaphore from) {
        from.release(from.newest(holdings));
    }

    void await(AsyncEvent event) {
        if (event.isSet()) {
            hear("sees it set");
        } else {
            await(event.await(this, () -> hear("sees it set")), Command.NO_TIMEOUT);
        }
    }

    void await(AsyncCondition condition) {
        await(condition, Command.NO_TIMEOUT);
    }

    void await(AsyncCondition condition, long timeout) {
        Grant grant = condition.lock().newest(holdings);
        AsyncCondition.Waiter waiter =
                condition.await(grant, () -> hear("is notified, " + grant.token()), () -> hear("gave up"));
        await(waiter, timeout);
        waiter.releaseLock();
    }

    void await(AsyncBarrier barrier, int parties) {
        if (barrier.waiting() + 1 == parties) {
            hear("passes as " + barrier.pass());
        } else {
            await(barrier.await(this, parties, new Passage()), Command.NO_TIMEOUT);
        }
    }

    private final class Passage implements AsyncBarrier.Arrival {
        @Override
        public void passed(int index) {
            hear("passes as " + index);
        }

        @Override
        public void broken() {
            hear("finds it broken");
        }
    }

    private void await(Wait next, long timeout) {
        wait = next;
        since = ensemble.timers.now();
        if (timeout != Command.NO_TIMEOUT) {
            deadline = ensemble.timers.after(timeout, this::giveUp);
        }
    }

    /** The time is up, or it is unblocked. */
    void giveUp() {
        if (wait.giveUp()) {
            hear("gave up");
        }
    }

    /** Waits no longer, and is no more: what it holds goes back. */
    void close() {
        if (wait != null) {
            wait.withdraw();
            end();
        }
        holdings.releaseAll();
    }

    /** What to do as soon as it is told something. */
    SyncClient then(Runnable action) {
        next = action;
        return this;
    }

    private void hear(String what) {
        end();
        ensemble.log.add(name + " " + what);
        Runnable action = next;
        next = NOTHING;
        action.run();
    }

    private void end() {
        wait = null;
        ensemble.timers.cancel(deadline);
        deadline = null;
    }

    // ---- how it is seen

    boolean isWaiting() {
        return wait != null;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long waitingSince() {
        return since;
    }

    @Override
    public boolean isIdle() {
        return false;
    }

    @Override
    public boolean waitsForEver() {
        return deadline == null;
    }
}
