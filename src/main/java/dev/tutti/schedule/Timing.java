package dev.tutti.schedule;

import java.util.Optional;

/** When a schedule is due, as its user writes it. */
public sealed interface Timing {

    /** Stands for the time of a firing that never comes. */
    long NEVER = Long.MAX_VALUE;

    /** The calculation of the times. Made when it is needed, since it may load a library. */
    Times times();

    /**
     * The time of the next firing after the clock was set back to {@code now}. No firing is repeated, and no interval
     * becomes longer than it is.
     *
     * @param next the time of the next firing before that
     */
    long afterSetBack(long next, long now);

    /** @param millis the length of the interval, above 0 */
    record Every(long millis) implements Timing {
        @Override
        public Times times() {
            return new EveryTimes(millis);
        }

        @Override
        public long afterSetBack(long next, long now) {
            return Math.min(next, now + millis);
        }
    }

    /**
     * @param expression as in a crontab of POSIX, with names of months and days, steps, and nicknames such as
     *     {@code @daily}
     * @param zone the id of the time zone, such as {@code Europe/Berlin}
     */
    record Cron(String expression, String zone) implements Timing {

        /** The most characters of an expression: more than a list of all minutes has. */
        public static final int LONGEST = 256;

        /**
         * Returns the problem of the expression as words to follow it, or empty if it is valid.
         *
         * @param zone a valid one
         */
        public static Optional<String> problem(String expression, String zone, long now) {
            if (expression.length() > LONGEST) {
                return Optional.of(
                        "has " + expression.length() + " characters, and at most " + LONGEST + " are allowed");
            }
            try {
                boolean comes = new CronTimes(expression, zone).first(now) != NEVER;
                return comes ? Optional.empty() : Optional.of("never comes");
            } catch (IllegalArgumentException e) {
                return Optional.of("is not a cron expression such as 30 2 * * mon-fri: " + CronTimes.reason(e));
            }
        }

        @Override
        public Times times() {
            return new CronTimes(expression, zone);
        }

        @Override
        public long afterSetBack(long next, long now) {
            return next;
        }
    }
}
