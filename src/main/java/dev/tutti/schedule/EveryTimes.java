package dev.tutti.schedule;

/** Times at equal intervals, which begin with the first firing and do not drift. */
record EveryTimes(long millis) implements Times {

    @Override
    public long first(long now) {
        return now + millis;
    }

    @Override
    public long next(long planned, long now) {
        long passed = Math.max(0, now - planned);
        return planned + (passed / millis + 1) * millis;
    }
}
