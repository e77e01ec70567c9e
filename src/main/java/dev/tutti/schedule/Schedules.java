package dev.tutti.schedule;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The schedules of one owner, by name and in the order of the times at which they are due. Every operation costs O(log
 * n), except those that say so. Not thread-safe.
 */
public final class Schedules {

    private final Map<String, Schedule> byName = new TreeMap<>();
    /** All but those that are held. */
    private final TreeSet<Schedule> byTime = new TreeSet<>();

    /** The schedule of that name, or null. */
    public Schedule find(String name) {
        return byName.get(name);
    }

    public int size() {
        return byName.size();
    }

    /** All schedules in the order of their names. Costs O(n). */
    public List<Schedule> all() {
        return List.copyOf(byName.values());
    }

    /** Adds a schedule, in place of the one of the same name if there is one. */
    public void add(Schedule schedule) {
        remove(schedule.name());
        byName.put(schedule.name(), schedule);
        byTime.add(schedule);
    }

    /** Removes the schedule of that name, if there is one. */
    public void remove(String name) {
        Schedule removed = byName.remove(name);
        if (removed != null) {
            byTime.remove(removed);
        }
    }

    /** Whether the schedule is here, and not another one of the same name. */
    public boolean has(Schedule schedule) {
        return byName.get(schedule.name()) == schedule;
    }

    /** The first schedule that is due by now, or null. */
    public Schedule due(long now) {
        return next() <= now ? byTime.first() : null;
    }

    /** When the first schedule is due, or {@link Timing#NEVER}. */
    public long next() {
        return byTime.isEmpty() ? Timing.NEVER : byTime.first().next();
    }

    /** The schedule is not due until it is released, has fired, or was skipped. */
    public void hold(Schedule schedule) {
        byTime.remove(schedule);
    }

    /** A firing has put its item. */
    public void fired(Schedule schedule, long now) {
        byTime.remove(schedule);
        schedule.fired(now);
        byTime.add(schedule);
    }

    /** A firing could not put its item. */
    public void skipped(Schedule schedule, long now) {
        byTime.remove(schedule);
        schedule.skipped(now);
        byTime.add(schedule);
    }

    /** The schedule takes over the state of an older one, see {@link Schedule#takeOver(long, long, long)}. */
    public void takeOver(Schedule schedule, long next, long last, long skipped) {
        boolean isHeld = !byTime.remove(schedule);
        schedule.takeOver(next, last, skipped);
        if (!isHeld) {
            byTime.add(schedule);
        }
    }

    /** The schedule that was held goes on. */
    public void release(Schedule schedule) {
        byTime.add(schedule);
    }

    /** The clock was set back. Costs O(n log n). */
    public void clockSetBack(long now) {
        List<Schedule> all = List.copyOf(byTime);
        byTime.clear();
        all.forEach(schedule -> schedule.clockSetBack(now));
        byTime.addAll(all);
    }
}
