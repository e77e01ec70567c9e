package dev.tutti.sync;

import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Participant;
import dev.tutti.waiting.ParticipantSnapshot;
import dev.tutti.waiting.Wait;
import dev.tutti.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * asyncio's BoundedSemaphore: a limited number of permits. One token stands for one permit, or for several that were
 * taken together. The first waiter is served as soon as as many permits are free as it wants, and nobody behind it is
 * served before. A released permit goes straight to the first waiter, at the same cost however many wait.
 */
class AsyncSemaphore extends Primitive {

    static final Runnable NO_CALLBACK = () -> {};

    /** A waiter in the line. */
    interface Claim {
        /** The grant that it will hold. */
        Grant grant();

        long since();

        default ParticipantSnapshot snapshot() {
            Participant participant = grant().holder().participant();
            String what = grant().isOld() ? Contention.REACQUIRE : Contention.ACQUIRE;
            return new ParticipantSnapshot(
                            participant.id(), participant.name(), since(), what, participant.waitsForEver())
                    .permits(grant().permits());
        }
    }

    /** A waiter for new permits, or one that will hold again a permit that it had before. */
    record PlainClaim(Grant grant, long since, Runnable onGranted) implements Claim {}

    private final GrantContext context;
    private final HeldGrants held = new HeldGrants();
    private final WaitQueue<Claim> waiters = new WaitQueue<>();
    private int limit = 1;
    private int taken;

    AsyncSemaphore(GrantContext context) {
        this.context = context;
    }

    GrantContext context() {
        return context;
    }

    /** The line of waiters. */
    WaitQueue<Claim> line() {
        return waiters;
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
        return limit - taken;
    }

    boolean isFree() {
        return value() > 0;
    }

    /** Whether a newcomer may take so many permits at once. It may not if it would overtake a waiter. */
    boolean mayTake(int permits) {
        return value() >= permits && waiters.isEmpty();
    }

    /**
     * Takes a free permit.
     *
     * @param lease the milliseconds after which the permit is released, or 0 for no lease
     * @throws IllegalStateException if no permit is free
     */
    Grant take(Holdings holder, long lease) {
        return take(new Grant(this, holder, 1, lease, null));
    }

    /** Gives free permits as that grant, which is new. */
    Grant take(Grant grant) {
        give(grant);
        return grant;
    }

    /** Permits are held as before the server was started. */
    void restore(Grant grant, long token, long left) {
        grant.restore(token, left, context.timers());
        hold(grant);
    }

    /**
     * Gives free permits to the holder of {@code grant}, who may have had them before.
     *
     * @throws IllegalStateException if not as many permits are free
     */
    void give(Grant grant) {
        if (value() < grant.permits()) {
            throw new IllegalStateException("fewer than " + grant.permits() + " permits are free: " + this);
        }
        grant.begin(context);
        hold(grant);
    }

    private void hold(Grant grant) {
        context.memory().begins(held.isEmpty(), nameLength());
        held.add(grant);
        taken += grant.permits();
    }

    /**
     * Adds a waiter for a new permit.
     *
     * @throws IllegalStateException if a permit is free
     */
    Wait await(Holdings holder, long lease, Consumer<Grant> onGranted) {
        Grant grant = new Grant(this, holder, 1, lease, null);
        return await(grant, () -> onGranted.accept(grant));
    }

    /**
     * Adds a waiter for the permits of {@code grant}, who may have had them before. If it leaves, waiters behind it
     * that want less may be served.
     *
     * @throws IllegalStateException if it need not wait
     */
    Wait await(Grant grant, Runnable onGranted) {
        if (mayTake(grant.permits())) {
            throw new IllegalStateException("cannot wait, as many permits are free: " + this);
        }
        return enter(new PlainClaim(grant, context.timers().now(), onGranted));
    }

    Wait enter(Claim claim) {
        context.onWait().run();
        return waiters.enter(claim.grant().holder().participant(), claim, withdrawn -> {
            Runnable callbacks = serve();
            changed();
            callbacks.run();
        });
    }

    /** The permits held under that token, or null. */
    Grant held(long token) {
        return held.get(token);
    }

    /** The permits that {@code holder} took last, or null if it holds none. */
    Grant newest(Holdings holder) {
        return holder.newest(this);
    }

    /** Restarts the lease of a permit with that length in milliseconds. */
    void touch(Grant grant, long lease) {
        grant.touch(lease, context.timers());
    }

    void release(Grant grant) {
        releaseSilently(grant).run();
    }

    /**
     * Releases all permits of a grant, and gives them to the first waiters, without calling any callback.
     *
     * @return the callbacks of the new holders, to be run when all changes are made
     * @throws IllegalStateException if the permits are not held
     */
    Runnable releaseSilently(Grant grant) {
        if (!held.remove(grant)) {
            throw new IllegalStateException("token " + grant.token() + " is not held: " + this);
        }
        taken -= grant.permits();
        context.memory().ends(held.isEmpty(), nameLength());
        grant.end(context.timers());
        Runnable callbacks = serve();
        changed();
        return callbacks;
    }

    /**
     * Gives free permits to the first waiters, without calling any callback.
     *
     * @return the callbacks of the new holders
     */
    Runnable serve() {
        Runnable first = NO_CALLBACK;
        List<Runnable> others = null;
        while (!waiters.isEmpty() && value() >= waiters.first().grant().permits()) {
            PlainClaim next = (PlainClaim) waiters.poll();
            give(next.grant());
            if (first == NO_CALLBACK) {
                first = next.onGranted();
            } else {
                others = others == null ? new ArrayList<>() : others;
                others.add(next.onGranted());
            }
        }
        return others == null ? first : all(first, others);
    }

    private static Runnable all(Runnable first, List<Runnable> others) {
        return () -> {
            first.run();
            others.forEach(Runnable::run);
        };
    }

    /** The grant that has been held for the longest, or null if none is held. */
    final Grant oldest() {
        return held.oldest();
    }

    @Override
    boolean isIdle() {
        return held.isEmpty() && waiters.isEmpty();
    }

    @Override
    final int holding() {
        return held.size();
    }

    @Override
    final long heldSince() {
        return held.isEmpty() ? NEVER : oldest().since();
    }

    @Override
    final int waiting() {
        return waiters.size();
    }

    @Override
    final long waitedSince() {
        return waiters.isEmpty() ? NEVER : waiters.first().since();
    }

    @Override
    final List<ParticipantSnapshot> holders() {
        return held.all().stream().map(Grant::snapshot).toList();
    }

    @Override
    final List<ParticipantSnapshot> waiters() {
        return waiters.all().stream().map(Claim::snapshot).toList();
    }

    @Override
    final int free() {
        return value();
    }

    @Override
    String state() {
        return isFree() ? "unlocked, value:" + value() : "locked";
    }
}
