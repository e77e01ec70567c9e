package dev.tutti.sync;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.List;

/**
 * asyncio's Barrier. The barrier opens when the last of the expected parties arrives, and can be used again at once. A
 * party that leaves before gives its place back. Indexes are therefore assigned when the barrier opens: one to each
 * waiting party, in the order of arrival. A broken barrier refuses all parties until it is reset.
 */
final class AsyncBarrier extends Primitive {

    /** The callbacks for the end of one party's wait. */
    interface Arrival {
        void passed(int index);

        void broken();
    }

    private final WaitQueue<Arrival> waiters = new WaitQueue<>();
    private int parties;
    private boolean broken;

    boolean isBroken() {
        return broken;
    }

    /** The number of parties that the current round expects, or 0 if nobody waits. */
    int parties() {
        return waiters.isEmpty() ? 0 : parties;
    }

    /**
     * Opens the barrier for the last party, which does not wait.
     *
     * @return the index of the last party
     */
    int pass() {
        List<Arrival> passing = waiters.pollAll();
        changed();
        for (int index = 0; index < passing.size(); index++) {
            passing.get(index).passed(index);
        }
        return passing.size();
    }

    /**
     * Adds a waiting party. All parties of a round must expect the same number.
     *
     * @throws IllegalStateException if the barrier is broken, if this is the last party of the round, or if others
     *     expect another number
     */
    Wait await(Participant participant, int expected, Arrival arrival) {
        if (broken || waiters.size() + 1 >= expected || (!waiters.isEmpty() && expected != parties)) {
            throw new IllegalStateException("cannot wait for " + expected + " parties: " + this);
        }
        parties = expected;
        return waiters.enter(participant, arrival, withdrawn -> changed());
    }

    /** Breaks the barrier: all waiting parties fail, and so does every later one until the reset. */
    void abort() {
        endRound(true);
    }

    /** Resets the barrier: all waiting parties fail, and later ones find an unbroken barrier. */
    void reset() {
        endRound(false);
    }

    private void endRound(boolean broken) {
        this.broken = broken;
        List<Arrival> leaving = waiters.pollAll();
        changed();
        leaving.forEach(Arrival::broken);
    }

    @Override
    boolean isIdle() {
        return !broken && waiters.isEmpty();
    }

    @Override
    int waiting() {
        return waiters.size();
    }

    @Override
    long waitedSince() {
        return waitedSince(waiters);
    }

    @Override
    List<ParticipantSnapshot> waiters() {
        return snapshots(waiters, "wait");
    }

    @Override
    String state() {
        return broken ? "broken" : "filling, parties:" + parties();
    }
}
