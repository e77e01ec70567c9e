package dev.tutti.sync;

import dev.tutti.command.BarrierCommand;
import dev.tutti.command.ConditionCommand;
import dev.tutti.command.EventCommand;
import dev.tutti.command.LockCommand;
import dev.tutti.command.SemaphoreCommand;
import dev.tutti.command.Survey;
import dev.tutti.command.SyncCommand;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.Coroutines;
import dev.tutti.ledger.EventLedger;
import dev.tutti.ledger.WriteGuard;
import dev.tutti.queue.MemoryLimit;
import dev.tutti.waiting.Standing;
import dev.tutti.waiting.Timers;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The events, locks and their kin of one owner, and who carries the commands about each family out. */
final class SyncService implements Coroutines.Owner<Holdings, SyncCommand>, SyncCommand.Families<Coroutine<Holdings>> {

    private final Named<AsyncEvent> events = new Named<>("event", AsyncEvent::new);
    private final Named<AsyncLock> locks;
    private final Named<AsyncSemaphore> semaphores;
    private final Named<AsyncCondition> conditions;
    private final Named<AsyncBarrier> barriers = new Named<>("barrier", AsyncBarrier::new);
    private final EventService eventService;
    private final LockService lockService;
    private final SemaphoreService semaphoreService;
    private final ConditionService conditionService;
    private final BarrierService barrierService;

    /**
     * @param tokens each larger than every earlier one, over restarts too
     * @param onWait told when somebody begins to wait for what another holds
     */
    SyncService(
            Timers timers,
            LongSupplier tokens,
            Runnable onWait,
            EventLedger ledger,
            WriteGuard guard,
            MemoryLimit memory) {
        Lasting lasting = new Lasting(memory);
        Leases leases = new Leases(timers, tokens, onWait);
        locks = new Named<>("lock", () -> new AsyncLock(leases));
        semaphores = new Named<>("semaphore", () -> new AsyncSemaphore(leases));
        conditions = new Named<>("condition", () -> new AsyncCondition(leases));
        eventService = new EventService(events, ledger, guard, lasting);
        lockService = new LockService(locks, guard);
        semaphoreService = new SemaphoreService(semaphores, guard);
        conditionService = new ConditionService(conditions, guard);
        barrierService = new BarrierService(barriers, lasting);
    }

    /** As they were when the server ended. */
    void setEvents(List<String> names) {
        names.forEach(eventService::restore);
    }

    @Override
    public void execute(SyncCommand command, Coroutine<Holdings> caller) {
        command.accept(this, caller);
    }

    @Override
    public void giveBack(Holdings holdings) {
        holdings.giveBack();
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
    public List<Standing> standings(Survey survey) {
        return Stream.of(events, locks, semaphores, conditions, barriers)
                .flatMap(kind -> kind.standings(survey.name(), survey.contended()))
                .toList();
    }

    /** How many events, locks and so on are remembered. */
    int size() {
        return Stream.of(events, locks, semaphores, conditions, barriers)
                .mapToInt(Named::size)
                .sum();
    }
}
