package dev.tutti.sync;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * asyncio's BoundedSemaphore: so many permits, each held under a token of its own. Nobody waits while one is free; one
 * that is given back goes straight to the first in line, at the same cost however long the line is.
 */
class AsyncSemaphore extends Primitive {

    private static final Runnable NOBODY = () -> {};

    /** One who waits: for a permit that has no token yet, or to have an old one again. */
    private record Claim(Grant grant, long since, Runnable onGranted) {
        ParticipantSnapshot presence() {
            Participant participant = grant.holder().participant();
            String what = grant.isOld() ? Contention.REACQUIRE : Contention.ACQUIRE;
            return new ParticipantSnapshot(
                    participant.id(), participant.name(), since, what, participant.waitsForEver());
        }
    }

    private final GrantContext leases;
    private final Map<Long, Grant> held = new LinkedHashMap<>();
    private final WaitQueue<Claim> waiters = new WaitQueue<>();
    private int limit = 1;

    AsyncSemaphore(GrantContext leases) {
        this.leases = leases;
    }

    int limit() {
        return limit;
    }

    /** Sets how many permits there are, while nobody holds one. */
    void limit(int permits) {
        if (!isIdle()) {
            throw new IllegalStateException("limit of " + this + " set to " + permits);
        }
        limit = permits;
    }

    /** How many permits are free. */
    int value() {
        return limit - held.size();
    }

    boolean isFree() {
        return value() > 0;
    }

    /**
     * Takes a permit, one of which is free.
     *
     * @param lease after how many milliseconds it is taken back; 0 for never
     */
    Grant take(Holdings holder, long lease) {
        Grant grant = new Grant(this, holder, lease);
        give(grant);
        return grant;
    }

    /** Gives a free permit to one who had it before, or will have it from now on. */
    void give(Grant grant) {
        if (!isFree()) {
            throw new IllegalStateException("taken from " + this);
        }
        grant.begin(leases);
        held.put(grant.token(), grant);
    }

    /** Waits for a permit, none of which is free. */
    Wait await(Holdings holder, long lease, Consumer<Grant> onGranted) {
        Grant grant = new Grant(this, holder, lease);
        return await(grant, () -> onGranted.accept(grant));
    }

    /** The same for one who had a permit before. Whoever leaves the line leaves somebody behind who holds one. */
    Wait await(Grant grant, Runnable onGranted) {
        if (isFree()) {
            throw new IllegalStateException("waiting for what is free: " + this);
        }
        Claim claim = new Claim(grant, leases.timers().now(), onGranted);
        leases.onWait().run();
        return waiters.enter(grant.holder().participant(), claim, left -> {});
    }

    /** What is held under that token, or null. */
    Grant held(long token) {
        return held.get(token);
    }

    /** The newest permit that somebody holds, or null. */
    Grant newest(Holdings holder) {
        return holder.newest(this);
    }

    /** Starts the lease of a permit anew. */
    void touch(Grant grant) {
        grant.touch(leases.timers());
    }

    void release(Grant grant) {
        takeBack(grant).run();
    }

    /** All of a release but to tell whoever has the permit now: that is what is returned. */
    Runnable takeBack(Grant grant) {
        if (!held.remove(grant.token(), grant)) {
            throw new IllegalStateException("token " + grant.token() + " given back to " + this);
        }
        grant.end(leases.timers());
        Claim next = waiters.poll();
        if (next == null) {
            changed();
            return NOBODY;
        }
        give(next.grant());
        return next.onGranted();
    }

    /** Whoever has held a permit for the longest, or null. */
    final Grant oldest() {
        return held.isEmpty() ? null : held.values().iterator().next();
    }

    @Override
    boolean isIdle() {
        return held.isEmpty() && waiters.isEmpty();
    }

    @Override
    boolean isWaitedFor() {
        return !waiters.isEmpty();
    }

    @Override
    final List<ParticipantSnapshot> holders() {
        return held.values().stream().map(Grant::presence).toList();
    }

    @Override
    final List<ParticipantSnapshot> waiters() {
        return waiters.all().stream().map(Claim::presence).toList();
    }

    @Override
    String state() {
        return isFree() ? "unlocked, value:" + value() : "locked";
    }
}
