package dev.tutti.sync;

import dev.tutti.command.LockCommand;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;

/** Carries out the LOCK commands by calls on {@link AsyncLock}. */
final class LockService implements LockCommand.Handler<Coroutine<Holdings>> {

    private final PrimitiveRegistry<AsyncLock> locks;
    private final WriteGuard guard;
    private final DetachedGrants detached;

    LockService(PrimitiveRegistry<AsyncLock> locks, WriteGuard guard, DetachedGrants detached) {
        this.locks = locks;
        this.guard = guard;
        this.detached = detached;
    }

    @Override
    public void acquire(LockCommand.Acquire command, Coroutine<Holdings> caller) {
        guard.checkNumbers();
        if (!command.detached()) {
            AsyncLock lock = locks.getOrCreate(command.name());
            PermitCommands.acquire(lock, 1, command.timeout(), command.lease(), caller);
            return;
        }
        detached.checkRoom(command.name());
        AsyncLock lock = locks.getOrCreate(command.name());
        Grant grant = detached.create(lock, command.name(), 1, command.lease(), caller);
        PermitCommands.acquire(grant, command.timeout(), detached, caller);
    }

    @Override
    public void release(LockCommand.Release command, Coroutine<Holdings> caller) {
        String name = command.name();
        PermitCommands.release(locks.existing(name), locks.describe(name), command.token(), guard, caller);
    }

    @Override
    public void touch(LockCommand.Touch command, Coroutine<Holdings> caller) {
        String name = command.name();
        Grant grant = PermitCommands.held(locks.existing(name), locks.describe(name), command.token());
        PermitCommands.touch(grant, command.lease(), guard, caller);
    }

    @Override
    public void locked(LockCommand.Locked command, Coroutine<Holdings> caller) {
        AsyncLock lock = locks.existing(command.name());
        caller.reply(Reply.integer(lock != null && lock.isLocked() ? 1 : 0), Basis.MEMORY);
    }
}
