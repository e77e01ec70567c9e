package dev.tutti.producer;

import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.command.ScheduleCommand;
import dev.tutti.command.ScheduleCommand.Delete;
import dev.tutti.command.ScheduleCommand.GiveUp;
import dev.tutti.command.ScheduleCommand.Set;
import dev.tutti.command.ScheduleCommand.Unset;
import dev.tutti.command.SchedulesQuery;
import dev.tutti.coroutine.Coroutine;
import dev.tutti.coroutine.PeerOwners;
import dev.tutti.persistence.JournaledScheduleStore;
import dev.tutti.persistence.WriteGuard;
import dev.tutti.queue.Holder;
import dev.tutti.queue.MemoryKind;
import dev.tutti.queue.Queues;
import dev.tutti.schedule.Schedule;
import dev.tutti.schedule.ScheduleCount;
import dev.tutti.schedule.ScheduleSpec;
import dev.tutti.schedule.ScheduleView;
import dev.tutti.schedule.Schedules;
import dev.tutti.schedule.Timing;
import dev.tutti.waiting.Walk;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/** Sets and deletes the schedules of this owner, which are those of its queues. {@link Firings} puts their items. */
final class ScheduleService implements ScheduleCommand.Handler<Coroutine<Holder>> {

    private final Schedules schedules;
    private final Queues queues;
    private final Admission admission;
    private final WriteGuard guard;
    private final JournaledScheduleStore store;
    private final ScheduleCount count;
    private final LongSupplier numbers;
    private final PeerOwners peers;
    private final int instance;
    private final Clock clock;
    private final Firings firings;

    /**
     * @param schedules those that the start has found
     * @param count of all owners' schedules
     * @param numbers the ids of items, which grow
     * @param instance the number of this owner among its peers
     * @param clock tells the time of day
     */
    ScheduleService(
            Schedules schedules,
            Queues queues,
            WriteGuard guard,
            JournaledScheduleStore store,
            ScheduleCount count,
            LongSupplier numbers,
            PeerOwners peers,
            int instance,
            Clock clock) {
        this.schedules = schedules;
        this.queues = queues;
        this.admission = new Admission(queues, guard);
        this.guard = guard;
        this.store = store;
        this.count = count;
        this.numbers = numbers;
        this.peers = peers;
        this.instance = instance;
        this.clock = clock;
        this.firings = new Firings(schedules, queues, admission, store, clock);
    }

    /** The schedules that the start has found are due from now on. */
    void begin() {
        List<Schedule> found = schedules.all();
        found.forEach(schedule ->
                queues.memory().take(MemoryKind.SCHEDULES, schedule.spec().bytes()));
        count.take(found.size());
        firings.plan();
    }

    Walk<ScheduleView> views(String name) {
        Schedule one = name == null ? null : schedules.find(name);
        List<Schedule> all = name == null ? schedules.all() : one == null ? List.of() : List.of(one);
        return Walk.past(all.iterator(), Schedule::view);
    }

    @Override
    public void set(Set command, Coroutine<Holder> caller) {
        ScheduleSpec spec = command.spec();
        guard.checkRoom();
        guard.checkNumbers();
        if (!command.configured()) {
            Admission.checkPlace(spec.queue(), queues.settings(spec.queue()), spec.priority(), spec.group());
        }
        boolean isCounted = schedules.find(spec.name()) != null || reserve(command);
        if (peers.count() > 1) {
            setAmongOthers(command, isCounted, caller);
        } else if (isCounted) {
            add(command);
            caller.reply(Reply.OK);
        } else {
            throw tooMany();
        }
    }

    private boolean reserve(Set command) {
        if (command.configured()) {
            count.take(1);
            return true;
        }
        return count.reserve();
    }

    private Refusal tooMany() {
        return Refusal.full("as many schedules are set as producer.maxSchedules allows, " + count.max());
    }

    /** If the limit is reached, another owner may have the schedule, so that it is counted already. */
    private void setAmongOthers(Set command, boolean isCounted, Coroutine<Holder> caller) {
        ScheduleSpec spec = command.spec();
        GivingWay others = new GivingWay(peers, instance, caller, guard, state -> takeOver(spec.name(), state));
        if (isCounted) {
            Schedule set = add(command);
            others.await();
            giveWay(set, others);
            return;
        }
        others.await();
        peers.poll(new SchedulesQuery(spec.name()))
                .start(
                        answers -> setIfKnown(
                                command,
                                answers.stream().anyMatch(a -> !a.schedules().isEmpty()),
                                others),
                        others::end);
    }

