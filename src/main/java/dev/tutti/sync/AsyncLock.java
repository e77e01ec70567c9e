package dev.tutti.sync;

/** asyncio's Lock: a semaphore of one permit. Not re-entrant. */
final class AsyncLock extends AsyncSemaphore {

    AsyncLock(GrantContext context) {
        super(context);
    }

    boolean isLocked() {
        return !isFree();
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
