package dev.tutti.sync;

import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * asyncio's Condition: a lock, and a queue of waiters that have released it until they are notified. Every wait ends
 * with the waiter holding the lock again, even if it ends by a timeout. A wake-up is never lost: a notified waiter that
 * does not use it passes it on to the next.
 */
final class AsyncCondition extends Primitive {

    /** The stage of a wait. */
    private enum Stage {
        /** In the queue of waiters; the lock is not released yet. */
        ENTERED,
        /** In the queue of waiters; the lock is released. */
        WAITING,
        /** Notified, and waiting to hold the lock again. */
        NOTIFIED,
        /** Timed out or unblocked, and waiting to hold the lock again. */
        GIVEN_UP,
        OVER
    }

    /**
     * One wait. It begins when the waiter enters the queue, and ends when it holds the lock again or is withdrawn
     * without it.
     */
    final class Waiter implements Wait {
        private final Grant grant;
        private final Runnable onNotified;
        private final Runnable onGivenUp;
        private Stage stage = Stage.ENTERED;
        private Wait current;

        private Waiter(Grant grant, Runnable onNotified, Runnable onGivenUp) {
            this.grant = grant;
            this.onNotified = onNotified;
            this.onGivenUp = onGivenUp;
            this.current = waiters.enter(grant.holder().participant(), this, withdrawn -> {});
        }

        /** Releases the lock, unless the waiter has been withdrawn already. */
        void releaseLock() {
            if (stage == Stage.ENTERED) {
                stage = Stage.WAITING;
                lock.release(grant);
            }
        }

        private void awaitLock(Stage next) {
            stage = next;
            current = lock.await(grant, this::onLocked);
        }

        private void onLocked() {
            Runnable callback = stage == Stage.NOTIFIED ? onNotified : onGivenUp;
            stage = Stage.OVER;
            callback.run();
        }

        @Override
        public void withdraw() {
            Stage before = stage;
            stage = Stage.OVER;
            current.withdraw();
            if (before == Stage.NOTIFIED) {
                AsyncCondition.this.wake(1);
            }
            changed();
        }

        @Override
        public boolean giveUp() {
            if (stage == Stage.NOTIFIED) {
                passWakeUpOn();
                return false;
            }
            current.withdraw();
            return reacquire();
        }

        /** Passes the wake-up on. The waiter keeps its place among those who wait for the lock. */
        private void passWakeUpOn() {
            stage = Stage.GIVEN_UP;
            AsyncCondition.this.wake(1);
        }

        /**
         * Takes the lock again if it is free, or waits for it.
         *
         * @return true if the wait is over
         */
        private boolean reacquire() {
            if (stage == Stage.WAITING && lock.isLocked()) {
                awaitLock(Stage.GIVEN_UP);
                return false;
            }
            if (stage == Stage.WAITING) {
                lock.give(grant);
            }
            stage = Stage.OVER;
            return true;
        }
    }

    private final AsyncLock lock;
    private final WaitQueue<Waiter> waiters = new WaitQueue<>();

    AsyncCondition(GrantContext context) {
        lock = new AsyncLock(context);
        lock.onIdle(this::changed);
    }

    @Override
    void nameLength(int length) {
        lock.nameLength(length);
    }

    AsyncLock lock() {
        return lock;
    }

    /**
     * Adds a waiter to the queue. The caller then calls {@link Waiter#releaseLock}.
     *
     * @param grant the waiter's hold on the lock
     * @param onNotified called when the waiter has been notified and holds the lock again
     * @param onGivenUp called when the waiter timed out or was unblocked, and holds the lock again only now
     */
    Waiter await(Grant grant, Runnable onNotified, Runnable onGivenUp) {
        return new Waiter(grant, onNotified, onGivenUp);
    }

    /**
     * Notifies the longest-waiting waiters, at most so many. Each then waits for the lock, which the caller must hold.
     *
     * @return how many were notified
     */
    int wake(int most) {
        int woken = 0;
        while (woken < most && !waiters.isEmpty()) {
            waiters.poll().awaitLock(Stage.NOTIFIED);
            woken++;
        }
        return woken;
    }

    @Override
    boolean isIdle() {
        return lock.isIdle() && waiters.isEmpty();
    }

    @Override
    int holding() {
        return lock.holding();
    }

    @Override
    long heldSince() {
        return lock.heldSince();
    }

    @Override
    int waiting() {
        return lock.waiting() + waiters.size();
    }

    @Override
    long waitedSince() {
        return Math.min(lock.waitedSince(), waitedSince(waiters));
    }

    @Override
    List<ParticipantSnapshot> holders() {
        return lock.holders();
    }

    /** The waiters for the lock, followed by the waiters for a notification. */
    @Override
    List<ParticipantSnapshot> waiters() {
        List<ParticipantSnapshot> all = new ArrayList<>(lock.waiters());
        all.addAll(snapshots(waiters, "wait"));
        return all;
    }

    @Override
    String state() {
        return lock.state();
    }
}
