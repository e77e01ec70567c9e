package dev.tutti.sync;

import dev.tutti.command.LockCommand;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.waiting.Gate;
import java.util.List;

/** Carries out the LOCK commands by calls on {@link AsyncLock}. */
final class LockService implements LockCommand.Handler<Coroutine<Holdings>> {

    private final PrimitiveRegistry<AsyncLock> locks;
    private final WriteGuard guard;
    private final DetachedGrants detached;

    private final JointService joint;

    LockService(PrimitiveRegistry<AsyncLock> locks, WriteGuard guard, DetachedGrants detached, GrantContext context) {
        this.locks = locks;
        this.guard = guard;
        this.detached = detached;
        this.joint = new JointService(locks, detached, context);
    }

    /** The shut gate of the first lock in the command that is kept for an ACQUIREALL at present, or null. */
    Gate gate(LockCommand command) {
        if (!(command instanceof LockCommand.AcquireAll all)) {
            return gate(command.name());
        }
        for (String name : all.names()) {
            Gate gate = gate(name);
            if (gate != null) {
                return gate;
            }
        }
        return null;
    }

    private Gate gate(String name) {
        AsyncLock lock = locks.existing(name);
        return lock == null ? null : lock.gate();
    }

    @Override
    public void acquire(LockCommand.Acquire command, Coroutine<Holdings> caller) {
        guard.checkNumbers();
        if (!command.detached()) {
            AsyncLock lock = locks.getOrCreate(command.name());
            PermitCommands.acquire(lock, 1, command.timeout(), command.lease(), caller);
            return;
        }
        detached.checkRoom(List.of(command.name()));
        AsyncLock lock = locks.getOrCreate(command.name());
        Grant grant = detached.create(lock, command.name(), 1, command.lease(), caller);
        PermitCommands.acquire(grant, command.timeout(), detached, caller);
    }

    @Override
    public void acquireAll(LockCommand.AcquireAll command, Coroutine<Holdings> caller) {
        guard.checkNumbers();
        if (command.detached()) {
            detached.checkRoom(command.names());
        }
        joint.acquire(command, caller);
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
