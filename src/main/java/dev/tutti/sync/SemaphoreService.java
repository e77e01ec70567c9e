package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.SemaphoreCommand;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;
import java.util.List;

/** Carries out the SEMAPHORE commands by calls on {@link AsyncSemaphore}. */
final class SemaphoreService implements SemaphoreCommand.Handler<Coroutine<Holdings>> {

    private static final int DEFAULT_LIMIT = 1;

    private final PrimitiveRegistry<AsyncSemaphore> semaphores;
    private final WriteGuard guard;
    private final DetachedGrants detached;

    SemaphoreService(PrimitiveRegistry<AsyncSemaphore> semaphores, WriteGuard guard, DetachedGrants detached) {
        this.semaphores = semaphores;
        this.guard = guard;
        this.detached = detached;
    }

    @Override
    public void acquire(SemaphoreCommand.Acquire command, Coroutine<Holdings> caller) {
        guard.checkNumbers();
        if (!command.detached()) {
            PermitCommands.acquire(semaphore(command), command.permits(), command.timeout(), command.lease(), caller);
            return;
        }
        detached.checkRoom(List.of(command.name()));
        Grant grant = detached.create(semaphore(command), command.name(), command.permits(), command.lease(), caller);
        PermitCommands.acquire(grant, command.timeout(), detached, caller);
    }

    /**
     * The semaphore, created with the command's limit if it does not exist.
     *
     * @throws Refusal ERR if it exists with another limit than the command names, or has fewer permits than are wanted
     */
    private AsyncSemaphore semaphore(SemaphoreCommand.Acquire command) {
        AsyncSemaphore inForce = semaphores.existing(command.name());
        if (inForce == null) {
            int limit = command.limit() == 0 ? DEFAULT_LIMIT : command.limit();
            checkPermits(command, limit);
            AsyncSemaphore made = semaphores.getOrCreate(command.name());
            made.limit(limit);
            return made;
        }
        if (command.limit() != 0 && command.limit() != inForce.limit()) {
            throw Refusal.malformed(semaphores.describe(command.name()) + " has LIMIT " + inForce.limit() + ", not "
                    + command.limit() + ", while a permit is held");
        }
        checkPermits(command, inForce.limit());
        return inForce;
    }

    private void checkPermits(SemaphoreCommand.Acquire command, int limit) {
        if (command.permits() > limit) {
            throw Refusal.malformed(semaphores.describe(command.name()) + " has LIMIT " + limit + ", so PERMITS "
                    + command.permits() + " would wait for ever");
        }
    }

    @Override
    public void release(SemaphoreCommand.Release command, Coroutine<Holdings> caller) {
        String name = command.name();
        PermitCommands.release(semaphores.existing(name), semaphores.describe(name), command.token(), guard, caller);
    }

    @Override
    public void touch(SemaphoreCommand.Touch command, Coroutine<Holdings> caller) {
        String name = command.name();
        Grant grant = PermitCommands.held(semaphores.existing(name), semaphores.describe(name), command.token());
        PermitCommands.touch(grant, command.lease(), guard, caller);
    }

    @Override
    public void value(SemaphoreCommand.Value command, Coroutine<Holdings> caller) {
        AsyncSemaphore semaphore = semaphores.existing(command.name());
        caller.reply(Reply.integer(semaphore == null ? DEFAULT_LIMIT : semaphore.value()), Basis.MEMORY);
    }
}
