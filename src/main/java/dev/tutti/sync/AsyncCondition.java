package dev.tutti.sync;

import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * asyncio's Condition: a lock, and a line of those who have given it up until they are notified. Each has the lock again
 * when its wait is over, however it is over. A wake-up is never lost: who was notified and does not take it passes it on.
 */
final class AsyncCondition extends Primitive {

    /** Where a waiter stands. */
    private enum Stage {
        /** In the line, and the lock not given up yet. */
        ENTERED,
        /** In the line. */
        WAITING,
        /** Notified, and waiting for the lock. */
        NOTIFIED,
        /** Out of time or unblocked, and waiting for the lock. */
        GIVEN_UP,
        OVER
    }

    /** One wait, from the time it enters the line until it has the lock again or is withdrawn without it. */
    final class Waiter implements Wait {
        private final Grant grant;
        private final Runnable onNotified;
        private final Runnable onGivenUp;
        private Stage stage = Stage.ENTERED;
        private Wait place;

        private Waiter(Grant grant, Runnable onNotified, Runnable onGivenUp) {
            this.grant = grant;
            this.onNotified = onNotified;
            this.onGivenUp = onGivenUp;
            this.place = waiters.enter(grant.holder().participant(), this, left -> {});
        }

        /** Gives the lock up, unless it has been withdrawn already. */
        void begin() {
            if (stage == Stage.ENTERED) {
                stage = Stage.WAITING;
                lock.release(grant);
            }
        }

        private void awaitLock(Stage next) {
            stage = next;
            place = lock.await(grant, this::locked);
        }

        private void locked() {
            Runnable told = stage == Stage.NOTIFIED ? onNotified : onGivenUp;
            stage = Stage.OVER;
            told.run();
        }

        @Override
        public void withdraw() {
            Stage left = stage;
            stage = Stage.OVER;
            place.withdraw();
            if (left == Stage.NOTIFIED) {
                AsyncCondition.this.wake(1);
            }
            changed();
        }

        @Override
        public boolean giveUp() {
            if (stage == Stage.NOTIFIED) {
                passOn();
                return false;
            }
            place.withdraw();
            return regainLock();
        }

        /** Keeps its place in the line for the lock, but not the wake-up. */
        private void passOn() {
            stage = Stage.GIVEN_UP;
            AsyncCondition.this.wake(1);
        }

        /** Has the lock again at once if that is free; if not, stands in line for it. */
        private boolean regainLock() {
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

    AsyncCondition(GrantContext leases) {
        lock = new AsyncLock(leases);
        lock.onIdle(this::changed);
    }

    AsyncLock lock() {
        return lock;
    }

    /**
     * Enters the line; {@link Waiter#begin} gives the lock up.
     *
     * @param grant the lock, in the hands of who waits
     * @param onNotified what to do when it has been notified and has the lock again
     * @param onGivenUp what to do when it has given up before that, and has the lock again only now
     */
    Waiter await(Grant grant, Runnable onNotified, Runnable onGivenUp) {
        return new Waiter(grant, onNotified, onGivenUp);
    }

    /**
     * Notifies those who have waited for the longest; somebody holds the lock, for which they wait from then on.
     *
     * @return how many there were
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
    boolean isWaitedFor() {
        return lock.isWaitedFor() || !waiters.isEmpty();
    }

    @Override
    List<ParticipantSnapshot> holders() {
        return lock.holders();
    }

    /** Those who wait for the lock, and then those who wait to be notified. */
    @Override
    List<ParticipantSnapshot> waiters() {
        List<ParticipantSnapshot> all = new ArrayList<>(lock.waiters());
        all.addAll(presences(waiters, "wait"));
        return all;
    }

    @Override
    String state() {
        return lock.state();
    }
}
