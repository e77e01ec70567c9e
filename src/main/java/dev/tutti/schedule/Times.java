package dev.tutti.schedule;

/** The times at which a schedule is due. Each method may return {@link Timing#NEVER}. */
public interface Times {

    /** The first time after now, for a schedule that begins now. */
    long first(long now);

    /**
     * The time behind a firing. It is after now, so at most one firing is made up for after a downtime, and it is after
     * the planned time, so no firing is repeated if the clock was set back.
     *
     * @param planned the time for which the firing was planned
     */
    long next(long planned, long now);
}
