package dev.tutti.sync;

import dev.tutti.command.ConditionCommand;
import dev.tutti.command.Reply;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Patience;
import dev.tutti.persistence.Basis;
import dev.tutti.persistence.WriteGuard;

/** Carries out the CONDITION commands by calls on {@link AsyncCondition}. */
final class ConditionService implements ConditionCommand.Handler<Coroutine<Holdings>> {

    private static final long NO_LEASE = 0;
    private static final Reply NOTIFIED = Reply.integer(1);

    private final PrimitiveRegistry<AsyncCondition> conditions;
    private final WriteGuard guard;

    ConditionService(PrimitiveRegistry<AsyncCondition> conditions, WriteGuard guard) {
        this.conditions = conditions;
        this.guard = guard;
    }

    @Override
    public void acquire(ConditionCommand.Acquire command, Coroutine<Holdings> caller) {
        guard.checkNumbers();
        AsyncLock lock = conditions.getOrCreate(command.name()).lock();
        PermitCommands.acquire(lock, 1, command.timeout(), NO_LEASE, caller);
    }

    @Override
    public void release(ConditionCommand.Release command, Coroutine<Holdings> caller) {
        String name = command.name();
        PermitCommands.release(lock(name), conditions.describe(name), command.token(), guard, caller);
    }

    /** The condition's lock, or null if the condition does not exist. */
    private AsyncLock lock(String name) {
        AsyncCondition condition = conditions.existing(name);
        return condition == null ? null : condition.lock();
    }

    @Override
    public void locked(ConditionCommand.Locked command, Coroutine<Holdings> caller) {
        AsyncLock lock = lock(command.name());
        caller.reply(Reply.integer(lock != null && lock.isLocked() ? 1 : 0), Basis.MEMORY);
    }

    @Override
    public void await(ConditionCommand.Wait command, Coroutine<Holdings> caller) {
        Grant grant = own(command.name(), caller);
        if (command.timeout() == 0) {
            caller.reply(Reply.NULL);
            return;
        }
        caller.checkMayWait();
        AsyncCondition.Waiter waiter = conditions
                .existing(command.name())
                .await(grant, () -> caller.resume(NOTIFIED, Basis.MEMORY), () -> caller.resumeGivenUp());
        caller.await(waiter, Reply.NULL, command.timeout(), Patience.WHILE_CLIENT_LISTENS);
        waiter.releaseLock();
    }

    /**
     * The caller's hold on the condition's lock.
     *
     * @throws Refusal NOTHELD if the caller does not hold it
     */
    private Grant own(String name, Coroutine<Holdings> caller) {
        return PermitCommands.own(lock(name), conditions.describe(name), caller);
    }

    @Override
    public void wake(ConditionCommand.Notify command, Coroutine<Holdings> caller) {
        own(command.name(), caller);
        caller.reply(Reply.integer(conditions.existing(command.name()).wake(command.count())), Basis.MEMORY);
    }
}
