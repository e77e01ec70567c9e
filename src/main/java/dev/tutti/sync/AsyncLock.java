package dev.tutti.sync;

import dev.tutti.waiting.Gate;
import dev.tutti.waiting.WaitQueue.Verdict;
import java.util.TreeMap;

/**
 * asyncio's Lock: a semaphore of one permit. Not re-entrant. Among its waiters may be ACQUIREALLs, which wait for other
 * locks, too. While one of these cannot go on, others may overtake it, but not the one that {@link
 * JointAcquire#isBlocking blocks} the line.
 */
final class AsyncLock extends AsyncSemaphore {

    /** The ACQUIREALLs in the line, by age. Null while there are none. */
    private TreeMap<Long, JointAcquire> joints;
    /** The ACQUIREALL for which the lock is kept until the owners of its other locks have answered; or null. */
    private JointAcquire claimant;
    /** Whether the line is about to be served, so that somebody may wait in it who could have the lock. */
    private boolean unserved;

    AsyncLock(GrantContext context) {
        super(context);
    }

    boolean isLocked() {
        return !isFree();
    }

    /** The gate at which commands about this lock wait while it is kept for an ACQUIREALL, or null if it is not. */
    Gate gate() {
        return claimant == null ? null : claimant.gate();
    }

    // ---- ACQUIREALL

    /**
     * Adds an ACQUIREALL at the end of the line.
     *
     * @return the one that blocks the line no longer, since this one is older; or null
     */
    JointAcquire join(JointAcquire.Place place) {
        JointAcquire joint = place.joint();
        JointAcquire before = first();
        boolean blocked = before != null && before.isBlocking();
        joints = joints == null ? new TreeMap<>() : joints;
        joints.put(joint.ticket(), joint);
        context().onWait().run();
        place.inLine(line().enter(place.grant().holder().participant(), place, withdrawn -> {}));
        led(before, first());
        return blocked && first() == joint ? before : null;
    }

    /** Removes an ACQUIREALL from the line. The caller then serves the line, unless the lock is taken. */
    void leave(JointAcquire.Place place) {
        JointAcquire before = first();
        joints.remove(place.joint().ticket());
        if (joints.isEmpty()) {
            joints = null;
        }
        place.inLine().withdraw();
        led(before, first());
    }

    private static void led(JointAcquire before, JointAcquire now) {
        if (before != now) {
            if (before != null) {
                before.leads(-1);
            }
            if (now != null) {
                now.leads(1);
            }
        }
    }

    /** The oldest ACQUIREALL in the line, or null. */
    private JointAcquire first() {
        return joints == null ? null : joints.firstEntry().getValue();
    }

    /** Whether the lock is free for this ACQUIREALL, which is null for a newcomer. */
    boolean isFreeFor(JointAcquire joint) {
        JointAcquire first = first();
        return isFree()
                && claimant == null
                && (first == null || first == joint || !first.isBlocking())
                && (!unserved || !isBehindOther(joint));
    }

    /** Whether an ACQUIRE stands before it in the line. */
    private boolean isBehindOther(JointAcquire joint) {
        Claim before = line().first(claim -> !(claim instanceof JointAcquire.Place place) || place.joint() == joint);
        return before instanceof PlainClaim;
    }

    /** The line will be served, when the lines of other locks have been. */
    void serveSoon() {
        unserved = true;
    }

    /** Keeps the lock for an ACQUIREALL; null ends that. */
    void keepFor(JointAcquire joint) {
        claimant = joint;
    }

    // ---- the others

    @Override
    boolean mayTake(int permits) {
        return isFreeFor(null);
    }

    @Override
    Grant take(Grant grant) {
        give(grant);
        if (joints != null) {
            first().overtaken();
        }
        return grant;
    }

    @Override
    Runnable serve() {
        unserved = false;
        if (joints == null || !isFree() || claimant != null) {
            return joints == null ? super.serve() : NO_CALLBACK;
        }
        JointAcquire first = first();
        boolean[] skipped = new boolean[1];
        Claim next = line().pollFirst(claim -> {
            Verdict verdict = verdict(claim);
            skipped[0] |= verdict == Verdict.SKIP && ((JointAcquire.Place) claim).joint() == first;
            return verdict;
        });
        if (next instanceof PlainClaim plain) {
            give(plain.grant());
            if (skipped[0]) {
                first.overtaken();
            }
            return plain.onGranted();
        }
        return next == null ? NO_CALLBACK : ((JointAcquire.Place) next).joint().takeAll();
    }

    private static Verdict verdict(Claim claim) {
        if (!(claim instanceof JointAcquire.Place place)) {
            return Verdict.TAKE;
        }
        if (place.joint().isServedNow()) {
            return Verdict.TAKE;
        }
        return place.joint().isBlocking() ? Verdict.STOP : Verdict.SKIP;
    }

    /** The hold on the lock if {@code holder} has it, or null. */
    @Override
    Grant newest(Holdings holder) {
        Grant grant = oldest();
        return grant != null && grant.holder() == holder ? grant : null;
    }

    @Override
    String state() {
        return isLocked() ? "locked" : "unlocked";
    }
}
