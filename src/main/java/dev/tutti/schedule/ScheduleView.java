package dev.tutti.schedule;

/**
 * A schedule as others see it, at one moment. Times are in milliseconds since 1970.
 *
 * @param number larger than that of every schedule that was set before
 * @param next when it is due, or {@link Timing#NEVER}
 * @param last when it last put an item, or {@link Schedule#NONE}
 * @param skipped the number of firings that put no item
 */
public record ScheduleView(String name, String queue, Timing timing, long number, long next, long last, long skipped) {}
