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
 * asyncio's BoundedSemaphore: a limited number of permits, each held under a token of its own. Nobody waits while a
 * permit is free. A released permit goes straight to the first waiter, at the same cost however many wait.
 */
class AsyncSemaphore extends Primitive {

    private static final Runnable NO_CALLBACK = () -> {};

    /** A waiter: for a new permit, or to hold again a permit that it had before. */
    private record Claim(Grant grant, long since, Runnable onGranted) {
        ParticipantSnapshot snapshot() {
            Participant participant = grant.holder().participant();
            String what = grant.isOld() ? Contention.REACQUIRE : Contention.ACQUIRE;
            return new ParticipantSnapshot(
                    participant.id(), participant.name(), since, what, participant.waitsForEver());
        }
    }

    private final GrantContext context;
    private final Map<Long, Grant> held = new LinkedHashMap<>();
    private final WaitQueue<Claim> waiters = new WaitQueue<>();
    private int limit = 1;

    AsyncSemaphore(GrantContext context) {
        this.context = context;
    }

    int limit() {
        return limit;
    }

    /**
     * Sets the number of permits.
     *
     * @throws IllegalStateException if a permit is held or waited for
     */
    void limit(int permits) {
        if (!isIdle()) {
            throw new IllegalStateException("cannot set the limit to " + permits + ", it is in use: " + this);
        }
        limit = permits;
    }

    /** The number of free permits. */
    int value() {
        return limit - held.size();
    }

    boolean isFree() {
        return value() > 0;
    }

    /**
     * Takes a free permit.
     *
     * @param lease the milliseconds after which the permit is released, or 0 for no lease
     * @throws IllegalStateException if no permit is free
     */
    Grant take(Holdings holder, long lease) {
        return take(new Grant(this, holder, lease, null));
    }

    /** Gives a free permit as that grant, which is new. */
    Grant take(Grant grant) {
        give(grant);
        return grant;
    }

    /** A permit is held as before the server was started. */
    void restore(Grant grant, long token, long left) {
        grant.restore(token, left, context.timers());
        context.memory().begins(held.isEmpty());
        held.put(token, grant);
    }

    /**
     * Gives a free permit to the holder of {@code grant}, who may have had it before.
     *
     * @throws IllegalStateException if no permit is free
     */
    void give(Grant grant) {
        if (!isFree()) {
            throw new IllegalStateException("no permit is free: " + this);
        }
        grant.begin(context);
        context.memory().begins(held.isEmpty());
        held.put(grant.token(), grant);
    }

    /**
     * Adds a waiter for a new permit.
     *
     * @throws IllegalStateException if a permit is free
     */
    Wait await(Holdings holder, long lease, Consumer<Grant> onGranted) {
        Grant grant = new Grant(this, holder, lease, null);
        return await(grant, () -> onGranted.accept(grant));
    }

    /**
     * Adds a waiter for the permit of {@code grant}, who may have had it before. Its withdrawal changes nothing else,
     * since somebody else still holds a permit.
     */
    Wait await(Grant grant, Runnable onGranted) {
        if (isFree()) {
            throw new IllegalStateException("cannot wait, a permit is free: " + this);
        }
        Claim claim = new Claim(grant, context.timers().now(), onGranted);
        context.onWait().run();
        return waiters.enter(grant.holder().participant(), claim, withdrawn -> {});
    }

    /** The permit held under that token, or null. */
    Grant held(long token) {
        return held.get(token);
    }

    /** The permit that {@code holder} took last, or null if it holds none. */
    Grant newest(Holdings holder) {
        return holder.newest(this);
    }

    /** Restarts the lease of a permit. */
    void touch(Grant grant) {
        grant.touch(context.timers());
    }

    void release(Grant grant) {
        releaseSilently(grant).run();
    }

    /**
     * Releases a permit, and gives it to the first waiter, without calling any callback.
     *
     * @return the callback of the new holder, to be run when all changes are made
     * @throws IllegalStateException if the permit is not held
     */
    Runnable releaseSilently(Grant grant) {
        if (!held.remove(grant.token(), grant)) {
            throw new IllegalStateException("token " + grant.token() + " is not held: " + this);
        }
        context.memory().ends(held.isEmpty());
        grant.end(context.timers());
        Claim next = waiters.poll();
        if (next == null) {
            changed();
            return NO_CALLBACK;
        }
        give(next.grant());
        return next.onGranted();
    }

    /** The permit that has been held for the longest, or null if none is held. */
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
        return held.values().stream().map(Grant::snapshot).toList();
    }

    @Override
    final List<ParticipantSnapshot> waiters() {
        return waiters.all().stream().map(Claim::snapshot).toList();
    }

    @Override
    String state() {
        return isFree() ? "unlocked, value:" + value() : "locked";
    }
}
