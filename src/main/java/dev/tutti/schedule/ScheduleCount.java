package dev.tutti.schedule;

import java.util.concurrent.atomic.AtomicInteger;

/** The number of schedules of all owners, and its limit. Safe for use from any thread. */
public final class ScheduleCount {

    private volatile int max;
    private final AtomicInteger count = new AtomicInteger();

    public ScheduleCount(int max) {
        this.max = max;
    }

    /** Allows another number. Schedules beyond it stay. */
    public void change(int most) {
        max = most;
    }

    public int max() {
        return max;
    }

    /** Counts a new schedule. Counts none and returns false if there are as many as are allowed. */
    public boolean reserve() {
        if (count.incrementAndGet() <= max) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    /** Counts so many schedules that cannot be refused. A negative number counts them no more. */
    public void take(int number) {
        count.addAndGet(number);
    }

    /** There are none any more. */
    public void releaseAll() {
        count.set(0);
    }
}
