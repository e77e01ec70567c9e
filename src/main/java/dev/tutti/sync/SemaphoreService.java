package dev.tutti.sync;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.SemaphoreCommand;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.WriteGuard;

/** SEMAPHORE: from a command's record to calls on {@link AsyncSemaphore}, and from there to a reply. */
final class SemaphoreService implements SemaphoreCommand.Handler<Coroutine<Holdings>> {

    private static final int USUAL_LIMIT = 1;

    private final PrimitiveRegistry<AsyncSemaphore> semaphores;
    private final WriteGuard guard;

    SemaphoreService(PrimitiveRegistry<AsyncSemaphore> semaphores, WriteGuard guard) {
        this.semaphores = semaphores;
        this.guard = guard;
    }

    @Override
    public void acquire(SemaphoreCommand.Acquire command, Coroutine<Holdings> caller) {
        guard.checkNumbers();
        HoldCommands.acquire(semaphore(command), command.timeout(), command.lease(), caller);
    }

    /** The semaphore with the limit in force, which is that of the first one who came. */
    private AsyncSemaphore semaphore(SemaphoreCommand.Acquire command) {
        AsyncSemaphore inForce = semaphores.existing(command.name());
        if (inForce == null) {
            AsyncSemaphore made = semaphores.named(command.name());
            made.limit(command.limit() == 0 ? USUAL_LIMIT : command.limit());
            return made;
        }
        if (command.limit() != 0 && command.limit() != inForce.limit()) {
            throw Refusal.malformed(semaphores.describe(command.name()) + " has LIMIT " + inForce.limit()
                    + " while anybody holds it, not " + command.limit());
        }
        return inForce;
    }

    @Override
    public void release(SemaphoreCommand.Release command, Coroutine<Holdings> caller) {
        String name = command.name();
        HoldCommands.release(semaphores.existing(name), semaphores.describe(name), command.token(), caller);
    }

    @Override
    public void touch(SemaphoreCommand.Touch command, Coroutine<Holdings> caller) {
        String name = command.name();
        HoldCommands.touch(semaphores.existing(name), semaphores.describe(name), command.token(), caller);
    }

    @Override
    public void value(SemaphoreCommand.Value command, Coroutine<Holdings> caller) {
        AsyncSemaphore semaphore = semaphores.existing(command.name());
        caller.reply(Reply.integer(semaphore == null ? USUAL_LIMIT : semaphore.value()));
    }
}
