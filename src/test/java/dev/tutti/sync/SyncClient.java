package dev.tutti.sync;

import dev.tutti.command.Command;
import dev.tutti.waiting.Deadlines.Deadline;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.Wait;

/**
 * A client that uses primitives directly, as a connection's coroutine does. It waits for one primitive at a time, with
 * or without a timeout, and logs its replies. It may act as soon as it is told of something, inside the call that
 * tells it.
 */
final class SyncClient implements Participant {

    private static final Runnable NOTHING = () -> {};

    final Holdings holdings = new Holdings(this);
    private final long id;
    private final String name;
    private final SyncFixture fixture;
    private Wait wait;
    private Deadline deadline;
    private long since;
    private Runnable next = NOTHING;

    SyncClient(long id, String name, SyncFixture fixture) {
        this.id = id;
        this.name = name;
        this.fixture = fixture;
    }

    // ---- commands

    void acquire(AsyncSemaphore from) {
        acquire(from, Command.NO_TIMEOUT, 0);
    }

    void acquire(AsyncSemaphore from, long timeout, long lease) {
        if (from.isFree()) {
            log("has " + from.take(holdings, lease).token());
        } else {
            await(from.await(holdings, lease, grant -> log("has " + grant.token())), timeout);
        }
    }

    /** Releases the permit that it took last. */
    void release(AsyncSemaphore from) {
        from.release(from.newest(holdings));
    }

    void await(AsyncEvent event) {
        if (event.isSet()) {
            log("sees it set");
        } else {
            await(event.await(this, () -> log("sees it set")), Command.NO_TIMEOUT);
        }
    }

    void await(AsyncCondition condition) {
        await(condition, Command.NO_TIMEOUT);
    }

    void await(AsyncCondition condition, long timeout) {
        Grant grant = condition.lock().newest(holdings);
        AsyncCondition.Waiter waiter =
                condition.await(grant, () -> log("is notified, " + grant.token()), () -> log("gave up"));
        await(waiter, timeout);
        waiter.releaseLock();
    }

    void await(AsyncBarrier barrier, int parties) {
        if (barrier.waiting() + 1 == parties) {
            log("passes as " + barrier.pass());
        } else {
            await(barrier.await(this, parties, new Passage()), Command.NO_TIMEOUT);
        }
    }

    private final class Passage implements AsyncBarrier.Arrival {
        @Override
        public void passed(int index) {
            log("passes as " + index);
        }

        @Override
        public void broken() {
            log("finds it broken");
        }
    }

    private void await(Wait next, long timeout) {
        wait = next;
        since = fixture.timers.now();
        if (timeout != Command.NO_TIMEOUT) {
            deadline = fixture.timers.after(timeout, this::giveUp);
        }
    }

    /** Its timeout is over, or it is unblocked. */
    void giveUp() {
        if (wait.giveUp()) {
            log("gave up");
        }
    }

    /** Ends the wait and releases everything, as the end of a connection does. */
    void close() {
        if (wait != null) {
            wait.withdraw();
            end();
        }
        holdings.releaseAll(fixture.timers);
    }

    /** Sets the action that runs as soon as the next reply comes. */
    SyncClient then(Runnable action) {
        next = action;
        return this;
    }

    private void log(String what) {
        end();
        fixture.log.add(name + " " + what);
        Runnable action = next;
        next = NOTHING;
        action.run();
    }

    private void end() {
        wait = null;
        fixture.timers.cancel(deadline);
        deadline = null;
    }

    // ---- as a participant

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
