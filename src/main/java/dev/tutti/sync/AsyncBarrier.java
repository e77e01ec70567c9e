package dev.tutti.sync;

import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.List;

/**
 * asyncio's Barrier: opens at once when the last of so many parties comes, and is as new then. Who leaves before gives
 * its place back; so the indexes are dealt out when it opens, in the order of those who are there, each once. Broken, it
 * lets nobody wait until it is reset.
 */
final class AsyncBarrier extends Primitive {

    /** How the wait of one party ends. */
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

    /** How many those who wait wait for; 0 if nobody waits. */
    int parties() {
        return waiters.isEmpty() ? 0 : parties;
    }

    int waiting() {
        return waiters.size();
    }

    /**
     * The last party has come: lets everybody pass.
     *
     * @return the index of the last one
     */
    int pass() {
        List<Arrival> passing = waiters.pollAll();
        changed();
        for (int index = 0; index < passing.size(); index++) {
            passing.get(index).passed(index);
        }
        return passing.size();
    }

    /** Waits for others to come, more than one of whom are missing; all who wait name the same number of parties. */
    Wait await(Participant participant, int expected, Arrival arrival) {
        if (broken || waiters.size() + 1 >= expected || (!waiters.isEmpty() && expected != parties)) {
            throw new IllegalStateException("waiting for " + expected + " at " + this);
        }
        parties = expected;
        return waiters.enter(participant, arrival, left -> changed());
    }

    /** Breaks it, until it is reset. */
    void abort() {
        breakWith(true);
    }

    /** Those who wait find it broken; whoever comes then finds it as new. */
    void reset() {
        breakWith(false);
    }

    private void breakWith(boolean lasting) {
        broken = lasting;
        List<Arrival> leaving = waiters.pollAll();
        changed();
        leaving.forEach(Arrival::broken);
    }

    @Override
    boolean isIdle() {
        return !broken && waiters.isEmpty();
    }

    @Override
    boolean isWaitedFor() {
        return !waiters.isEmpty();
    }

    @Override
    List<ParticipantSnapshot> waiters() {
        return presences(waiters, "wait");
    }

    @Override
    String state() {
        return broken ? "broken" : "filling, parties:" + parties();
    }
}