    private void setIfKnown(Set command, boolean isKnown, GivingWay others) {
        if (!isKnown) {
            others.end(tooMany().reply());
            return;
        }
        if (schedules.find(command.spec().name()) == null) {
            count.take(1);
        }
        try {
            giveWay(add(command), others);
        } catch (Refusal refusal) {
            others.end(refusal.reply());
        }
    }

    /** The new schedule is not due until it has taken over the state of an older one. */
    private void giveWay(Schedule set, GivingWay others) {
        schedules.hold(set);
        others.ask(new GiveUp(set.name(), set.number(), set.spec().timing()), () -> goOn(set));
    }

    private void takeOver(String name, Reply.Array state) {
        Schedule schedule = schedules.find(name);
        if (schedule != null) {
            long next = state.integer(0);
            schedules.takeOver(schedule, next == 0 ? Timing.NEVER : next, state.integer(1), state.integer(2));
        }
    }

    private void goOn(Schedule set) {
        if (schedules.has(set)) {
            store.changed(set);
            schedules.release(set);
            firings.plan();
        }
    }

    /** Adds a schedule that is counted. If there is no memory for it, a new one is not counted any more. */
    private Schedule add(Set command) {
        ScheduleSpec spec = command.spec();
        Schedule before = schedules.find(spec.name());
        try {
            takeMemory(command);
        } catch (Refusal full) {
            count.take(before == null ? -1 : 0);
            throw full;
        }
        Schedule schedule = Schedule.begin(spec, numbers.getAsLong(), command.configured(), clock.millis());
        if (before != null) {
            schedule.takeOver(before);
            queues.memory().release(MemoryKind.SCHEDULES, before.spec().bytes());
            store.deleted(before, () -> {});
        }
        schedules.add(schedule);
        store.set(schedule, () -> undo(schedule, before));
        firings.plan();
        return schedule;
    }

    private void takeMemory(Set command) {
        long bytes = command.spec().bytes();
        if (command.configured()) {
            queues.memory().take(MemoryKind.SCHEDULES, bytes);
        } else {
            admission.reserve(bytes);
            queues.memory().note(MemoryKind.SCHEDULES, bytes);
        }
    }

    private void undo(Schedule set, Schedule before) {
        if (schedules.has(set)) {
            forget(set);
            if (before != null) {
                restore(before);
            }
        }
    }

    private void forget(Schedule schedule) {
        schedules.remove(schedule.name());
        queues.memory().release(MemoryKind.SCHEDULES, schedule.spec().bytes());
        count.take(-1);
    }

    private void restore(Schedule deleted) {
        schedules.add(deleted);
        queues.memory().take(MemoryKind.SCHEDULES, deleted.spec().bytes());
        count.take(1);
        firings.plan();
    }

    @Override
    public void delete(Delete command, Coroutine<Holder> caller) {
        guard.checkWritable();
        guard.checkNumbers();
        giveUp(schedules.find(command.name()));
        if (peers.count() == 1) {
            caller.reply(Reply.OK);
        } else {
            GivingWay others = new GivingWay(peers, instance, caller, guard, state -> {});
            others.await();
            others.ask(new GiveUp(command.name(), numbers.getAsLong(), null), () -> {});
        }
    }

    @Override
    public void unset(Unset command, Coroutine<Holder> caller) {
        guard.checkWritable();
        Schedule schedule = schedules.find(command.name());
        if (schedule != null && schedule.isConfigured()) {
            giveUp(schedule);
        }
        caller.reply(Reply.OK);
    }

    @Override
    public void giveUp(GiveUp command, Coroutine<Holder> caller) {
        guard.checkWritable();
        Schedule schedule = schedules.find(command.name());
        if (schedule == null || schedule.number() > command.number()) {
            caller.reply(Reply.NULL);
            return;
        }
        giveUp(schedule);
        long next = schedule.nextFor(command.timing());
        caller.reply(Reply.array(List.of(
                Reply.integer(next == Timing.NEVER ? 0 : next),
                Reply.integer(schedule.last()),
                Reply.integer(schedule.skipped()))));
    }

    private void giveUp(Schedule schedule) {
        if (schedule != null) {
            forget(schedule);
            store.deleted(schedule, () -> restore(schedule));
            firings.plan();
        }
    }
}
