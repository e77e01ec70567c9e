package dev.tutti.schedule;

/** A schedule and its state. Times are in milliseconds since 1970. Not thread-safe. */
public final class Schedule implements Comparable<Schedule> {

    /** The time of the last firing of a schedule that has not fired. */
    public static final long NONE = 0;

    private final ScheduleSpec spec;
    private final long number;
    private final boolean configured;
    private long next;
    private long last;
    private long skipped;
    /** Null until it is needed. */
    private Times times;

    /**
     * @param number larger than that of every schedule that was set before
     * @param configured whether the configuration has set it
     */
    public Schedule(ScheduleSpec spec, long number, boolean configured, long next, long last, long skipped) {
        this.spec = spec;
        this.number = number;
        this.configured = configured;
        this.next = next;
        this.last = last;
        this.skipped = skipped;
    }

    /** A schedule that begins now. */
    public static Schedule begin(ScheduleSpec spec, long number, boolean configured, long now) {
        Schedule schedule = new Schedule(spec, number, configured, Timing.NEVER, NONE, 0);
        schedule.next = schedule.times().first(now);
        return schedule;
    }

    /**
     * Takes over the state of the schedule in whose place this one was set. If both are due at the same times, the next
     * firing stays where it was. A firing that is planned too far ahead, since the clock was set back, does not.
     *
     * @param nextBefore {@link Timing#NEVER} if the other one was due at other times
     */
    void takeOver(long nextBefore, long lastBefore, long skippedBefore) {
        next = Math.min(next, nextBefore);
        last = Math.max(last, lastBefore);
        skipped += skippedBefore;
    }

    /** Takes over in the same way. */
    public void takeOver(Schedule before) {
        takeOver(before.nextFor(spec.timing()), before.last, before.skipped);
    }

    /** When it is due, if that is as the timing has it; or {@link Timing#NEVER}. */
    public long nextFor(Timing timing) {
        return spec.timing().equals(timing) ? next : Timing.NEVER;
    }

    public ScheduleSpec spec() {
        return spec;
    }

    public String name() {
        return spec.name();
    }

    public long number() {
        return number;
    }

    public boolean isConfigured() {
        return configured;
    }

    /** When it is due, or {@link Timing#NEVER}. */
    public long next() {
        return next;
    }

    /** When it last put an item, or {@link #NONE}. */
    public long last() {
        return last;
    }

    /** The number of firings that put no item. */
    public long skipped() {
        return skipped;
    }

    private Times times() {
        if (times == null) {
            times = spec.timing().times();
        }
        return times;
    }

    void fired(long now) {
        next = times().next(next, now);
        last = now;
    }

    void skipped(long now) {
        next = times().next(next, now);
        skipped++;
    }

    /** The clock was set back, perhaps while the server was down. */
    public void clockSetBack(long now) {
        next = spec.timing().afterSetBack(next, now);
    }

    public ScheduleView view() {
        return new ScheduleView(spec.name(), spec.queue(), spec.timing(), number, next, last, skipped);
    }

    /** By the time at which they are due, and then by their age. */
    @Override
    public int compareTo(Schedule other) {
        int byTime = Long.compare(next, other.next);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
