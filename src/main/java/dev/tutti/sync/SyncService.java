package dev.tutti.sync;

import dev.tutti.command.BarrierCommand;
import dev.tutti.command.ConditionCommand;
import dev.tutti.command.ContentionQuery;
import dev.tutti.command.EventCommand;
import dev.tutti.command.LockCommand;
import dev.tutti.command.SemaphoreCommand;
import dev.tutti.command.SyncCommand;
import dev.tutti.coroutine.CommandScheduler;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.persistence.HeldPermit;
import dev.tutti.persistence.JournaledEventStore;
import dev.tutti.persistence.JournaledPermitStore;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.ContentionSum;
import dev.tutti.waiting.Gate;
import dev.tutti.waiting.Timers;
import dev.tutti.waiting.Walk;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The events, locks, semaphores, conditions and barriers of one owner, and the services that carry out the commands for
 * each.
 */
final class SyncService
        implements CommandScheduler.Owner<Holdings, SyncCommand>, SyncCommand.Families<Coroutine<Holdings>> {

    private final PrimitiveRegistry<AsyncEvent> events = new PrimitiveRegistry<>("event", AsyncEvent::new);
    private final PrimitiveRegistry<AsyncLock> locks;
    private final PrimitiveRegistry<AsyncSemaphore> semaphores;
    private final PrimitiveRegistry<AsyncCondition> conditions;
    private final PrimitiveRegistry<AsyncBarrier> barriers = new PrimitiveRegistry<>("barrier", AsyncBarrier::new);
    private final Timers timers;
    private final PermitMemory permitMemory;
    private final EventService eventService;
    private final LockService lockService;
    private final SemaphoreService semaphoreService;
    private final ConditionService conditionService;
    private final BarrierService barrierService;
    private final DetachedGrants detached;

    /**
     * @param tokens the source of fencing tokens, each larger than every earlier one, across restarts too
     * @param tickets the source of the ages of ACQUIREALLs, which all owners share and which grow
     * @param onWait called when somebody begins to wait for a lock or permit
     */
    SyncService(
            Timers timers,
            LongSupplier tokens,
            LongSupplier tickets,
            Runnable onWait,
            JournaledEventStore store,
            JournaledPermitStore permitStore,
            WriteGuard guard,
            MemoryLimit memory) {
        this.timers = timers;
        RetainedMemory retained = new RetainedMemory(memory);
        permitMemory = new PermitMemory(memory);
        GrantContext context = new GrantContext(timers, tokens, tickets, onWait, permitMemory);
        locks = new PrimitiveRegistry<>("lock", () -> new AsyncLock(context));
        semaphores = new PrimitiveRegistry<>("semaphore", () -> new AsyncSemaphore(context));
        conditions = new PrimitiveRegistry<>("condition", () -> new AsyncCondition(context));
        eventService = new EventService(events, store, guard, retained);
        detached = new DetachedGrants(permitStore, guard, retained);
        lockService = new LockService(locks, guard, detached, context);
        semaphoreService = new SemaphoreService(semaphores, guard, detached);
        conditionService = new ConditionService(conditions, guard);
        barrierService = new BarrierService(barriers, retained);
    }

    /** Sets the events that were set when the server ended. */
    void setEvents(List<String> names) {
        names.forEach(eventService::restore);
    }

    /** Holds the locks and permits that were detached when the server ended, for what is left of their leases. */
    void restore(List<HeldPermit> permits) {
        for (HeldPermit permit : permits) {
            if (permit.left() <= 0) {
                detached.forget(permit.token());
            } else if (permit.isLock()) {
                detached.restore(permit, locks.getOrCreate(permit.name()));
            } else {
                AsyncSemaphore semaphore = semaphores.getOrCreate(permit.name());
                if (semaphore.isIdle()) {
                    semaphore.limit(permit.limit());
                }
                detached.restore(permit, semaphore);
            }
        }
    }

    @Override
    public void execute(SyncCommand command, Coroutine<Holdings> caller) {
        permitMemory.checkRoom(command.namesOfNewTokens());
        command.accept(this, caller);
    }

    @Override
    public Gate gate(SyncCommand command, Coroutine<Holdings> caller) {
        Gate own = caller.holdings() == null ? null : caller.holdings().shutGate();
        return own == null && command instanceof LockCommand lock ? lockService.gate(lock) : own;
    }

    @Override
    public void giveBack(Holdings holdings) {
        holdings.releaseAll(timers);
    }

    @Override
    public void closed(Holdings holdings) {
        holdings.close(timers);
    }

    @Override
    public void event(EventCommand command, Coroutine<Holdings> caller) {
        command.accept(eventService, caller);
    }

    @Override
    public void lock(LockCommand command, Coroutine<Holdings> caller) {
        command.accept(lockService, caller);
    }

    @Override
    public void semaphore(SemaphoreCommand command, Coroutine<Holdings> caller) {
        command.accept(semaphoreService, caller);
    }

    @Override
    public void condition(ConditionCommand command, Coroutine<Holdings> caller) {
        command.accept(conditionService, caller);
    }

    @Override
    public void barrier(BarrierCommand command, Coroutine<Holdings> caller) {
        command.accept(barrierService, caller);
    }

    @Override
    public Walk<Contention> contentions(ContentionQuery query) {
        return Walk.along(
                Stream.of(barriers, conditions, events, locks, semaphores).iterator(),
                kind -> kind.contentions(query.name(), query.contended()));
    }

    @Override
    public Walk<ContentionSum> contentionSums() {
        return Walk.along(
                Stream.of(barriers, conditions, events, locks, semaphores).iterator(), PrimitiveRegistry::sums);
    }

    @Override
    public Walk<String> queueNames(String name) {
        return found -> false;
    }

    /** The number of events, locks and so on that exist. */
    int size() {
        return Stream.of(events, locks, semaphores, conditions, barriers)
                .mapToInt(PrimitiveRegistry::size)
                .sum();
    }
}
